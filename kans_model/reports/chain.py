"""The chain of a study as plain values: nodes, links, what is broken and what is stale."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import Any

from kans_model.chain.links import PAGE_OF
from kans_model.chain.staleness import stale
from kans_model.chain.study_chain import study_chain
from kans_model.reports.chain_in_words import node_name
from kans_model.study.study import Study


def chain_values(study: Study, lang: str = "nl") -> dict[str, Any]:
    """The graph as `kans chain --json` prints it; unknown is None."""
    chain = study_chain(study)
    nodes = [
        {
            "id": node.id,
            "kind": node.kind,
            "name": node_name(study, node, lang),
            "page": PAGE_OF[node.kind],
            "areas": sorted(node.areas),
        }
        for node in chain.nodes.values()
    ]
    return {
        "study_hash": study.hash,
        "nodes": nodes,
        "links": [asdict(link) for link in chain.links],
        "broken": [asdict(link) for link in chain.broken],
        "stale": [_plain(asdict(own) | {"change": own.change}) for own in stale(study)],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and not isfinite(value) else value
        for name, value in values.items()
    }
