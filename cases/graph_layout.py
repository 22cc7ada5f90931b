"""Where the boxes of a graph stand and how the lines run: layers from left to right, crossings reduced. Geometry only.

Deterministic: the same graph is drawn the same every time. Knows no record and no word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.graph import Graph, Node, Tie

BOX_WIDTH, BOX_HEIGHT = 152, 34
COLUMN, LINE, MARGIN = 216, 44, 8
SWEEPS = 4


@dataclass(frozen=True)
class Box:
    node: Node
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A path from the edge of one box to the edge of another."""

    tie: Tie
    path: str


@dataclass(frozen=True)
class Drawing:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def drawn(graph: Graph) -> Drawing:
    layers = _layers(graph.nodes)
    neighbours = _neighbours(graph.ties)
    for sweep in range(SWEEPS):
        _sort(layers if sweep % 2 == 0 else layers[::-1], neighbours)
    tallest = max((len(layer) for layer in layers), default=0)
    boxes = {
        node.key: Box(node, MARGIN + column * COLUMN, MARGIN + (row + (tallest - len(layer)) / 2) * LINE)
        for column, layer in enumerate(layers)
        for row, node in enumerate(layer)
    }
    lines = tuple(Line(tie, _path(boxes[tie.record], boxes[tie.shared])) for tie in graph.ties)
    width = 2 * MARGIN + max(len(layers) - 1, 0) * COLUMN + BOX_WIDTH
    return Drawing(tuple(boxes.values()), lines, width, 2 * MARGIN + max(tallest, 1) * LINE - (LINE - BOX_HEIGHT))


def _layers(nodes: Sequence[Node]) -> list[list[Node]]:
    """Empty ones are left out, so that no gap stands for nothing."""
    numbers = sorted({node.layer for node in nodes})
    return [[node for node in nodes if node.layer == number] for number in numbers]


def _neighbours(ties: Sequence[Tie]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tie in ties:
        found.setdefault(tie.record, []).append(tie.shared)
        found.setdefault(tie.shared, []).append(tie.record)
    return found


def _sort(layers: Sequence[list[Node]], neighbours: Mapping[str, list[str]]) -> None:
    """Each layer by the middle of what it is tied to in the layers before it."""
    places: dict[str, float] = {}
    for layer in layers:
        layer.sort(key=lambda node: (_middle(node, neighbours, places), node.key))
        places |= {node.key: (place + 0.5) / len(layer) for place, node in enumerate(layer)}


def _middle(node: Node, neighbours: Mapping[str, list[str]], places: Mapping[str, float]) -> float:
    found = [places[key] for key in neighbours.get(node.key, ()) if key in places]
    return sum(found) / len(found) if found else 0.5


def _path(one: Box, other: Box) -> str:
    left, right = sorted((one, other), key=lambda box: (box.x, box.y))
    start_x, start_y = left.x + BOX_WIDTH, left.y + BOX_HEIGHT / 2
    end_x, end_y = right.x, right.y + BOX_HEIGHT / 2
    if left.x == right.x:
        end_x += BOX_WIDTH
        return f"M{start_x:g} {start_y:g}C{start_x + 40:g} {start_y:g} {end_x + 40:g} {end_y:g} {end_x:g} {end_y:g}"
    middle = (start_x + end_x) / 2
    return f"M{start_x:g} {start_y:g}C{middle:g} {start_y:g} {middle:g} {end_y:g} {end_x:g} {end_y:g}"
