"""What no single claim raises, found over the whole books and filed: between records, of figures, of several people."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

from cases.batch.books import doubts_between
from cases.batch.contacts import doubts_about_contacts
from cases.batch.people import doubts_about_figures
from cases.corroboration import store_corroborations
from cases.crosscheck.engine import Finding, trusted
from cases.filing_records import store_record_findings
from cases.gathering import Books
from cases.terms.notes import search_all_notes
from crypto.vault import Vault

Passing = Callable[[Iterable[Finding]], Iterator[Finding]]


async def file_doubts(vault: Vault, books: Books, today: date, passing: Passing = iter) -> None:
    """What holds now, brought in line with what is filed. Twice is as good as once. passing: sees each as it is filed."""
    between = await doubts_between(vault, books)
    doubts = chain(between, await doubts_about_figures(vault, today), await doubts_about_contacts(vault, books, today))
    await store_record_findings(passing(trusted(one, books.weighing) for one in doubts), vault, today)
    deque(passing(await store_corroborations(vault, today)), maxlen=0)
    deque(passing(await search_all_notes(vault, books.words, today)), maxlen=0)
