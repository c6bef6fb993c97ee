"""The marks that superiors gave: ratings, behaviours or scores, one row a ratee, on their scale.

On a scale of few marks, share and mean of the marks give the number of rare ones away: a mark that
fewer than the floor have on some part counts as its neighbour, in all that tells of single marks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.measures.appraisals import (
    behaviour_columns,
    by_superiors,
    of_scheme,
    rules_of_schemes,
)
from analysis.privacy.merging import merge_small
from analysis.studies.fairness.outcomes import SCORES
from analysis.studies.fairness.rated import Rated, enough_clusters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from analysis.store import StudyData
    from analysis.studies.fairness.config import FairnessConfig

Kind = Literal["ratings", "scores", "behaviours"]
RATINGS = ("result_rating", "behaviour_rating")
NEARLY_ALL = 0.9
"""Rows of a period, relative to the fullest one, from which it counts as rated in full."""
MOST = 0.5
"""Ratees with an annual mark, or marks of a part, from which these are taken."""
FEW_MARKS = 6
"""Marks on a scale up to which rare ones are joined with a neighbour."""


@dataclass(frozen=True)
class Marks:
    """Marks on one scale.

    Attributes
    ----------
    kind : {"ratings", "scores", "behaviours"}
    table : DataFrame of float, shape (n_ratees, n_parts)
        By employee_id, missing where a part is not marked; rare marks are those they are joined
        with.
    exact : DataFrame of float
        The same with the marks as given, for what does not tell how often each is given.
    raters : Series of str
        The appraiser of each row, missing where unknown.
    clusters : Series of str
        What errors are clustered by: the appraiser, else the ratee; the unit where no appraiser
        is known at all.
    lowest, highest : float
        Ends of the scale.
    steps : int
        Marks on the scale, one apart; 0 where any number may be given.
    declared : bool
        Whether the ends come from the rules or a codebook, and not from the marks themselves.
    joined : dict of float to tuple of float
        The marks that each mark of the table stands for; empty on a scale of many marks.
    """

    kind: Kind
    table: pd.DataFrame
    exact: pd.DataFrame
    raters: pd.Series
    clusters: pd.Series
    lowest: float
    highest: float
    steps: int
    declared: bool
    joined: Mapping[float, tuple[float, ...]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Ratees."""
        return len(self.table)

    @property
    def clustered_by(self) -> str:
        """What `members` are, for `method`."""
        if not self.has_clusters:
            return "by_ratee"
        return "by_appraiser" if self.raters.notna().any() else "by_unit"

    @property
    def has_clusters(self) -> bool:
        """Whether there are appraisers (or units) enough for errors to be clustered by them."""
        return enough_clusters(self.clusters)[0] == "ok"

    @property
    def members(self) -> pd.Series:
        """What belongs together: `clusters`, or every ratee by itself where these are few."""
        return self.clusters if self.has_clusters else self.clusters.index.to_series()

    @property
    def nearly_alike(self) -> bool:
        """Whether all but too few ratees to be shown have one and the same mark."""
        return len(self.joined) == 1 and self.some_joined

    @property
    def some_joined(self) -> bool:
        """Whether rare marks count as a neighbour."""
        return any(len(one) > 1 for one in self.joined.values())

    @property
    def obstacle(self) -> str:
        """Why nothing can be told of the scale; empty where something can."""
        if self.nearly_alike:
            return "marks_nearly_alike"
        if self.declared or self.highest - self.lowest > 1:
            return ""
        return "narrow_scale" if self.highest > self.lowest else "marks_alike"


@dataclass(frozen=True)
class Scale:
    """Ends of a scale, its steps, and whether somebody declared them."""

    lowest: float
    highest: float
    steps: int
    declared: bool


def read_marks(data: StudyData, rated: Rated, config: FairnessConfig) -> dict[Kind, Marks]:
    """Return the marks by kind, those that anybody has.

    Ratings where the rules have them, scores where the rules name the highest one, and single
    behaviours. Annual marks where most ratees have one, else those of the last period that was
    rated in full.
    """
    rows = rows_in_view(data, rated, by_superiors(data.tables["appraisals"]))
    found: dict[Kind, Marks] = {}
    for kind, values, scale in _declared_kinds(rows, rated):
        found[kind] = _marks(kind, rows, values, scale, config)
    behaviours = behaviour_columns(rows)
    if behaviours:
        values = rows[behaviours].astype("float64")
        scale = _behaviour_scale(data, behaviours)
        found["behaviours"] = _marks("behaviours", rows, values, scale, config)
    return {kind: marks for kind, marks in found.items() if marks.n}


def rows_in_view(data: StudyData, rated: Rated, rows: pd.DataFrame) -> pd.DataFrame:
    """Return those rows about persons in view, by the rules in view, that are no self-appraisal."""
    kept = rows_of_rules(data, rated, rows)
    return kept[~is_own(kept)]


def rows_of_rules(data: StudyData, rated: Rated, rows: pd.DataFrame) -> pd.DataFrame:
    """Return those rows about persons in view that were made under the rules in view."""
    schemes = rows["scheme"]
    rules = rules_of_schemes(schemes, data.rules, data.period.last_day, data.region.rules)
    mine = of_scheme(schemes, rules, rated.rules) & rows["employee_id"].isin(rated.people.index)
    if "unit" in rated.scope:
        mine &= rows["unit_id"].eq(rated.scope["unit"])
    return rows[mine]


def is_own(rows: pd.DataFrame) -> pd.Series:
    """Return which rows are by the ratee about himself or herself, whatever role they state."""
    by_oneself = rows["rater_id"].eq(rows["employee_id"])
    return (rows["rater_role"].eq("self") | by_oneself).fillna(False).astype(bool)


def _declared_kinds(rows: pd.DataFrame, rated: Rated) -> list[tuple[Kind, pd.DataFrame, Scale]]:
    rules = rated.rules
    if rules.ratings:
        places = {label: float(at) for at, label in enumerate(rules.ratings, start=1)}
        values = rows[list(RATINGS)].apply(lambda one: one.map(places)).astype("float64")
        return [("ratings", values, Scale(1.0, len(places), len(places), declared=True))]
    if rules.score_max is None:
        return []
    values = rows[list(SCORES)].astype("float64")
    return [("scores", values, Scale(0.0, rules.score_max, 0, declared=True))]


def _behaviour_scale(data: StudyData, behaviours: Sequence[str]) -> Scale:
    """Return the scale that a codebook declares, else the marks ever given so far."""
    for book in data.codebooks.values():
        if book.table == "appraisals" and set(behaviours) <= {one.key for one in book.items}:
            ends = book.answers
            steps = ends.maximum - ends.minimum + 1
            return Scale(float(ends.minimum), float(ends.maximum), steps, declared=True)
    past = data.history.get("appraisals", data.tables["appraisals"])
    given = past[list(behaviours)].astype("float64").to_numpy()
    known = given[~np.isnan(given)]
    low, high = float(known.min()), float(known.max())
    whole = bool((known == np.rint(known)).all())
    return Scale(low, high, int(high - low) + 1 if whole else 0, declared=False)


def _marks(
    kind: Kind, rows: pd.DataFrame, values: pd.DataFrame, scale: Scale, config: FairnessConfig
) -> Marks:
    """Return one row a ratee with any part; marks outside the declared scale are missing."""
    inside = values.where(values.ge(scale.lowest) & values.le(scale.highest))
    parts = _filled_parts(inside)
    held = inside[parts].dropna(how="all") if parts else inside.iloc[:0]
    kept = _one_each(rows.loc[held.index])
    names = kept["employee_id"]
    raters, units = (kept[one].set_axis(names) for one in ("rater_id", "unit_id"))
    alone = names.set_axis(names)
    exact = held.loc[kept.index].set_axis(names)
    table, joined = _rare_joined(exact, config)
    return Marks(
        kind=kind,
        table=table,
        exact=exact,
        raters=raters,
        clusters=raters.combine_first(alone) if raters.notna().any() else units,
        lowest=scale.lowest,
        highest=scale.highest,
        steps=scale.steps,
        declared=scale.declared,
        joined=joined,
    )


def _filled_parts(values: pd.DataFrame) -> list[str]:
    """Return the parts that are marked nearly as often as the one marked most."""
    counts = values.notna().sum()
    return [str(name) for name in counts.index[counts > MOST * counts.max()]]


def _rare_joined(
    table: pd.DataFrame, config: FairnessConfig
) -> tuple[pd.DataFrame, dict[float, tuple[float, ...]]]:
    """Return the marks with rare ones joined with a neighbour, and the marks each stands for.

    Neighbours that are joined are called by the most used of them, on all parts alike.
    """
    import pandas as pd

    given = np.unique(table.to_numpy()[table.notna().to_numpy()])
    if not 0 < given.size <= FEW_MARKS:
        return table, {}
    counts = np.array([table.eq(mark).sum().to_numpy() for mark in given], dtype=float)
    fewest = np.nan_to_num(np.where(counts > 0, counts, np.inf).min(axis=1), posinf=0.0)
    names = [f"{place}" for place in range(given.size)]
    merged = merge_small(
        pd.DataFrame({"mark": names, "n": fewest}),
        "mark",
        "n",
        order=names,
        disclosure="personnel",
        min_cell=config.min_cell,
    )
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        groups.setdefault(merged[name], []).append(place)
    most = {group: max(of, key=lambda one: counts[one].sum()) for group, of in groups.items()}
    called = {float(given[at]): float(given[most[merged[names[at]]]]) for at in range(given.size)}
    joined = {
        float(given[most[group]]): tuple(float(given[at]) for at in of)
        for group, of in groups.items()
    }
    return table.replace(called), joined


def _one_each(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the annual row of each ratee where most have one, else that of the last period."""
    annual = rows[rows["assessment_kind"].eq("annual")]
    ratees = rows["employee_id"].nunique()
    if annual["employee_id"].nunique() < MOST * max(ratees, 1):
        counts = rows["period"].value_counts()
        full = counts[counts >= math.ceil(NEARLY_ALL * counts.max())] if len(counts) else counts
        annual = rows[rows["period"].eq(max(full.index, default=""))]
    return annual.drop_duplicates("employee_id", keep="last")
