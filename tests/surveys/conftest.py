"""The customer's door alone, with what the portal hands it."""

from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.template import TemplateConfig

from cases.records.lookup import CompanyAccount
from crypto.vault import Vault
from portal import errors, responses
from portal.cleaning import clean
from portal.pages import language_of, template_engine
from portal.settings import Settings
from surveys.services import Services
from surveys.web import HANDLERS, TrueAccounts


async def _accounts() -> Sequence[CompanyAccount]:
    return [
        CompanyAccount(
            account="6222 0000 1234 5678", key="6222000012345678", holder="恒木家居有限公司", bank="城东支行"
        )
    ]


def _language(request: Request) -> str:
    return language_of(request)


@pytest.fixture
async def customer(database: None, vault: Vault, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without scripts and cookies at `/s/…` and `/feedback`."""

    def true_accounts() -> TrueAccounts:
        return _accounts

    app = Litestar(
        route_handlers=HANDLERS,
        dependencies={
            "services": Provide(
                lambda: Services(vault=vault, base_url="http://portal.test", clean=clean), sync_to_thread=False
            ),
            "vault": Provide(lambda: vault, sync_to_thread=False),
            "language": Provide(_language, sync_to_thread=False),
            "company_name": Provide(lambda: "恒木家居", sync_to_thread=False),
            "true_accounts": Provide(true_accounts, sync_to_thread=False),
        },
        exception_handlers={Exception: errors.answer},
        before_send=[responses.finish],
        template_config=TemplateConfig(instance=template_engine()),
        state=State({"settings": settings}),
        request_max_body_size=None,
        logging_config=None,
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://portal.test") as client:
        yield client
