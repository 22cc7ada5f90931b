"""Tables of results: one slip for each counted response, and the sums that may be told. What they count is sealed."""

from __future__ import annotations

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from surveys.tables import SurveyVersion


class ResultSlip(Table, tablename="surveys_result_slip"):
    """One response. Its id is the response's.

    sealed_slip: as the sums hold it. sealed_next: as it was said, until they hold it so. waiting: there is such a rest.
    """

    id = UUID(primary_key=True)
    version = ForeignKey(references=SurveyVersion, on_delete=OnDelete.restrict, null=False)
    campaign = UUID(null=True, default=None)
    store_token = Bytea()
    month = Date()
    waiting = Boolean(default=True)
    sealed_slip = Bytea()
    sealed_next = Bytea(null=True, default=None)


class ResultSum(Table, tablename="surveys_result_sum"):
    """Sums over batches of five answers or more: of everybody, of one store, or of one round, in one month.

    scope_token: the store's blind token or the round's id; empty for everybody. sealed_pairs: what was answered to one
    question by whom to another; of everybody only, and final once the month is settled.
    """

    id = UUID(primary_key=True)
    version = ForeignKey(references=SurveyVersion, on_delete=OnDelete.restrict, null=False)
    scope = Varchar(length=10)  # all | store | campaign
    scope_token = Bytea()
    month = Date()
    settled = Boolean(default=False)
    sealed_name = Bytea()
    sealed_cells = Bytea()
    sealed_pairs = Bytea(null=True, default=None)


INDEXES: tuple[str, ...] = (
    "CREATE INDEX surveys_result_slip_waiting ON surveys_result_slip (waiting, version, month, store_token)",
    "CREATE INDEX surveys_result_slip_month ON surveys_result_slip (version, month, id)",
    "CREATE UNIQUE INDEX surveys_result_sum_scope ON surveys_result_sum (version, scope, month, scope_token)",
)
