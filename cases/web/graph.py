"""The desk's page of who shares what around a case: a drawing, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # handlers of every kind
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from cases.actors import Actor
from cases.graph import MOST_NODES, Graph, Node, graph_around
from cases.graph_layout import BOX_HEIGHT, BOX_WIDTH, drawn
from cases.web.labels import NODE_KINDS, TIE_KINDS
from crypto.vault import Vault


@dataclass(frozen=True)
class Share:
    """One line of the table: what is shared, by how, and by whom."""

    shared: Node
    tie: str
    records: Sequence[Node]


@get("/desk/cases/{case_id:uuid}/graph", permission="records.read", include_in_schema=False)
async def graph_page(case_id: FromPath[UUID], actor: NamedDependency[Actor], vault: NamedDependency[Vault]) -> Template:
    graph = await graph_around(actor, case_id, vault)
    context = {
        "case_id": case_id,
        "graph": graph,
        "drawing": drawn(graph),
        "shares": shares_of(graph),
        "node_kinds": NODE_KINDS,
        "tie_kinds": TIE_KINDS,
        "box": (BOX_WIDTH, BOX_HEIGHT),
        "most": MOST_NODES,
    }
    return Template("desk/graph.html", context=context)


HANDLERS: tuple[Any, ...] = (graph_page,)


def shares_of(graph: Graph) -> list[Share]:
    """What most share first; what one alone has is no line."""
    nodes = {node.key: node for node in graph.nodes}
    found: dict[tuple[str, str], list[Node]] = {}
    for tie in graph.ties:
        found.setdefault((tie.shared, tie.kind), []).append(nodes[tie.record])
    lines = [Share(nodes[shared], tie, records) for (shared, tie), records in found.items() if len(records) > 1]
    return sorted(lines, key=lambda line: (-len(line.records), line.shared.key))
