"""The page of weights: how far each rule is trusted, how often it was right, what is proposed, who decided. No rule here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.crosscheck.weighing import KEPT, MOST_MOVED, Weighing
from cases.crosscheck.weights import WEIGHTS
from cases.errors import CaseError
from cases.web.labels import WEIGHT_LEVELS
from cases.weights.rates import RuleTrust, trust_in_rules
from cases.weights.versions import WAITING, active_weighing, decide, is_impartial, propose, versions
from cases.wording import FIELDS, GRADES, KINDS
from crypto.vault import Vault
from surveys.forms import Form, read_form

MAX_BYTES = 64 << 10
NOT_A_NUMBER = float("nan")
Typed = Mapping[str, str]


@get("/desk/weights", permission="weights.read", include_in_schema=False)
async def weights_page(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Template:
    """What is in use; with ?fill=proposed the form holds what closed cases suggest."""
    weighing = await active_weighing()
    rules = await trust_in_rules(weighing)
    is_filled = request.query_params.get("fill") == "proposed"
    return await _page(actor, vault, weighing, rules, _in_use(weighing, rules, is_filled=is_filled))


@post("/desk/weights", permission="weights.propose", status_code=200, include_in_schema=False)
async def propose_weights(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], vault: NamedDependency[Vault]
) -> Response[Any]:
    form = await read_form(request, max_bytes=MAX_BYTES)
    try:
        await propose(actor, _values(form), form.text("reason"), vault)
    except CaseError as problem:
        weighing = await active_weighing()
        typed = {name: form.text(name) for name in form.fields}
        return await _page(actor, vault, weighing, await trust_in_rules(weighing), typed, problem)
    return Redirect("/desk/weights#versions", status_code=303)


@post("/desk/weights/{version_id:uuid}", permission="weights.decide", include_in_schema=False)
async def decide_weights(
    request: Request[Any, Any, Any], version_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> Redirect:
    form = await read_form(request, max_bytes=MAX_BYTES)
    await decide(actor, version_id, is_adopted=form.text("decision") == "adopt")
    return Redirect("/desk/weights#versions", status_code=303)


HANDLERS: tuple[Any, ...] = (weights_page, propose_weights, decide_weights)


async def _page(
    actor: Actor,
    vault: Vault,
    weighing: Weighing,
    rules: Iterable[RuleTrust],
    typed: Typed,
    problem: CaseError | None = None,
) -> Template:
    known = await versions(vault)
    context = {
        "weighing": weighing,
        "rules": rules,
        "bits": WEIGHTS,
        "typed": typed,
        "kept": KEPT,
        "most_moved": MOST_MOVED,
        "versions": known,
        "waiting": next((one for one in known if one.state == WAITING), None),
        "is_impartial": await is_impartial(actor),
        "kinds": KINDS,
        "grades": GRADES,
        "fields": FIELDS,
        "levels": WEIGHT_LEVELS,
        "problem": problem,
    }
    return Template("desk/weights.html", context=context, status_code=problem.status if problem else 200)


def _in_use(weighing: Weighing, rules: Iterable[RuleTrust], *, is_filled: bool) -> Typed:
    """What the form begins with: shares in per cent, bits as they are."""
    shares = {rule.name: (rule.proposed if is_filled else None) or rule.present for rule in rules}
    bits = {f"bits.{name}.{level}": value for name, of in weighing.bits.items() for level, value in of.items()}
    return {name: f"{share * 100:.0f}" for name, share in shares.items()} | {
        name: f"{value:g}" for name, value in bits.items()
    }


def _values(form: Form) -> dict[str, float]:
    """By name, as the domain has them. What is no number lies outside every bound."""
    found = {name: _number(form.text(name)) for name in form.fields if name.startswith(("trust.", "bits."))}
    return {name: value / 100 if name.startswith("trust.") else value for name, value in found.items()}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return NOT_A_NUMBER
