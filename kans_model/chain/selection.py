"""What a page is about, where that comes from and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kans_model.chain.links import KINDS, Chain, Node

KIND_OF_PAGE: Mapping[str, str] = {
    "stresstest": "risk",
    "risicodialoog": "threshold",
    "maatregelen": "measure",
    "vergelijken": "measure",
    "financiering": "measure",
    "uitvoeringsagenda": "project",
    "beleid": "lever",
}
"""Pages that stand in the chain, each with what it is about."""


@dataclass(frozen=True)
class Selection:
    """Nodes by kind: of the page itself, before it, and after it; kinds without any are left out."""

    here: Mapping[str, list[Node]]
    before: Mapping[str, list[Node]]
    after: Mapping[str, list[Node]]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind stand in the way from risk to rule, in its order."""
        parts = (self.here, self.before, self.after)
        found = {kind: sum(len(part.get(kind, ())) for part in parts) for kind in KINDS}
        return {kind: n for kind, n in found.items() if n}


def selection(chain: Chain, page: str, area: str = "", package: str = "") -> Selection:
    """What a page is about in a buurt, or in the whole city, with one package.

    Parameters
    ----------
    page : str
        Of `KIND_OF_PAGE`.
    area : str
        Code of the buurt; empty for the whole city.
    package : str
        Id of the package whose measures count.
    """
    kind = KIND_OF_PAGE[page]
    here = [node for node in chain.of(kind, area) if _counts(node, area, package)]
    ids = [node.id for node in here]
    return Selection(
        _by_kind(here),
        _by_kind([node for node in chain.before(*ids) if _counts(node, area, package)]),
        _by_kind([node for node in chain.after(*ids) if _counts(node, area, package)]),
    )


def _counts(node: Node, area: str, package: str) -> bool:
    if area and node.areas and area not in node.areas:
        return False
    return node.kind != "measure" or not package or node.key[0] == package


def _by_kind(nodes: list[Node]) -> dict[str, list[Node]]:
    return {kind: found for kind in KINDS if (found := [node for node in nodes if node.kind == kind])}
