"""VAT that who pays cannot recover: by party and by whose ground it is."""

from __future__ import annotations

import numpy as np

from kans_model.finance.actors import Actors
from kans_model.tables.vocabulary import LANDOWNERS, PUBLIC_OWNERS

LANDLORD = "bedrijf"
"""The party, and its ground, with which other landlords are counted."""


def unrecovered_share(actors: Actors, let_share: np.ndarray) -> np.ndarray:
    """Part of the VAT that a party cannot recover, shape (line, landowner, actor). [-]

    On public ground the compensation fund or the tax office pays back who recovers; on private ground a
    public body works for a third party and is not compensated. Letting dwellings is exempt, so that a
    landlord recovers nothing on what belongs to them.

    Parameters
    ----------
    actors : Actors
    let_share : array, shape (line,)
        Part of the ground of businesses that is let as dwellings. [-]

    Examples
    --------
    A municipality pays on a citizen's ground: no compensation. Of business ground a quarter is let.

    >>> part = unrecovered_share(Actors(), np.array([0.25]))[0]
    >>> gemeente, bedrijf = (Actors().place(actor) for actor in ("gemeente_algemeen", "bedrijf"))
    >>> part[LANDOWNERS.index("gemeente"), gemeente], part[LANDOWNERS.index("particulier"), gemeente]
    (np.float64(0.0), np.float64(1.0))
    >>> float(part[LANDOWNERS.index("bedrijf"), bedrijf])
    0.25

    References
    ----------
    Wet op het BTW-compensatiefonds, article 4(1)(a); Wet op de omzetbelasting 1968, article 11.
    """
    let = np.asarray(let_share, dtype=float)
    public = np.array([owner in PUBLIC_OWNERS for owner in LANDOWNERS])
    recovers = np.where(public[:, None], actors.role("vat_recovery"), actors.role("vat_recovery_private"))
    part = np.tile(1.0 - recovers, (len(let), 1, 1))
    landlord = np.array([actors.like(actor) == LANDLORD for actor in actors.ids])
    ground = LANDOWNERS.index(LANDLORD)
    part[:, ground, landlord] = np.maximum(part[:, ground, landlord], let[:, None])
    return part
