"""What no single claim raises, found over the whole books and filed: between records, of figures, of several people."""

from __future__ import annotations

from datetime import date

from cases.batch.books import doubts_between
from cases.batch.contacts import doubts_about_contacts
from cases.batch.people import doubts_about_figures
from cases.corroboration import store_corroborations
from cases.crosscheck.engine import Finding, trusted
from cases.filing_records import store_record_findings
from cases.gathering import Books
from cases.terms.notes import search_all_notes
from crypto.vault import Vault


async def file_doubts(vault: Vault, books: Books, today: date) -> list[Finding]:
    """What holds now, brought in line with what is filed. Twice is as good as once."""
    doubts = await doubts_between(vault, books) + await doubts_about_figures(vault, today)
    doubts += await doubts_about_contacts(vault, books, today)
    doubts = [trusted(one, books.weighing) for one in doubts]
    await store_record_findings(doubts, vault, today)
    doubts += await store_corroborations(vault, today)
    return doubts + await search_all_notes(vault, books.words, today)
