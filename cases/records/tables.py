"""Piccolo tables of imported records: business facts in clear, customers and accounts sealed and found by blind tokens.

A token's label is the column family (`phone`, `name`, `phone_last4+name`, `payee_account`; a name's and a `salesperson`'s are
one), so a name in a lead and in an order carry one token. `content_hash` is keyed: phones can be guessed from a plain digest.
Of moments the day in China is kept, as `date.toordinal` counts: nothing asks for more, and indexes over texts of moments are
half as large again and as slow to build.
What comes by the million is numbered by the database: an id of its own making would cost an index as large as all tokens'.
"""

from __future__ import annotations

from piccolo.columns import UUID, BigInt, BigSerial, Boolean, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class Order(Table, tablename="cases_order"):
    """One order. status: open | paid | done | cancelled | returned | deleted; deleted_on is our day of learning it."""

    id = BigSerial(primary_key=True)
    order_no = Varchar(length=64, unique=True)
    order_key = Varchar(length=64)  # letters and digits only, as a customer may type it
    sealed_customer = Bytea(null=True, default=None)  # name and telephone
    sealed_payee_account = Bytea(null=True, default=None)
    phone_token = BigInt(null=True, default=None)
    name_token = BigInt(null=True, default=None)
    name_salesperson_token = BigInt(null=True, default=None)
    last_four_name_token = BigInt(null=True, default=None)
    payee_account_token = BigInt(null=True, default=None)
    salesperson = Varchar(length=100, default="")
    store = Varchar(length=100, default="")
    product = Varchar(length=100, default="")
    amount_fen = BigInt()
    list_amount_fen = BigInt(null=True, default=None)  # before any discount
    sealed_notes = Bytea(null=True, default=None)
    sealed_payer_phone = Bytea(null=True, default=None)
    sealed_consignee_phone = Bytea(null=True, default=None)
    payer_phone_token = BigInt(null=True, default=None)
    consignee_phone_token = BigInt(null=True, default=None)
    ordered_day = Integer()
    status = Varchar(length=10)
    content_hash = Bytea()
    import_id = UUID(null=True, default=None)  # the import that last changed the row
    deleted_on = Date(null=True, default=None)


class Payment(Table, tablename="cases_payment"):
    """One receipt of bank or cashier; a refund is negative. order_no is what the payer wrote, perhaps nothing."""

    id = BigSerial(primary_key=True)
    payment_no = Varchar(length=64, unique=True)
    order_no = Varchar(length=64, default="")
    order_key = Varchar(length=64, default="")
    sealed_payer_name = Bytea(null=True, default=None)
    sealed_payee_account = Bytea(null=True, default=None)
    name_token = BigInt(null=True, default=None)
    payee_account_token = BigInt(null=True, default=None)
    amount_fen = BigInt()
    paid_day = Integer()
    method = Varchar(length=100, default="")
    content_hash = Bytea()
    import_id = UUID(null=True, default=None)
    deleted_on = Date(null=True, default=None)


class Lead(Table, tablename="cases_lead"):
    """One lead or quote. status: open | won | lost | dormant."""

    id = BigSerial(primary_key=True)
    lead_no = Varchar(length=64, unique=True)
    sealed_customer = Bytea(null=True, default=None)  # name and telephone
    phone_token = BigInt(null=True, default=None)
    name_token = BigInt(null=True, default=None)
    name_salesperson_token = BigInt(null=True, default=None)
    last_four_name_token = BigInt(null=True, default=None)
    salesperson = Varchar(length=100, default="")
    store = Varchar(length=100, default="")
    product = Varchar(length=100, default="")
    quoted_amount_fen = BigInt(null=True, default=None)
    sealed_notes = Bytea(null=True, default=None)
    created_day = Integer()
    closed_day = Integer(null=True, default=None)
    status = Varchar(length=10)
    content_hash = Bytea()
    import_id = UUID(null=True, default=None)
    deleted_on = Date(null=True, default=None)


class SalespersonRecord(Table, tablename="cases_salesperson"):
    """One employee who sells. The name stands in clear, as it does on every order."""

    id = UUID(primary_key=True)
    employee_no = Varchar(length=64, unique=True)
    name = Varchar(length=100)
    sealed_phone = Bytea(null=True, default=None)
    phone_token = BigInt(null=True, default=None)
    store = Varchar(length=100, default="")
    joined_on = Date(null=True, default=None)
    left_on = Date(null=True, default=None)
    content_hash = Bytea()
    import_id = UUID(null=True, default=None)
    deleted_on = Date(null=True, default=None)


class Account(Table, tablename="cases_account"):
    """One account the company itself receives money on; a payee outside this list is worth a question."""

    id = UUID(primary_key=True)
    payee_account_token = BigInt(unique=True)
    sealed_account = Bytea()
    holder = Varchar(length=100, default="")
    bank = Varchar(length=100, default="")
    content_hash = Bytea()
    import_id = UUID(null=True, default=None)
    deleted_on = Date(null=True, default=None)


class Import(Table, tablename="cases_import"):
    """One file taken in: by whom, when, what came of it. Refusals show values of the file, so they are sealed.

    Each chunk of rows commits together with the counts here. state: waiting | running | done | stopped | failed |
    undoing | undone. `draft_id` names the sealed file as long as an import may still be resumed from it.
    """

    id = UUID(primary_key=True)
    kind = Varchar(length=12)
    file_name = Varchar(length=200, default="")
    actor_id = UUID(null=True, default=None)
    actor_name = Varchar(length=100, default="")
    at = Timestamptz(default=None, null=True)
    state = Varchar(length=8, default="running")
    draft_id = UUID(null=True, default=None)
    encoding = Varchar(length=10, default="")  # what a person chose; "" is what the bytes say
    mapping = Text(default="")  # JSON object: contract column -> header
    is_complete = Boolean(default=False)  # records that are not in the file are gone
    beat_at = Timestamptz(default=None, null=True)  # the last sign of life of whoever works on it
    percent = Integer(default=0)
    failure = Text(default="")  # JSON: the error's name and facts
    undone_by = Varchar(length=100, default="")
    created = Integer(default=0)
    updated = Integer(default=0)
    unchanged = Integer(default=0)
    deleted = Integer(default=0)
    rejected = Integer(default=0)
    sealed_refusals = Bytea(null=True, default=None)


class ImportFormer(Table, tablename="cases_import_former"):
    """A row as it was before an import changed it, for as long as the import can be undone. What was sealed in it still is."""

    id = UUID(primary_key=True)
    import_id = UUID()
    former_import_id = UUID(null=True, default=None)  # the import the row came from
    kind = Varchar(length=12)
    sealed_former = Bytea()  # msgpack, sealed: the row's values in the order of its table's columns


class ContactChange(Table, tablename="cases_contact_change"):
    """A customer's phone on an order that an import replaced or took away: what it was, and the day we learned of it."""

    id = UUID(primary_key=True)
    order_no = Varchar(length=64)
    sealed_former_customer = Bytea()
    import_id = UUID()
    changed_on = Date()


class ImportDraft(Table, tablename="cases_import_draft"):
    """A file between upload and the end of its import, sealed on the disk under a key that rests sealed here."""

    id = UUID(primary_key=True)
    kind = Varchar(length=12)
    file_name = Varchar(length=200, default="")
    sealed_key = Bytea()
    size_bytes = BigInt()
    actor_id = UUID(null=True, default=None)
    at = Timestamptz(default=None, null=True)


class SavedMapping(Table, tablename="cases_saved_mapping"):
    """Which column of a file holds what, remembered for files with the same header."""

    id = UUID(primary_key=True)
    kind = Varchar(length=12)
    fingerprint = Bytea()
    sealed_header = Bytea()  # what the fingerprint is made of, for the day the root key is renewed
    mapping = Text()  # JSON object: contract column -> header


INDEXES: tuple[str, ...] = (
    "CREATE INDEX cases_order_key ON cases_order (order_key)",
    "CREATE INDEX cases_order_phone ON cases_order (phone_token)",
    "CREATE INDEX cases_order_payer_phone ON cases_order (payer_phone_token) WHERE payer_phone_token IS NOT NULL",
    "CREATE INDEX cases_order_consignee_phone ON cases_order (consignee_phone_token) WHERE consignee_phone_token IS NOT NULL",
    "CREATE INDEX cases_order_name ON cases_order (name_token, name_salesperson_token, last_four_name_token)",
    "CREATE INDEX cases_order_payee ON cases_order (payee_account_token) WHERE payee_account_token IS NOT NULL",
    "CREATE INDEX cases_payment_payee ON cases_payment (payee_account_token) WHERE payee_account_token IS NOT NULL",
    "CREATE INDEX cases_lead_name ON cases_lead (name_token, name_salesperson_token, last_four_name_token)",
    "CREATE INDEX cases_order_salesperson_amount ON cases_order (salesperson, amount_fen, ordered_day, store, status)",
    "CREATE INDEX cases_order_day ON cases_order (ordered_day, amount_fen)",
    "CREATE INDEX cases_payment_order ON cases_payment (order_key)",
    "CREATE INDEX cases_payment_name ON cases_payment (name_token, order_key)",
    "CREATE INDEX cases_lead_phone ON cases_lead (phone_token)",
    "CREATE INDEX cases_lead_salesperson_quoted ON cases_lead (salesperson, quoted_amount_fen)",
    "CREATE INDEX cases_lead_quoted ON cases_lead (quoted_amount_fen, created_day)",
    "CREATE INDEX cases_salesperson_phone ON cases_salesperson (phone_token)",
    "CREATE INDEX cases_import_former_import ON cases_import_former (import_id)",
    "CREATE INDEX cases_import_former_from ON cases_import_former (former_import_id)",
    "CREATE INDEX cases_contact_change_import ON cases_contact_change (import_id)",
    "CREATE INDEX cases_contact_change_day ON cases_contact_change (changed_on)",
    "CREATE UNIQUE INDEX cases_saved_mapping_source ON cases_saved_mapping (kind, fingerprint)",
)
