"""The gap of every group to its reference, taken apart by two methods on the same persons.

Gelbach's decomposition holds work and the appraiser equal, each appraiser having a constant of his
or her own; Oaxaca-Blinder holds work alone equal and tells, threefold, what comes from different
work and what from different ratings of the same work. Unit and appraiser are one part: an appraiser
mostly rates one unit. They are told apart from the ratings of all periods so far where appraisers
are connected through ratees, and units through appraisers who rated in several of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.presenting.composing.levels import merged_levels
from analysis.stats.connectivity import measure_connectivity
from analysis.stats.decomposition import GapDecomposition, decompose_gap
from analysis.stats.gates import SMALLEST_GROUP, Gate, gate
from analysis.stats.gelbach import GelbachDecomposition, decompose_coefficient, judge_gelbach
from analysis.stats.means import effective_clusters
from analysis.studies.fairness.comparing import Comparison, comparisons
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.parts import POINTS
from analysis.studies.fairness.rated import Rated
from analysis.studies.fairness.ratings import BASIC_WORK

if TYPE_CHECKING:
    import pandas as pd

    from analysis.studies.fairness.ratings import Ratings

DECOMPOSED = ("gender", "status", "age_band", "education")
"""Traits whose gaps are taken apart; position and unit are what they are held equal in."""
TOLD_APART = "gender"
"""Trait for which unit and appraiser are told apart too: with many units it takes long."""
LEAST_OVERLAP = 0.5
"""Share of the persons at levels of a work column that both groups have, for it to be held equal;
as in the gate of Gelbach's decomposition."""
FEW_PERSONS = "few_persons_per_parameter"
CONNECTED_UNITS = 0.9
"""Share of the units connected through appraisers, without the appraiser who matters most, from
which units and appraisers are told apart; as in the gate `severity`."""


@dataclass(frozen=True)
class Models:
    """One gap by both methods.

    Attributes
    ----------
    oaxaca : GapDecomposition
    gelbach : GelbachDecomposition
        Its block "cluster" is unit and appraiser together.
    apart : GelbachDecomposition or None
        From all periods, blocks "unit" and "rater_id"; None where they cannot be told apart.
    """

    oaxaca: GapDecomposition
    gelbach: GelbachDecomposition
    apart: GelbachDecomposition | None

    @property
    def has_few_persons(self) -> bool:
        """Whether either method asks for more persons for the columns that are held equal."""
        reasons = (self.oaxaca.reason, judge_gelbach(self.gelbach).reason_code)
        return FEW_PERSONS in reasons


@dataclass(frozen=True)
class Split:
    """The gap of one level to the reference, and its parts.

    Attributes
    ----------
    compared : Comparison
    level : str
    n, reference_n : int
    count : int or None
        Persons of the level with the top predikat; None where the outcome is a score.
    held_equal : tuple of str
        Columns of work that both groups have in common; empty where there is none.
    models : Models
    clusters : Gate
        Whether there are appraisers enough.
    """

    compared: Comparison
    level: str
    n: int
    reference_n: int
    count: int | None
    held_equal: tuple[str, ...]
    models: Models
    clusters: Gate


def split_gaps(
    rated: Rated, ratings: Ratings, past: Ratings, config: FairnessConfig
) -> list[Split]:
    """Return the parts of every gap of the traits in `DECOMPOSED`."""
    people = outcome_of_persons(rated, ratings)
    rows = _Rows(
        people=people.join(_work(people, ratings)),
        work=held_names(ratings.work),
        cells=_cells_apart(people, ratings, past),
        is_label=ratings.is_label,
    )
    found = [one for one in comparisons(people, config) if one.trait in DECOMPOSED]
    return [rows.split(one, level, config) for one in found for level in one.others]


def outcome_of_persons(rated: Rated, ratings: Ratings) -> pd.DataFrame:
    """Return the persons of whom the outcome is known, with it as `value`.

    As in the raw gaps: the mean of a person's ratings, or 100 and 0 for the top predikat.
    """
    if ratings.is_label:
        top = rated.labelled["predikat"].eq(rated.rules.top)
        return rated.labelled.assign(value=POINTS * top.astype("float64"))
    people = rated.people[rated.people[ratings.outcome].notna()]
    return people.assign(value=people[ratings.outcome].astype("float64"))


def held_names(work: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of work under the names they have beside the traits."""
    return tuple(f"{name}_held" for name in work)


def _work(people: pd.DataFrame, ratings: Ratings) -> pd.DataFrame:
    """Return what is known of each person's work, small levels merged."""
    known = ratings.rows.drop_duplicates("employee_id").set_index("employee_id")
    work = known.reindex(people.index)[list(ratings.work)].set_axis(
        held_names(ratings.work), axis=1
    )
    return work.apply(merged_levels, floor=SMALLEST_GROUP, disclosure="personnel")


@dataclass(frozen=True)
class _Rows:
    """The persons with their work, and their ratings under each appraiser and unit."""

    people: pd.DataFrame
    work: tuple[str, ...]
    cells: pd.DataFrame | None
    is_label: bool

    def split(self, compared: Comparison, level: str, config: FairnessConfig) -> Split:
        levels = compared.levels.reindex(self.people.index)
        rows = self.people[levels.isin([level, compared.reference])]
        rows = rows.assign(inside=levels[rows.index].eq(level))
        work = _shared(rows, self.work)
        apart = compared.trait == TOLD_APART
        models = self._models(rows, work, config, apart=apart)
        basic = tuple(one for one in work if one in held_names(BASIC_WORK))
        if basic and basic != work and models.has_few_persons:
            work, models = basic, self._models(rows, basic, config, apart=apart)
        return Split(
            compared=compared,
            level=level,
            n=int(rows["inside"].sum()),
            count=int(rows.loc[rows["inside"], "value"].gt(0).sum()) if self.is_label else None,
            reference_n=int((~rows["inside"]).sum()),
            held_equal=work,
            models=models,
            clusters=_clusters(rows),
        )

    def _models(
        self, rows: pd.DataFrame, work: tuple[str, ...], config: FairnessConfig, *, apart: bool
    ) -> Models:
        return Models(
            oaxaca=_oaxaca(rows, work, config),
            gelbach=_gelbach(rows, {"work": work}, "cluster", config),
            apart=_apart(rows, work, self.cells if apart else None, config),
        )


def _oaxaca(rows: pd.DataFrame, work: Sequence[str], config: FairnessConfig) -> GapDecomposition:
    return decompose_gap(
        rows,
        outcome="value",
        group="inside",
        blocks={"work": work},
        clusters="cluster",
        rng=np.random.default_rng(config.seed),
        confidence=config.confidence,
    )


def _gelbach(
    rows: pd.DataFrame,
    blocks: Mapping[str, Sequence[str]],
    absorbed: str,
    config: FairnessConfig,
) -> GelbachDecomposition:
    return decompose_coefficient(
        rows,
        outcome="value",
        group="inside",
        blocks=blocks,
        absorbed=absorbed,
        confidence=config.confidence,
    )


def _shared(rows: pd.DataFrame, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns most of whose levels hold both groups: others cannot be held equal."""
    kept = []
    for name in columns:
        share = rows.groupby(name, dropna=False)["inside"].transform("mean")
        if share.between(0, 1, inclusive="neither").mean() >= LEAST_OVERLAP:
            kept.append(name)
    return tuple(kept)


def _clusters(rows: pd.DataFrame) -> Gate:
    sides = rows.groupby("inside")["cluster"].nunique()
    return gate(
        "clusters",
        clusters=rows["cluster"].nunique(),
        treated_clusters=int(sides.min()),
        equal_clusters=effective_clusters(rows["cluster"].value_counts().to_numpy()),
    )


def _cells_apart(people: pd.DataFrame, ratings: Ratings, past: Ratings) -> pd.DataFrame | None:
    """Return each person's mean under each appraiser and unit; None where these hang together.

    Ratings are taken less the mean of their period, as people meet appraisers in different years.
    """
    rows = past.rows[past.rows["rater_id"].notna() & past.rows["unit_id"].notna()]
    rows = rows[rows["employee_id"].isin(people.index)]
    if ratings.is_label or past.outcome != ratings.outcome or not _hang_together(rows):
        return None
    level = rows.groupby("time")["value"].transform("mean")
    keys = ["employee_id", "rater_id", "unit_id"]
    lessened = rows[keys].assign(value=rows["value"] - level)
    return lessened.groupby(keys).mean().reset_index()


def _hang_together(rows: pd.DataFrame) -> bool:
    if rows.empty:
        return False
    raters, units = rows["rater_id"].tolist(), rows["unit_id"].tolist()
    links = measure_connectivity(raters, rows["employee_id"].tolist())
    judged = gate(
        "severity",
        connected_share=links.share,
        ratees_per_appraiser=links.ratees_per_appraiser,
        connected_share_without_bridge=links.share_without_bridge,
    )
    across = measure_connectivity(units, raters)
    return judged.status == "ok" and across.share_without_bridge >= CONNECTED_UNITS


def _apart(
    rows: pd.DataFrame, work: Sequence[str], cells: pd.DataFrame | None, config: FairnessConfig
) -> GelbachDecomposition | None:
    """Return the decomposition over all periods, in which persons count once for the gate."""
    if cells is None:
        return None
    mine = cells.join(rows[["inside", *work]], on="employee_id", how="inner")
    found = _gelbach(mine, {"work": work, "unit": ["unit_id"]}, "rater_id", config)
    persons = mine.groupby("inside")["employee_id"].nunique()
    return replace(found, fewest_persons=min(found.fewest_persons, int(persons.min())))
