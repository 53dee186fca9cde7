"""Who pays what and when: what parties bear of a package, financed, and held against benefits."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from kans_model.finance import levies, purses
from kans_model.finance.beneficiaries import ROLES, final_share, with_levy
from kans_model.finance.burden import ALL_KINDS, Burden
from kans_model.finance.capital import loan_service
from kans_model.finance.levy_cover import WholeCover, whole_cover
from kans_model.tables.reading import table


class Ledger(Burden):
    """One package under one split: what parties bear and enjoy, loans, charges and levies."""

    # --- benefits ----------------------------------------------------------------------------

    @cached_property
    def benefit_eur(self) -> np.ndarray:
        """Present value of what each party enjoys first, shape (actor,). [EUR]"""
        return self.actors.gathered(self.inputs.streams_eur @ self.inputs.benefit_parts)

    @cached_property
    def stream_benefit_eur(self) -> np.ndarray:
        """The same by stream, shape (stream, actor). [EUR]"""
        return self.actors.gathered(self.inputs.streams_eur[:, None] * self.inputs.benefit_parts)

    @cached_property
    def net_benefit_eur(self) -> np.ndarray:
        """Benefit less burden of each party, shape (actor,). [EUR]"""
        return self.benefit_eur - self.present_value_eur

    def final(self, amounts_eur: np.ndarray) -> np.ndarray:
        """Amounts (…, party), with levies and premiums gone back to households and companies. [EUR]"""
        amounts, ids = np.asarray(amounts_eur), self.actors.ids
        nobody = np.zeros(amounts.shape[:-1])
        own = [amounts[..., ids.index(actor)] if actor in ids else nobody for actor in table("actors").index]
        passed = self.actors.gathered(np.stack(own, axis=-1) @ self.final_matrix)
        for actor in self.actors.added:
            passed[..., ids.index(actor)] += amounts[..., ids.index(actor)]
        return passed

    @cached_property
    def final_matrix(self) -> np.ndarray:
        """Who bears in the end, the levy as the city spreads it, shape (actor, actor) of the table. [-]"""
        share, user = self.split.rate("levy_household_share"), self.split.rate("levy_user_share")
        return with_levy(self.inputs.final, self.inputs.roles, share, user)

    # --- financiering ------------------------------------------------------------------------

    @cached_property
    def price(self) -> np.ndarray:
        """Nominal over real prices in each year, shape (year,). [-]"""
        return levies.price_index(self.inputs.lines.years, self.split.rate("inflation"))

    @cached_property
    def loans_eur(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Project loans, nominal: drawdown, interest, repayment, each of shape (actor, year). [EUR]"""
        shape = self.net_eur.shape
        drawn, interest, repaid = np.zeros((3, *shape))
        investment = ALL_KINDS.index("investering")
        for actor, loan in self.split.loans.items():
            place = self.actors.place(actor)
            if not self.actors.role("borrows")[place]:
                continue
            own = np.maximum(0, self.burden_eur[place, investment] - self.received_eur[place])
            drawn[place] = loan.get("share", 1.0) * own * self.price
            interest[place], repaid[place] = loan_service(
                drawn[place], loan["rate"], loan["years"], loan.get("kind", "annuity")
            )
        return drawn, interest, repaid

    @cached_property
    def cash_nominal_eur(self) -> np.ndarray:
        """What each party pays in cash: burden − drawdown + debt service, shape (actor, year). [EUR]"""
        drawn, interest, repaid = self.loans_eur
        return self.cash_real_eur * self.price - drawn + interest + repaid

    def credit(self, actor: str, part: ArrayLike = 1.0) -> dict[str, np.ndarray]:
        """Investeringskrediet, kapitaallasten and upkeep of a party that capitalises. [EUR/yr, nominal]

        Parameters
        ----------
        actor : str
        part : array_like, shape (measure,), optional
            Count only this part of each measure. [-]

        Returns
        -------
        dict of numpy.ndarray, shape (year,)
            As `levies.credit_eur`.
        """
        return levies.credit_eur(
            self.works(actor, part),
            purses.reserves(self, actor),
            self.split.purse_rate(actor),
            self.price,
            purses.levy_costs(self, actor),
        )

    def works(self, actor: str, part: ArrayLike = 1.0) -> levies.Works:
        """What a party that capitalises builds, keeps and grants, per asset."""
        parts = np.broadcast_to(np.asarray(part, dtype=float), len(self.inputs.lines.measures))
        return purses.works(self, actor, parts)

    @cached_property
    def public_charges_eur(self) -> dict[str, np.ndarray]:
        """Depreciation, interest, upkeep and grants paid of public bodies. [EUR/yr, nominal]"""
        charges = {
            key: np.zeros(len(self.inputs.lines.years))
            for key in ("depreciation", "interest", "upkeep", "grants")
        }
        for actor in self.actors.capitalising:
            credit = self.credit(actor)
            for key, values in charges.items():
                values += credit[key]
        return charges

    @property
    def levy_households(self) -> float:
        """Households that pay a levy: as set, else those of the city."""
        return self.split.levy_units or self.inputs.households

    @cached_property
    def levy_eur(self) -> np.ndarray:
        """Rioolheffing per household more than today, in prices of today, shape (year,). [EUR/yr]"""
        borne = self.credit("gemeente_rioolheffing")["borne"]
        share = self.split.rate("levy_household_share")
        return levies.levy_per_household_eur(borne, share, self.price, self.levy_households)

    @cached_property
    def whole_levy(self) -> WholeCover | None:
        """Costs and yield of the whole sewer levy; None as long as those of today are unknown."""
        return whole_cover(self.split.levy_today, self.credit("gemeente_rioolheffing"), self.price)

    @cached_property
    def water_levy_eur(self) -> np.ndarray:
        """Watersysteemheffing per household more than today, in prices of today, shape (year,). [EUR/yr]

        Of what the water board bears, only the part of each measure that serves the water system, over the
        households of its whole area; unknown until somebody says how many these are.
        """
        borne = self.credit("waterschap", self.inputs.water_share)["borne"]
        share = final_share("waterschap", ROLES)
        return levies.levy_per_household_eur(borne, share, self.price, self.split.water_levy_units or 0.0)

    @cached_property
    def general_eur(self) -> np.ndarray:
        """What general funds bear per household, in prices of today, shape (year,). [EUR/yr]

        Compensable VAT, overhead and sweeping that the sewer levy bears come in from it.
        """
        relief = purses.relief_eur(self.credit("gemeente_rioolheffing"))
        borne = self.credit("gemeente_algemeen")["borne"] - relief
        return levies.levy_per_household_eur(borne, 1.0, self.price, self.inputs.households)

    @property
    def levy(self) -> dict[str, float | int]:
        """Peak of the levy, its year, and the levy after ten years. [EUR/yr per household]"""
        return levies.levy_peak(self.levy_eur, self.inputs.lines.years)

    @cached_property
    def debt_eur(self) -> np.ndarray:
        """What is still owed on project loans at the end of each year, shape (actor, year). [EUR, nominal]"""
        drawn, _, repaid = self.loans_eur
        return np.cumsum(drawn - repaid, axis=1)
