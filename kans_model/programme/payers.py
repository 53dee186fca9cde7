"""Who pays a project: the parties of a split, by what they bear of the investment in its measures."""

import numpy as np

from kans_model.finance.ledger import Ledger
from kans_model.programme.start_values import StartValues


def measure_payers(ledger: Ledger) -> np.ndarray:
    """Part of the investment in each measure that each party bears, VAT included, shape (measure, actor). [-]

    Before grants, which come as contributions. Of every measure the parts add up to one and the VAT on it;
    measures that are not in the package have none.
    """
    lines = ledger.inputs.lines
    borne = ledger.by_measure[:, 0].sum(axis=-1) + ledger.vat_by_kind[:, 0].sum(
        axis=-1
    )  # actor, used measure
    whole = lines.eur[0].sum(axis=(1, 2))
    share = np.zeros((len(ledger.inputs.base.room.measures), len(ledger.actors.ids)))
    share[lines.used] = np.divide(borne, whole, out=np.zeros_like(borne), where=whole > 0).T
    return share


def bills_eur(values: StartValues, share: np.ndarray) -> np.ndarray:
    """What each party pays for a project that is built whole in a year, (project, year, actor). [EUR]

    Parameters
    ----------
    values : StartValues
    share : array, shape (measure, actor)
        From `measure_payers`.
    """
    lines = values.lines
    paid = values.line_capex_eur[:, None] - values.line_saving_eur  # line, year
    return lines.by_project(paid[..., None] * share[lines.measure][:, None, :])
