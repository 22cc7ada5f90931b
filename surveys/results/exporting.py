"""Figures as one long table, for CSV, XLSX and programs: as on screen, with the same suppression. Knows no file's reader."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from surveys.books import new_book
from surveys.delivery.links import unformula
from surveys.results.measures import Estimate
from surveys.results.reading import Part, Summary

Row = tuple[str | int | float, ...]
HEADERS = {
    "zh": ("部分", "组", "题目", "答案", "人数", "等权人数", "数值", "下限", "上限", "变动"),
    "en": ("part", "group", "question", "answer", "people", "effective", "value", "low", "high", "move"),
}


def rows_of(summary: Summary, language: str) -> Iterator[Row]:
    """measure, trend, share, store and round, each with its bounds; a move is 1, -1 or 0 against the month before."""
    for measured in summary.measures:
        label = measured.question.label.in_language(language)
        yield "measure", "", label, measured.question.measure, *_numbers(measured.estimate), ""
    for trend in summary.trends:
        label = trend.question.label.in_language(language)
        for month, estimate, move in trend.months:
            yield "trend", month.strftime("%Y-%m"), label, trend.question.measure, *_numbers(estimate), move
    for spread in summary.distributions:
        label = spread.question.label.in_language(language)
        for share in spread.shares:
            answer = share.label.in_language(language)
            numbers = _numbers(share.estimate)
            yield "share", "", label, answer, share.weighed.count, *numbers[1:], ""
    for kind, parts in (("store", summary.stores), ("round", summary.rounds)):
        for part in parts:
            yield from _of_part(kind, part, language)


def as_csv(summary: Summary, language: str) -> bytes:
    """With a mark in front, so that a spreadsheet reads it as UTF-8; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADERS["en" if language == "en" else "zh"])
    for row in rows_of(summary, language):
        writer.writerow([unformula(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(summary: Summary, language: str) -> bytes:
    """A few thousand rows at most, since it holds sums and no answers."""
    buffer = io.BytesIO()
    book = new_book(buffer)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, HEADERS["en" if language == "en" else "zh"], bold)
    for number, row in enumerate(rows_of(summary, language), 1):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def as_json(summary: Summary, language: str) -> bytes:
    """For programs: the form, its wording, the months counted, the same rows by the English headings. language: of the labels."""
    rows = [dict(zip(HEADERS["en"], row, strict=True)) for row in rows_of(summary, language)]
    months = [month.strftime("%Y-%m") for month in summary.months]
    content = {"form": summary.counted.name, "wording": summary.counted.sha256, "months": months, "rows": rows}
    return json.dumps(content, ensure_ascii=False).encode()


def _of_part(kind: str, part: Part, language: str) -> Iterator[Row]:
    for measured in part.measures:
        label = measured.question.label.in_language(language)
        yield kind, part.name, label, measured.question.measure, *_numbers(measured.estimate), ""


def _numbers(estimate: Estimate) -> tuple[int, float, float, float, float]:
    rounded = (round(number, 4) for number in (estimate.value, estimate.low, estimate.high))
    value, low, high = rounded
    return estimate.answers, round(estimate.effective, 1), value, low, high
