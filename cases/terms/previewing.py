"""What a list would notice in a sentence somebody types to try it: words, where, how heavy, and what would come of it.

Pure, and for typed sentences only: nobody who tries a list is shown what other people wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.crosscheck.folding import folded, origins
from cases.crosscheck.rules import Grade
from cases.crosscheck.term_list import TermList
from cases.crosscheck.terms import Term, going_together, terms_in, weigh

MOST_TYPED = 2000  # characters


@dataclass(frozen=True)
class Piece:
    """A stretch of the sentence as typed. is_word: one of the list; counts: it goes together with another, or speaks alone."""

    text: str
    is_word: bool = False
    counts: bool = False


@dataclass(frozen=True)
class Hit:
    """One word found. place: of its first character, from 1; sentence: from 1."""

    term: Term
    written: str
    place: int
    sentence: int
    counts: bool


@dataclass(frozen=True)
class Preview:
    """grade: of the finding it would become, or None. weight: of the heaviest that go together."""

    pieces: tuple[Piece, ...]
    hits: tuple[Hit, ...]
    grade: Grade | None
    weight: int


def preview(typed: str, words: TermList) -> Preview:
    typed = typed[:MOST_TYPED]
    terms = tuple(terms_in(folded(typed), words))
    noticed = weigh(terms, words)
    counting = {term for some in going_together(terms) for term in some}
    spans = _spans(terms, typed)
    hits = tuple(_hit(term, typed, span, term in counting) for term, span in zip(terms, spans, strict=True))
    return Preview(
        tuple(_pieces(typed, hits, spans)),
        hits,
        noticed.grade if noticed else None,
        noticed.weight if noticed else 0,
    )


def _spans(terms: Sequence[Term], typed: str) -> list[tuple[int, int]]:
    """Where each stands in what was typed."""
    places = origins(typed)
    return [(places[term.start][0], places[term.stop - 1][1] + 1) for term in terms]


def _hit(term: Term, typed: str, span: tuple[int, int], counts: bool) -> Hit:
    start, stop = span
    return Hit(term, typed[start:stop], start + 1, term.sentence + 1, counts)


def _pieces(typed: str, hits: Sequence[Hit], spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    last = 0
    for hit, (begin, stop) in zip(hits, spans, strict=True):
        start = max(begin, last)  # two words out of one short form
        if start > last:
            yield Piece(typed[last:start])
        if stop > start:
            yield Piece(typed[start:stop], is_word=True, counts=hit.counts)
        last = max(last, stop)
    if last < len(typed):
        yield Piece(typed[last:])
