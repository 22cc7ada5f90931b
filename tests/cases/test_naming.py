"""Who bears which name, whatever is written and whoever stands above whom."""

from __future__ import annotations

from uuid import UUID

import pytest

from cases.naming import MOST_SPELLINGS, Person, borne_by, keys_of, names_in, spellings_of
from cases.records.values import name_key

CHIEF, HEAD, SELLER = UUID(int=1), UUID(int=2), UUID(int=3)


def people(**managers: UUID | None) -> list[Person]:
    return [
        Person(CHIEF, "王总", "", managers.get("chief")),
        Person(HEAD, "李四", "老李\nLi Si", CHIEF),
        Person(SELLER, "张伟", "小张", HEAD),
    ]


@pytest.mark.parametrize("text", ["张伟,李四", "张伟，李四", "张伟、李四", " 张伟 ;; 李四 ", "张伟\n李四", "张伟/李四"])
def test_names_are_parted_however_people_part_them(text: str) -> None:
    assert names_in(text) == ("张伟", "李四")


SPELLED = [
    ("张伟", "張偉"),
    ("张伟", "张偉"),
    ("鍾偉傑", "钟伟杰"),
    ("钟伟杰", "鐘偉傑"),
    ("鐘偉傑", "鍾 偉傑"),
    ("Wei Zhang", "ZHANG Wei"),
    ("Li Mei Hua", "mei hua li"),
    ("阿不力·买买提", "阿不力買買提"),
]


@pytest.mark.parametrize(("name", "typed"), SPELLED)
def test_a_name_is_the_same_in_either_script_and_order(name: str, typed: str) -> None:
    assert keys_of([name]) == keys_of([typed])


@pytest.mark.parametrize(("name", "typed"), SPELLED)
def test_whoever_only_compares_marks_finds_every_spelling_among_them(name: str, typed: str) -> None:
    assert {name_key(name), name_key(typed)} <= spellings_of([name])


@pytest.mark.parametrize("name", ["張" * 40, "a b c d e f g h", "", " · "])
def test_spellings_of_what_is_hardly_a_name_are_few_and_hold_it_as_it_stands(name: str) -> None:
    found = spellings_of([name])
    assert len(found) <= 2 * MOST_SPELLINGS + 1
    assert {name_key(name)} - {""} <= found


def test_a_person_bears_their_own_names_and_those_below_them() -> None:
    borne = borne_by(people())
    assert borne[SELLER] == keys_of(["张伟", "小张"])
    assert borne[HEAD] == keys_of(["李四", "老李", "LI SI", "张伟", "小张"])
    assert borne[CHIEF] == borne[HEAD] | keys_of(["王总"])


def test_a_circle_of_managers_ends_and_everybody_in_it_bears_all() -> None:
    borne = borne_by(people(chief=SELLER))
    assert borne[CHIEF] == borne[HEAD] == borne[SELLER]


def test_a_manager_who_is_not_there_changes_nothing() -> None:
    assert borne_by(people(chief=UUID(int=9))) == borne_by(people())
