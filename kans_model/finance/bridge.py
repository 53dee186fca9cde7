"""From what is invested to the present value of all that is borne, part by part."""

from typing import NamedTuple

import numpy as np


class Bridge(NamedTuple):
    """The parts add up to the total. [EUR]

    Attributes
    ----------
    public_eur, private_eur : float
        Investment on ground of municipality and water board, and on that of other owners; as it is paid.
    later_eur : float
        What paying it over the years of building makes it less in present value.
    renewal_eur, upkeep_eur : float
        Present value of renewal, less what is left at the end, and of upkeep.
    vat_eur : float
        Present value of the VAT that who pays cannot recover.
    total_eur : float
    """

    public_eur: float
    private_eur: float
    later_eur: float
    renewal_eur: float
    upkeep_eur: float
    vat_eur: float
    total_eur: float


def bridge(cost_eur: np.ndarray, public: np.ndarray, discount: np.ndarray, total_eur: float) -> Bridge:
    """The bridge from investment to present value.

    Parameters
    ----------
    cost_eur : array_like, shape (kind, measure, year)
        Investment, renewal, residual value (negative) and upkeep, without VAT. [EUR]
    public : array_like of bool, shape (measure,)
        Measures on ground of municipality or water board.
    discount : array_like, shape (year,)
        Value now of a euro at the end of each year. [-]
    total_eur : float
        Present value of all that is borne, with VAT that cannot be recovered. [EUR]

    Examples
    --------
    A wadi of 100 now and a green roof of 50 a year later, at half its worth by then; upkeep of 10 that year:

    >>> cost = [[[100, 0], [0, 50]], [[0, 0], [0, 0]], [[0, 0], [0, 0]], [[0, 10], [0, 0]]]
    >>> made = bridge(cost, [True, False], [1.0, 0.5], total_eur=140.0)
    >>> made.public_eur, made.private_eur, made.later_eur, made.upkeep_eur, made.vat_eur
    (100.0, 50.0, -25.0, 5.0, 10.0)
    """
    cost, mine = np.asarray(cost_eur, dtype=float), np.asarray(public, dtype=bool)
    now = (cost @ np.asarray(discount, dtype=float)).sum(axis=1)  # kind
    paid = cost[0].sum(axis=1)  # measure
    return Bridge(
        public_eur=float(paid[mine].sum()),
        private_eur=float(paid[~mine].sum()),
        later_eur=float(now[0] - paid.sum()),
        renewal_eur=float(now[1] + now[2]),
        upkeep_eur=float(now[3]),
        vat_eur=float(total_eur - now.sum()),
        total_eur=float(total_eur),
    )
