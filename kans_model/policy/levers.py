"""A lever: a subsidy, norm, duty, campaign or agreement on private ground; and a set of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from typing import Any

from kans_model.tables.reading import cells, table
from kans_model.tables.vocabulary import PRIVATE_OWNERS
from kans_model.words.problems import Problem

NORM_MM = (1.0, 200.0)
"""Between which a retention norm makes sense. [mm]"""
LISTS = ("measures", "owners", "areas")


@cache
def private_measures() -> tuple[str, ...]:
    """Measures on private ground, in the order of the library."""
    measures, ground = table("measures"), table("ownership")["private_share"]
    on_private = (measures["stock"].map(ground) > 0) & measures["owner"].isin(PRIVATE_OWNERS)
    return tuple(measures.index[on_private])


@dataclass(frozen=True)
class Lever:
    """One lever.

    Attributes
    ----------
    id : str
    kind : str
        A row of `levers`.
    start, end : int
        First and last year in which it works; without an end it stays.
    measures, owners, areas : tuple of str
        What it works on; empty: all that its kind can move, all areas.
    subsidy_eur_per_unit : float or None
        [EUR per unit of the measure]
    subsidy_share : float or None
        Of the owner's price. [-]
    ceiling_eur : float or None
        Most per application. [EUR]
    own_share_min : float
        Of the price that the owner pays whatever he gets. [-]
    budget_eur_per_year : float or None
        No limit without; nothing happens at zero. [EUR/yr]
    norm_mm : float or None
        [mm]
    from_m2 : float or None
        Roof and paving from which a norm holds; stands in the text of the rule. [m²]
    compliance : float or None
        Of who must; the row of `uptake_parameters` without. [-]
    discount_eur : float or None
        On the levy, per unit of the measure. [EUR/yr]
    note : str
    """

    id: str
    kind: str
    start: int
    end: int | None = None
    measures: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    subsidy_eur_per_unit: float | None = None
    subsidy_share: float | None = None
    ceiling_eur: float | None = None
    own_share_min: float = 0.0
    budget_eur_per_year: float | None = None
    norm_mm: float | None = None
    from_m2: float | None = None
    compliance: float | None = None
    discount_eur: float | None = None
    note: str = ""

    @property
    def mechanism(self) -> str:
        """How it moves uptake, of `LEVER_MECHANISMS`."""
        return str(cells("levers", "mechanism")[self.kind])

    @property
    def speed(self) -> str:
        """The row of `uptake_parameters` that says how much faster owners join; empty where none do."""
        return str(cells("levers", "speed")[self.kind])

    @property
    def addresses_owners(self) -> bool:
        """Whether owners hear of it by itself, so that more of them come to think of the measure."""
        return bool(cells("levers", "addresses_owners")[self.kind])

    @property
    def moves(self) -> tuple[str, ...]:
        """Measures it works on: its own, else all its kind can move."""
        return self.measures or tuple(cells("levers", "measures")[self.kind].split(";"))

    @property
    def reaches(self) -> tuple[str, ...]:
        """Owners it works on: its own, else all its kind can move."""
        return self.owners or tuple(cells("levers", "owners")[self.kind].split(";"))

    @property
    def excludes(self) -> tuple[str, ...]:
        """Kinds that the law does not allow beside it."""
        return tuple(filter(None, cells("levers", "excludes")[self.kind].split(";")))

    def works_in(self, year: int) -> bool:
        """Whether it works in a year: started, not ended, and not without money."""
        return self.start <= year and (self.end is None or year <= self.end) and self.budget_eur_per_year != 0

    def name(self, lang: str = "nl") -> str:
        """What a reader calls it."""
        return str(cells("levers", f"name_{lang}")[self.kind])

    def problems(self, areas: Collection[str], last_year: int) -> Iterator[Problem]:
        """What cannot be, in a city of these areas and a policy until this year."""
        if self.kind not in table("levers").index:
            yield Problem(
                "lever_unknown", row=self.id, value=self.kind, known=", ".join(table("levers").index)
            )
            return
        yield from self._measure_problems()
        able = cells("levers", "owners")[self.kind].split(";")
        for owner in self.owners:
            if owner not in able:
                yield Problem("lever_owner", row=self.id, value=owner, known=", ".join(able))
        for code in self.areas:
            if code not in areas:
                yield Problem("lever_area_unknown", row=self.id, value=code)
        if self.start > last_year:
            yield Problem("lever_starts_late", row=self.id, value=self.start, high=last_year)
        if self.end is not None and self.end < self.start:
            yield Problem("lever_ends_early", row=self.id, value=self.end, low=self.start)
        yield from self._number_problems()

    def _measure_problems(self) -> Iterator[Problem]:
        able = cells("levers", "measures")[self.kind].split(";")
        for measure in self.measures:
            if measure not in table("measures").index:
                yield Problem("measure_unknown", row=self.id, value=measure)
            elif measure not in private_measures():
                yield Problem("lever_public_ground", row=self.id, value=measure)
            elif measure not in able:
                yield Problem("lever_measure", row=self.id, value=measure, known=", ".join(able))

    def _number_problems(self) -> Iterator[Problem]:
        if self.subsidy_share is not None and not 0 <= self.subsidy_share <= 1:
            yield Problem("lever_subsidy_share", row=self.id, value=self.subsidy_share)
        if self.subsidy_share is not None and self.subsidy_eur_per_unit is not None:
            yield Problem("lever_subsidy_twice", row=self.id)
        if self.norm_mm is not None and not NORM_MM[0] <= self.norm_mm <= NORM_MM[1]:
            yield Problem("lever_norm", row=self.id, value=self.norm_mm, low=NORM_MM[0], high=NORM_MM[1])
        for name in ("own_share_min", "compliance"):
            share = getattr(self, name)
            if share is not None and not 0 <= share <= 1:
                yield Problem("lever_share", row=self.id, column=name, value=share)
        for name in ("subsidy_eur_per_unit", "ceiling_eur", "budget_eur_per_year", "from_m2", "discount_eur"):
            amount = getattr(self, name)
            if amount is not None and not amount >= 0:
                yield Problem("lever_amount", row=self.id, column=name, value=amount)

    def to_dict(self) -> dict[str, Any]:
        """As plain values; what is usual is left out."""
        usual = {choice.name: choice.default for choice in fields(self)}
        plain = asdict(self) | {name: list(getattr(self, name)) for name in LISTS}
        return {
            name: value
            for name, value in plain.items()
            if name in ("id", "kind", "start") or (value != [] and value != usual[name])
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Lever:
        """The lever that `to_dict` wrote."""
        return cls(**{**values, **{name: tuple(values.get(name, ())) for name in LISTS}})


@dataclass(frozen=True)
class LeverSet:
    """Levers that are laid on together.

    Attributes
    ----------
    id, title : str
    levers : tuple of Lever
    """

    id: str
    title: str
    levers: tuple[Lever, ...] = ()

    def with_lever(self, lever: Lever) -> LeverSet:
        """The set with a lever added, or put in the place of the one with the same id."""
        ids = [own.id for own in self.levers]
        if lever.id not in ids:
            return replace(self, levers=(*self.levers, lever))
        return replace(self, levers=tuple(lever if own.id == lever.id else own for own in self.levers))

    def without_lever(self, lever_id: str) -> LeverSet:
        """The set without a lever."""
        return replace(self, levers=tuple(own for own in self.levers if own.id != lever_id))

    def problems(self, areas: Collection[str], last_year: int) -> Iterator[Problem]:
        """What cannot be: of each lever, and of two that the law does not allow together."""
        seen: set[str] = set()
        for lever in self.levers:
            yield from lever.problems(areas, last_year)
            if lever.id in seen:
                yield Problem("lever_twice", row=self.title, value=lever.id)
            seen.add(lever.id)
        known = [lever for lever in self.levers if lever.kind in table("levers").index]
        for place, lever in enumerate(known):
            for other in known[:place]:
                if other.kind in lever.excludes or lever.kind in other.excludes:
                    yield Problem("levers_exclude", row=self.title, value=lever.id, known=other.id)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"id": self.id, "title": self.title, "levers": [lever.to_dict() for lever in self.levers]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> LeverSet:
        """The set that `to_dict` wrote."""
        return cls(values["id"], values["title"], tuple(map(Lever.from_dict, values.get("levers", ()))))
