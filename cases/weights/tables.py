"""The Piccolo table of weights that were proposed."""

from __future__ import annotations

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Staff


class WeighingVersion(Table, tablename="cases_weighing_version"):
    """Weights other than the shipped ones: asked for by one person, decided by another. Number 0 is what was shipped.

    words_digest is of the opened reason, which begins with a random number: it stays the same under a new root key.
    """

    id = UUID(primary_key=True)
    number = Integer(unique=True)
    moved = Text()  # JSON object: name of a weight -> value; what was not moved is as shipped
    sealed_words = Bytea()  # why, under the vault
    words_digest = Bytea()
    proposer = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    proposed_at = Timestamptz()
    state = Varchar(length=8, default="waiting")  # waiting | adopted | refused
    decider = ForeignKey(references=Staff, null=True, default=None, on_delete=OnDelete.set_null)
    decided_at = Timestamptz(null=True, default=None)


INDEXES: tuple[str, ...] = ()
