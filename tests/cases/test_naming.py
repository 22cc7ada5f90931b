"""Who bears which name, whatever is written and whoever stands above whom."""

from __future__ import annotations

from uuid import UUID

import pytest

from cases.naming import Person, borne_by, keys_of, names_in

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
