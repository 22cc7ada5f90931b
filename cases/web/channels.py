"""The administrator's pages of channels: names, readers, order, questions. Whoever works here sees no report and no count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any  # litestar's Request is generic over user, auth and state
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from cases.actors import Actor
from cases.channels.changing import Wanted, add_channel, change_channel, channel_for, history
from cases.channels.offered import LANGUAGES, OfferedChannel, all_channels
from cases.channels.versions import HASH_SHOWN, add_version, kept_versions
from cases.errors import CaseError
from cases.staff import recipients
from surveys import version_of_hash
from surveys.errors import SurveyError
from surveys.forms import Form, read_form

MAX_BYTES = 256 << 10


@get("/desk/channels", permission="staff.manage", include_in_schema=False)
async def channels_page() -> Template:
    return await _list_page(Form({}, {}))


@post("/desk/channels", permission="staff.manage", status_code=200, include_in_schema=False)
async def add(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Response[Any]:
    """A new channel begins closed, without questions, read by everybody who may read reports."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    place = 1 + max((one.place for one in await all_channels()), default=0)
    begun = replace(_wanted(form), is_open=False, place=place, languages=frozenset(LANGUAGES), questionnaire="")
    try:
        channel_id = await add_channel(actor, form.text("key"), begun)
    except CaseError as problem:
        return await _list_page(form, problem)
    return _to(channel_id)


@get("/desk/channels/{channel_id:uuid}", permission="staff.manage", include_in_schema=False)
async def channel_page(channel_id: FromPath[UUID], language: NamedDependency[str]) -> Template:
    channel = await channel_for(channel_id)
    return await _edit_page(channel, _as_wanted(channel), language)


@post("/desk/channels/{channel_id:uuid}", permission="staff.manage", status_code=200, include_in_schema=False)
async def save(
    request: Request[Any, Any, Any],
    channel_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    language: NamedDependency[str],
) -> Response[Any]:
    wanted = _wanted(await read_form(request, max_bytes=MAX_BYTES))
    channel = await channel_for(channel_id)
    try:
        await change_channel(actor, channel_id, wanted)
    except CaseError as problem:
        return await _edit_page(channel, wanted, language, problem)
    return Redirect("/desk/channels", status_code=303)


@post("/desk/channels/{channel_id:uuid}/questions", permission="staff.manage", status_code=200, include_in_schema=False)
async def ask_otherwise(
    request: Request[Any, Any, Any],
    channel_id: FromPath[UUID],
    actor: NamedDependency[Actor],
    language: NamedDependency[str],
) -> Response[Any]:
    """Keep a new wording and ask by it from now on; what was answered by the former one keeps that."""
    form = await read_form(request, max_bytes=MAX_BYTES)
    channel = await channel_for(channel_id)
    wanted = _as_wanted(channel)
    try:
        definition = await add_version(form.text("definition"))
        await change_channel(actor, channel_id, replace(wanted, questionnaire=definition.sha256))
    except (CaseError, SurveyError) as problem:
        return await _edit_page(channel, wanted, language, problem, form.text("definition"))
    return _to(channel_id)


HANDLERS: tuple[Any, ...] = (channels_page, add, channel_page, save, ask_otherwise)


async def _list_page(form: Form, problem: CaseError | None = None) -> Template:
    context = {
        "channels": await all_channels(),
        "people": {person.id: person.name for person in await recipients()},
        "form": form,
        "problem": problem,
    }
    return Template("desk/channels.html", context=context, status_code=problem.status if problem else 200)


async def _edit_page(
    channel: OfferedChannel,
    wanted: Wanted,
    language: str,
    problem: CaseError | SurveyError | None = None,
    unsaved: str = "",
) -> Template:
    questions = await channel.questions()
    context = {
        "channel": channel,
        "wanted": wanted,
        "people": await recipients(),
        "versions": await _versions(language),
        "languages": LANGUAGES,
        "history": await history(channel.id),
        "definition": unsaved or (questions.canonical if questions else ""),
        "problem": problem,
    }
    return Template("desk/channel.html", context=context, status_code=problem.status if problem else 200)


async def _versions(language: str) -> list[tuple[str, str]]:
    """Hash and words of every kept wording."""
    found = []
    for version in await kept_versions():
        definition = await version_of_hash(version.sha256)
        title = definition.title.in_language(language) if definition else version.name
        found.append((version.sha256, f"{title} · {version.sha256[:HASH_SHOWN]}"))
    return found


def _as_wanted(channel: OfferedChannel) -> Wanted:
    return Wanted(
        channel.name.zh,
        channel.name.en,
        channel.line.zh,
        channel.line.en,
        channel.is_open,
        channel.place,
        channel.languages,
        channel.takes_claim,
        frozenset(str(one) for one in channel.readers),
        channel.questionnaire,
    )


def _wanted(form: Form) -> Wanted:
    place = form.text("place")
    return Wanted(
        form.text("name_zh"),
        form.text("name_en"),
        form.text("line_zh"),
        form.text("line_en"),
        form.text("is_open") == "yes",
        int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else 1,
        frozenset(form.texts("languages")),
        form.text("takes_claim") == "yes",
        frozenset(form.texts("readers")),
        form.text("questionnaire"),
    )


def _to(channel_id: UUID) -> Redirect:
    return Redirect(f"/desk/channels/{channel_id}", status_code=303)
