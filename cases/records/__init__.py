"""Imported orders, payments, leads, salespeople and accounts. Knows no report, no survey and no finding."""

from cases.records.contract import KINDS, Kind
from cases.records.importing import ImportResult, import_file
from cases.records.ledger import Counts
from cases.records.lookup import (
    Candidates,
    CompanyAccount,
    LeadRecord,
    OrderRecord,
    PaymentRecord,
    Salesperson,
    candidates,
    company_accounts,
    leads_numbered,
    orders_numbered,
    salespeople,
)
from cases.records.refusals import Refusal

__all__ = [
    "KINDS",
    "Candidates",
    "CompanyAccount",
    "Counts",
    "ImportResult",
    "Kind",
    "LeadRecord",
    "OrderRecord",
    "PaymentRecord",
    "Refusal",
    "Salesperson",
    "candidates",
    "company_accounts",
    "import_file",
    "leads_numbered",
    "orders_numbered",
    "salespeople",
]
