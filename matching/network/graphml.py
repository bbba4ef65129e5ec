"""A support network as GraphML, under the keys of one disclosure and without names unless given."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import networkx as nx

from matching.network.network import SupportNetwork


def graphml(
    network: SupportNetwork, key: Callable[[str], str], name: Callable[[str], str] | None = None
) -> bytes:
    """The network in GraphML 1.0, UTF-8; ``key`` turns ids into aliases, ``name`` adds what may be told.

    The same network and the same functions give the same bytes.
    """
    out: nx.Graph[str] = nx.Graph()
    ordered = [network.client, *sorted(node for node in network.graph if node != network.client)]
    for node in ordered:
        told = {} if name is None else {"name": name(node)}
        formal = network.graph.nodes[node]["formal"]
        kind = "client" if node == network.client else "supporter"
        known = {} if formal is None else {"formal": formal}
        out.add_node(key(node), role=kind, **known, **told)
    for one, other in sorted(tuple(sorted(edge)) for edge in network.graph.edges):
        held = network.graph.edges[one, other]
        out.add_edge(
            key(one), key(other), **{what: " ".join(values) for what, values in held.items() if values}
        )
    file = BytesIO()
    nx.write_graphml_xml(out, file, encoding="utf-8", prettyprint=True)
    return file.getvalue()
