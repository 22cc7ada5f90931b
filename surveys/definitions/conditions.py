"""When a question is asked, in a form that a page can use: as words, and as a small tree its script reads. Judges no answer.

Only what a page can follow cheaply has a tree: = and != with a fixed text, selected(), and, or, not. Anything else is None,
and the question is then always shown; the server's replay decides in either case.
"""

from collections.abc import Iterator

from surveys.definitions.expressions import Call, Expression, Literal, Reference
from surveys.definitions.form import Definition, Question

Tree = list[object]
_JOINING = frozenset({"and", "or"})
_COMPARING = frozenset({"=", "!=", "selected"})


def tree_of(expression: Expression | None) -> Tree | None:
    """["or", tree, tree], ["not", tree], ["=", question, choice] and so on; None if it says more than that."""
    if not isinstance(expression, Call):
        return None
    if expression.name in _JOINING or expression.name == "not":
        inner = [tree_of(argument) for argument in expression.arguments]
        return [expression.name, *inner] if None not in inner else None
    if expression.name not in _COMPARING:
        return None
    left, right = expression.arguments
    if isinstance(left, Reference) and left.name and isinstance(right, Literal) and isinstance(right.value, str):
        return [expression.name, left.name, right.value]
    return None


def wanted_answers(definition: Definition, question: Question, language: str) -> tuple[str, ...]:
    """The answers after which this question is asked, in the reader's words; () if that cannot be said so simply."""
    tree = tree_of(question.relevant)
    found = tuple(_labels(definition, tree, language)) if tree else ()
    return () if "" in found else tuple(dict.fromkeys(found))


def _labels(definition: Definition, tree: Tree, language: str) -> Iterator[str]:
    """One empty text for whatever is no plain "one of these answers"."""
    kind, *parts = tree
    if kind == "or":
        for part in parts:
            yield from _labels(definition, part, language) if isinstance(part, list) else ("",)
    elif kind in ("=", "selected"):
        choice = definition.question(str(parts[0])).choice(str(parts[1]))
        yield choice.label.in_language(language, definition.defaults) if choice else ""
    else:
        yield ""
