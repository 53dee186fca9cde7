"""What hangs on what in a study: risk, threshold, measure, project, lever, rule text. Ids only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

KINDS = ("risk", "threshold", "measure", "project", "lever", "text")
"""In the order in which one leads to the other."""
PAGE_OF = dict(
    zip(
        KINDS,
        ("stresstest", "risicodialoog", "maatregelen", "uitvoeringsagenda", "beleid", "beleid"),
        strict=True,
    )
)
"""Where each is chosen or shown."""


@dataclass(frozen=True)
class Node:
    """One thing in a study, by reference: whatever else is to be known of it, the study says.

    Attributes
    ----------
    kind : str
        Of `KINDS`.
    key : tuple of str
        What the study knows it by: (indicator, area), (criterion,), (package, measure), (project,),
        (lever,) or (lever, instrument).
    areas : frozenset of str
        Codes of the buurten it is in.
    """

    kind: str
    key: tuple[str, ...]
    areas: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def id(self) -> str:
        """Kind and key in one.

        Examples
        --------
        >>> Node("measure", ("eigen", "wadi")).id
        'measure/eigen/wadi'
        """
        return node_id(self.kind, *self.key)


def node_id(kind: str, *key: str) -> str:
    """The id of a node, whether it is there or not."""
    return "/".join((kind, *key))


@dataclass(frozen=True)
class Link:
    """That one thing leads to another, by their ids; either may be gone."""

    source: str
    target: str


class Chain:
    """Nodes and the links between them.

    Parameters
    ----------
    nodes : iterable of Node
        What there is.
    links : iterable of Link
        What refers to what, whether it is there or not.
    """

    def __init__(self, nodes: Iterable[Node], links: Iterable[Link]):
        self.nodes: Mapping[str, Node] = {node.id: node for node in nodes}
        self.links = tuple(dict.fromkeys(links))

    @cached_property
    def broken(self) -> tuple[Link, ...]:
        """Links of which an end is not there, or that lead back: each a reference to what is gone."""
        return tuple(link for link in self.links if not self._leads(link))

    def _leads(self, link: Link) -> bool:
        source, target = self.nodes.get(link.source), self.nodes.get(link.target)
        if source is None or target is None:
            return False
        return KINDS.index(source.kind) < KINDS.index(target.kind)

    @cached_property
    def _after(self) -> dict[str, list[str]]:
        return _grouped((link.source, link.target) for link in self.links)

    @cached_property
    def _before(self) -> dict[str, list[str]]:
        return _grouped((link.target, link.source) for link in self.links)

    def of(self, kind: str, area: str = "") -> list[Node]:
        """The nodes of a kind, in one buurt or in all."""
        return [
            node for node in self.nodes.values() if node.kind == kind and (not area or area in node.areas)
        ]

    def before(self, *ids: str) -> list[Node]:
        """Everything that these come from, the risks first."""
        return self._reached(ids, self._before)

    def after(self, *ids: str) -> list[Node]:
        """Everything that hangs on these, what is nearest to the risks first."""
        return self._reached(ids, self._after)

    def _reached(self, ids: Iterable[str], ways: Mapping[str, list[str]]) -> list[Node]:
        start = set(ids)
        seen, waiting = set(start), list(start)
        while waiting:
            for other in ways.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        found = [self.nodes[key] for key in self.nodes if key in seen and key not in start]
        return sorted(found, key=lambda node: KINDS.index(node.kind))


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return grouped
