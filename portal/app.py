"""Puts the product together: create_app(settings) gives one Litestar application. Decides nothing about a case."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any  # handlers of every kind

from litestar import Litestar, Request, Router, get
from litestar.config.app import AppConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import NotAuthorizedException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins import InitPluginProtocol, PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.template import TemplateConfig

from cases.actors import Actor
from cases.callbacks import company_name
from cases.evidence.files import FileStore
from cases.records.lookup import company_accounts
from portal import database, errors, responses, worker
from portal.access import PERMISSIONS, PUBLIC, PermissionUnnamed, guard
from portal.at_the_door import AtTheDoor
from portal.cleaning import clean
from portal.demo.codes import demo_sign_ins
from portal.demo.marking import refuse_unmarked
from portal.doors import answering_head, handlers_behind
from portal.floods import floods_over
from portal.mixing import mix_if_possible
from portal.nightly import nights_kept
from portal.pages import language_of, template_engine
from portal.programs import SCOPES
from portal.root_keys import check_mark, vault_of
from portal.schema import migrate
from portal.services import services_of
from portal.settings import Settings
from portal.static_files import static_file
from portal.waiting_claims import many_checked
from surveys.services import Services

API_TITLE = "Brightline"
API_VERSION = "1"


def create_app(settings: Settings, doors: frozenset[str] | None = None) -> Litestar:
    """One application over one data folder or database. `doors` overrides the settings' doors.

    Raises FileNotFoundError if there is no root key yet (`brightline init` makes it), SettingsError for a demo that is none.
    """
    settings = dataclasses.replace(settings, doors=doors) if doors else settings
    refuse_unmarked(settings)
    app = _Application(
        route_handlers=[
            answering_head(healthz),
            answering_head(readyz),
            answering_head(static_file),
            *handlers_behind(settings.doors),
        ],
        guards=[guard],
        dependencies=_provided(),
        exception_handlers={Exception: errors.answer},
        before_send=[responses.finish],
        lifespan=[_life],
        template_config=TemplateConfig(instance=template_engine()),
        openapi_config=_described_api(),
        include_in_schema=False,  # pages are for people; what programs may call says so itself
        plugins=[_EveryRouteNamed()],
        request_max_body_size=None,  # every body is read as a stream by surveys.forms, with a limit of its own
        logging_config=None,
        debug=False,
    )
    furnish(app, settings)
    return app


def furnish(app: Litestar, settings: Settings) -> None:
    """Stand the application over this data, in place of what it stood over before; not while it runs."""
    vault = vault_of(settings)
    services = dataclasses.replace(services_of(settings, vault), clean=clean)
    database.connect(settings)
    store, floods = FileStore(settings.files_folder), floods_over(vault)
    app.state = State({"settings": settings, "services": services, "store": store, "floods": floods})


class _Application(Litestar):
    """Litestar without the plug-ins for pydantic and attrs: nothing of ours is either, and they take a tenth of a start."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def _provided() -> dict[str, Provide]:
    """What handlers take by name."""

    def of_app(pick: Callable[[State], object]) -> Provide:
        def provide(request: Request[Any, Any, Any]) -> Any:
            return pick(request.app.state)

        return Provide(provide, sync_to_thread=False)

    return {
        "vault": of_app(lambda state: state.services.vault),
        "services": of_app(lambda state: state.services),
        "floods": of_app(lambda state: state.floods),
        "store": of_app(lambda state: state.store),
        "settings": of_app(lambda state: state.settings),
        "true_accounts": of_app(lambda state: partial(company_accounts, state.services.vault)),
        "language": Provide(_language, sync_to_thread=False),
        "door": Provide(_door, sync_to_thread=False),
        "actor": Provide(_actor, sync_to_thread=False),
        "company_name": Provide(company_name),
        "demo_sign_ins": Provide(demo_sign_ins),
    }


def _described_api() -> OpenAPIConfig:
    """On a router of its own: Litestar answers every unknown address below that one with a page of its own."""
    return OpenAPIConfig(
        title=API_TITLE,
        version=API_VERSION,
        openapi_router=Router(path="/api/v1/openapi.json", route_handlers=[], opt={"permission": PUBLIC}),
        render_plugins=[JsonRenderPlugin(path="/")],
    )


@get("/healthz", permission=PUBLIC, media_type="text/plain")
async def healthz() -> str:
    """The process answers."""
    return "ok"


@get("/readyz", permission=PUBLIC, media_type="text/plain")
async def readyz() -> str:
    """The database answers too."""
    await database.alive()
    return "ready"


class _EveryRouteNamed(InitPluginProtocol):
    """Refuses to start while any route names no permission."""

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        app_config.on_startup.append(_check_permissions)
        return app_config


def _check_permissions(app: Litestar) -> None:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", None) or [getattr(route, "route_handler", None)]:
            if handler is None:
                continue
            named = handler.opt.get("permission")
            ours = not handler.fn.__module__.startswith("litestar.")
            if ours and named != PUBLIC and named not in PERMISSIONS and named not in SCOPES:
                raise PermissionUnnamed(f"{route.path}: name a permission in the handler")


def _language(request: Request[Any, Any, Any]) -> str:
    return language_of(request)


def _door(request: Request[Any, Any, Any]) -> AtTheDoor:
    return AtTheDoor(language_of(request), request.app.state.store, request.app.state.floods)


def _actor(request: Request[Any, Any, Any]) -> Actor:
    actor = request.scope["state"].get("actor")
    if not isinstance(actor, Actor):
        raise NotAuthorizedException
    return actor


@asynccontextmanager
async def _life(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    services: Services = app.state.services
    await database.open_pool()
    try:
        await migrate()
        await check_mark(services.vault)
        await mix_if_possible()  # a server that was killed could not do so at its end
        async with (
            worker.running(settings.broker_url, services),
            nights_kept(settings),
            many_checked(settings),
        ):
            yield
        await mix_if_possible()
    finally:
        await database.close_pool()
