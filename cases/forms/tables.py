"""Piccolo table of what was done with forms."""

from __future__ import annotations

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Staff


class FormAct(Table, tablename="cases_form_act"):
    """One wording published, or a form retired or taken up again; logged, so that it stays."""

    id = UUID(primary_key=True)
    name = Varchar(length=40)
    kind = Varchar(length=10)  # published | retired | taken_up
    sha256 = Varchar(length=64, default="")
    actor = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    at = Timestamptz()


INDEXES: tuple[str, ...] = ("CREATE INDEX cases_form_act_name ON cases_form_act (name)",)
