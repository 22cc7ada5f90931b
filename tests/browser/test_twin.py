"""The scripts' half of the formats, in Chromium and in node: byte for byte what `crypto` makes, the same faults by name."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any  # questions and answers are JSON

import pytest
from playwright.sync_api import Browser

from cases.contents import Content, FileNote
from cases.readers import name_mark
from crypto import Receipt, Recipient, new_key_pair, open_envelope, seal
from portal import assets
from portal.floods.work import find_units
from surveys.definitions.conditions import tree_of
from surveys.definitions.evaluation import Scope, holds
from surveys.definitions.expressions import parse
from tests.crypto.recipes import Recipe, content_of, vectors
from tests.crypto.test_keys import LOW_ORDER_POINTS

Ask = Callable[..., dict[str, Any]]
KEYS = vectors("envelopes")["keys"]
GOOD = {vector["name"]: vector for vector in vectors("envelopes")["good"]}
REFUSED = vectors("envelopes")["refused"]
WRITTEN = "他把钱收进自己的微信。\n“引号”与\\反斜杠\t\x01 é 🙂"
CONDITIONS = [
    "${a} = 'x'",
    "${a} != 'x'",
    "selected(${b}, 'y') or ${a} = 'z'",
    "not(${a} = 'x' and selected(${b}, 'z'))",
    "${a} = 'x' and ${b} != 'y' or ${a} = 'y'",
]
ANSWERS: list[dict[str, list[str]]] = [
    {},
    {"a": ["x"]},
    {"a": ["z"], "b": ["y"]},
    {"a": ["x"], "b": ["y", "z"]},
    {"b": ["z"]},
]
NAMES = ["张伟", " Zhāng  Wěi ", "ＺＨＡＮＧ", "straße", "ΣΊΣΥΦΟΣ", "'李\u200b四", '="王 五"', "李\u3000四"]


def named(vector: Recipe) -> str:
    return str(vector["name"])


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("twin") / "twin.mjs"
    assets.bundle(Path(__file__).parent / "twin.js", made, "--external:node:*")
    return made


@pytest.fixture(scope="session")
def in_chromium(twin: Path, browser: Browser) -> Iterator[Ask]:
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("http://localhost/")  # some of a browser's own functions exist on a site only
    page.add_script_tag(path=twin, type="module")
    page.wait_for_function("() => 'ask' in globalThis")
    yield lambda question, **facts: page.evaluate("([question, facts]) => ask(question, facts)", [question, facts])
    page.close()


@pytest.fixture(scope="session")
def in_node(twin: Path) -> Iterator[Ask]:
    with subprocess.Popen([assets.node(), twin], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asked, answered = process.stdin, process.stdout
        assert asked
        assert answered

        def ask(question: str, **facts: Any) -> dict[str, Any]:
            print(json.dumps({"question": question, "facts": facts}), file=asked, flush=True)
            answer: dict[str, Any] = json.loads(answered.readline())
            return answer

        yield ask
        asked.close()


@pytest.fixture(params=["in_node", "in_chromium"])
def ask(request: pytest.FixtureRequest) -> Ask:
    found: Ask = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("vector", GOOD.values(), ids=named)
def test_sealing_with_the_randomness_of_a_vector_gives_its_bytes(ask: Ask, vector: Recipe) -> None:
    made = ask("seal", vector=vector, keys=KEYS)
    assert made == {"is": {"length": vector["length"], "sha256": vector["sha256"]}}


@pytest.mark.parametrize("vector", [v for v in GOOD.values() if v["padding"] == "file"], ids=named)
def test_a_file_sealed_in_parts_gives_the_same_bytes(ask: Ask, vector: Recipe) -> None:
    made = ask("seal", vector=vector, keys=KEYS, inParts=True)
    assert made == {"is": {"length": vector["length"], "sha256": vector["sha256"]}}


@pytest.mark.parametrize("vector", GOOD.values(), ids=named)
def test_what_was_sealed_there_opens_there(ask: Ask, vector: Recipe) -> None:
    assert ask("reopen", vector=vector, keys=KEYS) == {"is": content_of(vector["content"]).hex()}


@pytest.mark.parametrize("vector", [v for v in GOOD.values() if v["envelope"]], ids=named)
def test_an_envelope_made_earlier_opens_there_with_each_of_its_keys(ask: Ask, vector: Recipe) -> None:
    opened = [ask("open", envelope=vector["envelope"], key=KEYS[to["key"]])["is"] for to in vector["recipients"]]
    assert set(opened) == {content_of(vector["content"]).hex()}


@pytest.mark.parametrize("vector", REFUSED, ids=named)
def test_a_malformed_neighbour_is_refused_there_by_the_same_name(ask: Ask, vector: Recipe) -> None:
    refused = ask("refuse", vector=vector, good=GOOD[vector["of"]], keys=KEYS)
    assert refused == {"refused": vector["error"]}


@pytest.mark.parametrize("padding", ["text", "file"])
def test_what_is_sealed_there_opens_here(ask: Ask, padding: str) -> None:
    pair, content = new_key_pair(), WRITTEN.encode() * 2000
    to = [{"public": pair.public.hex(), "role": "reporter"}]
    raw = bytes.fromhex(ask("sealTo", content=content.hex(), recipients=to, padding=padding)["is"])
    assert open_envelope(raw, pair) == content


def test_what_is_sealed_here_opens_there(ask: Ask) -> None:
    pair = new_key_pair()
    raw = seal(WRITTEN.encode(), [Recipient(pair.public, "reporter")])
    opened = ask("open", envelope=b64encode(raw).decode(), key={"private": pair.private.hex()})
    assert opened == {"is": WRITTEN.encode().hex()}


@pytest.mark.parametrize("vector", vectors("boxes")["boxes"])
def test_sealed_boxes_are_those_of_the_vectors(ask: Ask, vector: Recipe) -> None:
    assert ask("box", vector=vector) == {"is": {"sealed": vector["sealed"], "message": vector["message"]}}


@pytest.mark.parametrize("point", [*LOW_ORDER_POINTS, b"short"])
def test_nothing_is_sealed_to_a_point_that_is_no_key(ask: Ask, point: bytes) -> None:
    assert ask("sealToPoint", point=point.hex()) == {"refused": "wrong-key"}


@pytest.mark.parametrize("vector", vectors("padding")["lengths"], ids=lambda vector: vector["content"])
def test_lengths_are_padded_as_in_the_vectors(ask: Ask, vector: Recipe) -> None:
    assert ask("lengths", content=vector["content"]) == {"is": vector}


@pytest.mark.parametrize("vector", vectors("receipts")["receipts"])
def test_receipts_unfold_as_in_the_vectors(ask: Ask, vector: Recipe) -> None:
    assert ask("receipt", entropy=vector["entropy"]) == {"is": vector}


def test_the_work_done_there_is_the_work_done_here(ask: Ask) -> None:
    beacon, subject = bytes(range(20)), bytes(32)
    asked = {"beacon": b64encode(beacon).decode(), "units": 3, "most": 128, "bits": 12}
    found = ask("work", asked=asked, subject=subject.hex())["is"]
    assert found == {"beacon": asked["beacon"], "units": find_units(beacon, subject, 3)}


@pytest.mark.parametrize("vector", vectors("receipts")["typed"], ids=named)
def test_a_code_is_read_however_it_is_written(ask: Ask, vector: Recipe) -> None:
    assert ask("typed", text=vector["text"]) == {"is": vector["entropy"]}


@pytest.mark.parametrize("vector", vectors("receipts")["refused"], ids=named)
def test_a_mistyped_code_is_told_by_what_is_wrong(ask: Ask, vector: Recipe) -> None:
    facts = {name: vector[name] for name in ("count", "place") if name in vector}
    assert ask("typed", text=vector["text"]) == {"refused": vector["error"], **facts}


def test_an_endless_code_and_junk_after_a_good_one_are_refused(ask: Ask) -> None:
    code = "".join(Receipt(bytes(16)).words("zh"))
    assert ask("typed", text=code + " " * 2000 + "的")["refused"] == "ReceiptWordCount"
    assert ask("typed", text="的" * 100_000)["refused"] == "ReceiptWordCount"


@pytest.mark.parametrize("claim", [{}, {"salesperson": "张伟", "amount": "6800", "payee_kind": "personal"}])
def test_a_content_is_packed_to_the_same_bytes(ask: Ask, claim: dict[str, str]) -> None:
    content = Content(WRITTEN, claim, "zh", "web")
    asked = {"text": WRITTEN, "claim": claim, "language": "zh"}
    assert ask("packed", content=asked) == {"is": content.packed().hex()}


def test_a_content_with_answers_is_packed_to_the_same_bytes(ask: Ask) -> None:
    answers, sha256 = {"still_going": "yes", "how_long": "上周\n昨天"}, "f" * 64
    content = Content(WRITTEN, {}, "en", "data_leak", answers, sha256)
    asked = {"text": WRITTEN, "language": "en", "channel": "data_leak", "answers": answers, "questionnaire": sha256}
    assert ask("packed", content=asked) == {"is": content.packed().hex()}


def test_a_content_that_names_people_is_packed_to_the_same_bytes(ask: Ask) -> None:
    left_out = ("b7", "a1")
    content = Content(WRITTEN, about="张伟，李四", left_out=left_out)
    asked = {"text": WRITTEN, "language": "zh", "about": "张伟，李四", "leftOut": left_out}
    assert ask("packed", content=asked) == {"is": content.packed().hex()}


def test_a_content_with_files_is_packed_to_the_same_bytes(ask: Ask) -> None:
    notes = [FileNote("a-1", '凭证 "三月".jpg', "image/jpeg", 68_000, is_cleaned=True), FileNote("b-2", "", "", 0)]
    content = Content(WRITTEN, files=notes)
    asked = {"text": WRITTEN, "language": "zh", "notes": [dict(reversed(note.as_json().items())) for note in notes]}
    assert ask("packed", content=asked) == {"is": content.packed().hex()}


@pytest.mark.parametrize("expression", CONDITIONS)
@pytest.mark.parametrize("answers", ANSWERS)
def test_a_question_is_meant_after_the_same_answers(ask: Ask, expression: str, answers: dict[str, list[str]]) -> None:
    parsed = parse(expression)
    values = {name: " ".join(said) for name, said in answers.items()}
    meant = holds(parsed, Scope(values, "", date(2026, 3, 9)))
    assert ask("holds", condition=tree_of(parsed), answers=answers) == {"is": meant}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_has_the_same_mark(ask: Ask, name: str) -> None:
    assert ask("nameMark", name=name) == {"is": name_mark(name).hex()}
