"""Finds the sentences in Python code that readers see: class attributes named `sentence`, and texts marked N_(). Runs nothing."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO


def extract_sentences(
    file: IO[bytes], _keywords: Mapping[str, object], _tags: Collection[str], options: Mapping[str, object]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extraction protocol: line, function, message, comments."""
    for node in ast.walk(ast.parse(file.read())):
        text = _sentence_attribute(node) or _marked(node)
        if text is not None:
            yield getattr(node, "lineno", 0), "_", text, []


def _sentence_attribute(node: ast.AST) -> str | None:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "sentence":
        return _text(node.value)
    if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "sentence" for t in node.targets):
        return _text(node.value)
    return None


def _marked(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_" and node.args:
        return _text(node.args[0])
    return None


def _text(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
