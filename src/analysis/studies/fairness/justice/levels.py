"""Level of perceived fairness with errors that allow for what the sheets of a unit share.

Staff of one unit have the same superiors and the same habits, so that their sheets tell less than
as many sheets of different units: means and shares carry the design effect of units, estimated over
all sheets (`stats.clustered`). It is never below 1: an error over units that is by chance smaller
than the one by sheet does not count, as in `justice.gaps`. Where every unit answered in a census
this speaks of chance in who rates whom and how, not of sampling; there is no factor for the finite
population, as for clusters in general (`docs/methods/satisfaction-index.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.measures.scales import is_favourable
from analysis.stats.clustered import (
    INDEPENDENT,
    ClusteredShare,
    Clustering,
    estimate_clustered_mean,
    estimate_share,
    measure_clustering,
)
from analysis.stats.means import Mean
from analysis.studies.fairness.rated import enough_clusters

if TYPE_CHECKING:
    import pandas as pd

    from analysis.studies.fairness.config import FairnessConfig
    from analysis.studies.fairness.justice.sheets import JusticeSheets

SCALE_LIMITS = (0.0, 100.0)
FEWEST_UNITS = 2
"""Units from which sheets can be seen to be alike within them."""


def estimate_level(
    found: JusticeSheets, key: str, config: FairnessConfig, *, part: pd.Series | None = None
) -> Mean:
    """Return the mean index of a scale.

    Parameters
    ----------
    part : Series of bool, index of the sheets, or None
        The sheets of a group; None takes all. What sheets of a unit share is that of all sheets.
    """
    scores = found.scores[key]
    shared = _shared(scores, _units(found))
    if part is not None:
        scores = scores[part & scores.notna()]
        shared = shared.of_part(_units(found)[scores.index].tolist())
    return estimate_clustered_mean(
        scores.tolist(), shared, confidence=config.confidence, limits=SCALE_LIMITS
    )


def favourable_share(found: JusticeSheets, key: str, config: FairnessConfig) -> ClusteredShare:
    """Return the share of scored sheets above the middle of the scale."""
    sides = is_favourable(found.scores[key], found.scales[key]).astype("float64")
    shared = _shared(sides, _units(found))
    return estimate_share(sides.tolist(), shared, confidence=config.confidence)


def level_method(found: JusticeSheets, name: str) -> str:
    """Return the method of a level: `name`, and whether its error allows for units."""
    return f"{name}_by_unit" if _is_shared(_units(found)) else name


def few_units(found: JusticeSheets) -> bool:
    """Tell whether the sheets come from too few units for an error that allows for units."""
    units = _units(found)
    return _is_shared(units) and enough_clusters(units)[0] != "ok"


def _is_shared(units: pd.Series) -> bool:
    return FEWEST_UNITS <= units.nunique() < len(units)


def _shared(values: pd.Series, units: pd.Series) -> Clustering:
    """Return what sheets of a unit share of the values; nothing where all stand alone."""
    if not _is_shared(units[values.notna()]):
        return INDEPENDENT
    return measure_clustering(values.tolist(), units.tolist())


def _units(found: JusticeSheets) -> pd.Series:
    """Return the unit of each sheet; a sheet of no known unit stands for itself."""
    units = found.sheets["unit_id"].astype("object")
    return units.where(units.notna(), found.sheets.index.to_series().map("sheet {}".format))
