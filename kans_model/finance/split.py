"""Who bears the cost and how it is paid over time: one way to finance a package (kostenverdeling)."""

import math
import uuid

import param

from kans_model.finance.actors import Actors
from kans_model.finance.capital import LOAN_KINDS
from kans_model.finance.grants import rule_problems
from kans_model.finance.shares import moved, whole_shares
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES, LANDOWNERS, WHOLE
from kans_model.words.problems import KansError, Problem

KINDS = ("investering", "vervanging", "onderhoud")
"""Kinds of cost whose bearer is chosen; the residual value goes with renewal, VAT follows the payer."""
PRESETS = ("eigenaar", "baten", "gemeente", "gelijk")
ANY = "*"
STANDARD_RULES = ("impulsregeling",)
"""Rules a new split tries: the closed national scheme, as example of a rule that does not apply."""
RATES = ("inflation", "omslagrente", "levy_household_share")


def default(key):
    """The value of a row of `finance_defaults`."""
    return float(table("finance_defaults")["value"][key])


def cell(group=ANY, landowner=ANY, kind=ANY):
    """The name of a part of the cost: measure group, landowner and kind, each one or any."""
    return f"{group}:{landowner}:{kind}"


class FinancingSplit(param.Parameterized):
    """One way to share out the cost of a package and to pay for it.

    Bekostiging (`preset`, `own`, `instruments`, `rules`) says who bears each cost line, in real prices and
    before interest. Financiering (`loans`, `reserves`, `ceilings`, rates) says when and how it is paid.
    """

    id = param.String(doc="Fixed id, apart from the title.")
    title = param.String(doc="What people call it.")
    description = param.String("")
    preset = param.Selector(default=PRESETS[0], objects=list(PRESETS), doc="Who bears what is not set apart.")
    own = param.Dict(default={}, doc="Own shares: group:landowner:kind (or *) → party → ten-thousandths.")
    locked = param.List(default=[], item_type=str, doc="Parties whose slider does not follow.")
    instruments = param.List(
        default=list(STANDARD_RULES), item_type=str, doc="Rows of `funding`, in the order they are tried."
    )
    rules = param.Dict(default={}, doc="Own rules: id → the fields of `funding`.")
    ceilings = param.Dict(default={}, doc="Party → {ceiling_eur, committed_eur} per year. [EUR/yr]")
    loans = param.Dict(default={}, doc="Party → {kind, rate, years, share}.")
    reserves = param.Dict(default={}, doc="Party → reserve or provision it may use. [EUR]")
    rates = param.Dict(default={}, doc="Own values of inflation, omslagrente, levy_household_share.")
    levy_units = param.Number(None, allow_None=True, bounds=(1, None), doc="Households that pay the levy.")
    levy_shares = param.Dict(
        default={}, doc="Measure → {rioolheffing_share, reason} in place of the table's."
    )
    depreciation_years = param.Dict(default={}, doc="Asset class → term in place of the table's. [yr]")

    def __init__(self, **values):
        values.setdefault("id", uuid.uuid4().hex)
        super().__init__(**values)

    @classmethod
    def of(cls, preset):
        """The preset that every study offers, under its own name as id."""
        return cls(id=preset, title=preset, preset=preset)

    def _with(self, **values):
        return type(self)(**{**{k: v for k, v in self.param.values().items() if k != "name"}, **values})

    def copied(self, title):
        """The same under another id and name."""
        return self._with(id=uuid.uuid4().hex, title=title)

    def changed(self, actors=None, **values):
        """The split with some of its choices replaced, checked.

        Raises
        ------
        KansError
            When a choice cannot be; nothing is changed then.
        """
        new = self._with(**values)
        new.check(actors)
        return new

    def rate(self, key):
        """A rate in force. [1/yr], or [-] for a share"""
        return float(self.rates.get(key, default(key)))

    def shares(self, group, landowner, kind):
        """Own shares of a part of the cost, the most particular first; None where the preset decides."""
        for name in (
            cell(group, landowner, kind),
            cell(group, landowner),
            cell(group, ANY, kind),
            cell(group),
            cell(ANY, landowner),
            cell(ANY, ANY, kind),
            cell(),
        ):
            if name in self.own:
                return self.own[name]
        return None

    def moved(self, where, shares, who, value):
        """The split after one slider of a part of the cost moved.

        Parameters
        ----------
        where : str
            From `cell`.
        shares : dict
            Party → ten-thousandths of that part as shown; the unlocked others follow.
        who, value : str, int
            Whose slider, and where to.
        """
        wanted = where.split(":")
        kept = {  # what was set apart inside this part gives way
            name: own
            for name, own in self.own.items()
            if not all(ask in (ANY, one) for ask, one in zip(wanted, name.split(":"), strict=True))
        }
        return self._with(own={**kept, where: moved(shares, who, value, self.locked)})

    def check(self, actors=None):
        """All that is wrong with the choices, at once.

        Raises
        ------
        KansError
            Shares that do not sum, negative amounts, unknown parties or measures, a term of no years,
            a ceiling below what was promised, rules that cannot be.
        """
        known = (actors or Actors()).ids
        problems = [
            Problem("actor_unknown", value=one, known=", ".join(known))
            for one in {
                *(actor for shares in self.own.values() for actor in shares),
                *self.ceilings,
                *self.loans,
                *self.reserves,
                *self.locked,
            }
            if one not in known and one not in (actors or Actors()).joined
        ]
        for where, shares in self.own.items():
            problems += _share_problems(where, shares)
        for actor, one in self.ceilings.items():
            problems += _ceiling_problems(actor, one)
        for actor, loan in self.loans.items():
            problems += _loan_problems(actor, loan)
        for actor, amount in self.reserves.items():
            if not _is_number(amount) or amount < 0:
                problems.append(Problem("split_amount", row=actor, column="reserve_eur", value=amount))
        for key, value in self.rates.items():
            if key not in RATES or not _is_number(value) or not 0 <= value <= 1:
                problems.append(Problem("split_rate", column=key, value=value))
        for measure, one in self.levy_shares.items():
            if measure not in table("measures").index:
                problems.append(Problem("split_measure_unknown", value=measure))
            elif not 0 <= one["rioolheffing_share"] <= 1:
                column, value = "rioolheffing_share", one["rioolheffing_share"]
                problems.append(Problem("split_share_range", row=measure, column=column, value=value))
        for name, years in self.depreciation_years.items():
            if name not in table("asset_classes").index or not 0 <= years <= 100:
                problems.append(Problem("split_term", row=name, column="depreciation_years", value=years))
        for one in self.instruments:
            if one not in table("funding").index and one not in self.rules:
                problems.append(Problem("rule_unknown", value=one))
        problems += rule_problems(self.rules, known)
        if problems:
            raise KansError(problems)

    def to_dict(self):
        """Every choice, defaults written out."""
        values = {name: value for name, value in self.param.values().items() if name != "name"}
        return {name: values[name] for name in sorted(values)}

    @classmethod
    def from_dict(cls, values, actors=None):
        """The split that `to_dict` wrote; what it did not know yet has its default.

        Raises
        ------
        KansError
            When it holds what cannot be.
        """
        split = cls(**values)
        split.check(actors)
        return split


def even(actors, among):
    """Equal parts over some parties: party → ten-thousandths."""
    ids = [one for one, wanted in zip(actors.ids, among, strict=True) if wanted]
    return dict(zip(ids, map(int, whole_shares([1] * len(ids))), strict=True))


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _share_problems(where, shares):
    group, _, rest = where.partition(":")
    landowner, _, kind = rest.partition(":")
    if group not in (ANY, *CATEGORIES) or landowner not in (ANY, *LANDOWNERS) or kind not in (ANY, *KINDS):
        return [Problem("split_part_unknown", value=where)]
    wrong = [
        Problem("split_share_range", row=where, column=actor, value=value)
        for actor, value in shares.items()
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= WHOLE
    ]
    if not wrong and sum(shares.values()) != WHOLE:
        wrong = [Problem("split_sum", row=where, value=sum(shares.values()), must=WHOLE)]
    return wrong


def _ceiling_problems(actor, one):
    ceiling, committed = one.get("ceiling_eur"), one.get("committed_eur", 0)
    if not (_is_number(ceiling) and _is_number(committed)) or ceiling < 0 or committed < 0:
        return [Problem("split_amount", row=actor, column="ceiling_eur", value=ceiling)]
    if ceiling < committed:
        return [Problem("split_ceiling_low", row=actor, value=ceiling, committed=committed)]
    return []


def _loan_problems(actor, loan):
    years, rate, share = loan.get("years"), loan.get("rate"), loan.get("share", 1.0)
    if loan.get("kind", LOAN_KINDS[0]) not in LOAN_KINDS:
        return [Problem("split_loan_kind", row=actor, value=loan["kind"], known=", ".join(LOAN_KINDS))]
    if not _is_number(years) or int(years) != years or not 1 <= years <= 100:
        return [Problem("split_term", row=actor, column="years", value=years)]
    if not _is_number(rate) or not 0 <= rate <= 0.5 or not _is_number(share) or not 0 <= share <= 1:
        return [Problem("split_rate", row=actor, column="rate", value=rate)]
    return []
