"""What a package is made of: of each measure its uptake, quantity and money."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from kans_model.measures.portfolio import Portfolio


def contents(portfolio: Portfolio, result: xr.Dataset) -> pd.DataFrame:
    """One row per measure in the package, the dearest first: ``uptake [-], quantity, capex_eur``."""
    measures = list(portfolio.choices)
    rows = pd.DataFrame(
        {
            "uptake": [portfolio.choices[measure]["uptake"] for measure in measures],
            "quantity": result["quantity"].sum("area").sel(measure=measures).values,
            "capex_eur": result["capex_eur"].sel(measure=measures).values,
        },
        index=pd.Index(measures, name="measure"),
    )
    return rows.sort_values("capex_eur", ascending=False, kind="stable")
