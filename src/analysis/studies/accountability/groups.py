"""One measure for everybody in view and by group: the whole, then each trait with a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.checks import DisclosureClass
from analysis.measures.groups import ORDER, RANKED
from analysis.presenting.composing import Part
from analysis.presenting.composing.levels import in_order, level_names, merged_levels
from analysis.privacy.floors import limit_of
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.clustered import (
    INDEPENDENT,
    Clustering,
    estimate_clustered_mean,
    estimate_share,
    measure_clustering,
)
from analysis.stats.gates import FEWEST_CLUSTERS, SMALLEST_GROUP, gate
from analysis.studies.accountability.parts import TRAITS, WORDS
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.studies.accountability.config import AccountabilityConfig

FEWEST_GROUPS = 2


@dataclass(frozen=True)
class Measured:
    """An outcome of persons, or of several rows of each person.

    Attributes
    ----------
    name : str
        Of the finding.
    rows : DataFrame
        employee_id and value, without missing values.
    staff : Staff
    config : AccountabilityConfig
    method : str
        Code of how a value comes about; how the interval is made is added to it.
    is_share : bool
        Whether values are 0 and 1.
    limits : (float, float)
        Range of the values.
    direction : {"higher", "lower"}
        Which end is the better one.
    review : str
        Reason for which even the whole needs review; empty for none.
    traits : tuple of str
        Traits by which it is split.
    headline : bool
        Whether the whole is a key figure.
    disclosure : {"personnel", "sensitive"}
    """

    name: str
    rows: pd.DataFrame
    staff: Staff
    config: AccountabilityConfig
    method: str
    is_share: bool = True
    limits: tuple[float, float] = (0.0, 1.0)
    direction: str = "higher"
    review: str = ""
    traits: tuple[str, ...] = TRAITS
    headline: bool = True
    disclosure: DisclosureClass = "personnel"

    @property
    def several_rows(self) -> bool:
        """Whether a person may have more than one row."""
        return bool(self.rows["employee_id"].duplicated().any())

    @property
    def floor(self) -> int:
        """Smallest count that is shown."""
        return limit_of(self.disclosure, min_cell=self.config.min_cell).floor


def estimate_whole_and_groups(measured: Measured) -> Part:
    """Return the finding of everybody in view, and findings and a table for each trait."""
    clustering = clustering_of(measured)
    whole = row_of(measured, measured.rows, clustering)
    headline = measured.headline
    findings = [finding_of(measured, whole, clustering, group={}, headline=headline)]
    tables = []
    for trait in splits_by(measured, whole):
        rows = rows_of_trait(measured, trait, clustering)
        if len(rows) < FEWEST_GROUPS:
            continue
        findings += [
            finding_of(measured, row, clustering, group={trait: level})
            for level, row in rows.items()
        ]
        tables.append(_table(measured, trait, rows, whole))
    return Part(findings=tuple(findings), tables=tuple(tables))


def splits_by(measured: Measured, whole: dict[str, Any]) -> tuple[str, ...]:
    """Return the traits to split by; none where the outcome is too rare for two groups to show."""
    rare = min(whole.get("count", 0), whole["n"] - whole.get("count", 0))
    return () if measured.is_share and 0 < rare < 2 * measured.floor else measured.traits


def rows_of_trait(
    measured: Measured, trait: str, clustering: Clustering
) -> dict[str, dict[str, Any]]:
    """Return the row of each level of a trait, in order."""
    levels = levels_of(measured, trait)
    return {
        level: row_of(measured, measured.rows[levels.eq(level)], clustering)
        for level in _ordered(measured, trait, levels)
    }


def clustering_of(measured: Measured) -> Clustering:
    """Return what the rows of a unit share; within one unit, what those of a person share."""
    units = measured.staff.of(measured.rows["employee_id"], "unit_id")
    values = measured.rows["value"].tolist()
    if units.dropna().nunique() >= FEWEST_CLUSTERS:
        named = units.fillna(measured.rows["employee_id"])
        return measure_clustering(values, named.tolist())
    if measured.several_rows:
        return measure_clustering(values, measured.rows["employee_id"].tolist())
    return INDEPENDENT


def levels_of(measured: Measured, trait: str) -> pd.Series:
    """Return the level of each row; small levels are merged by the number of their persons."""
    if measured.staff.scope and trait == "unit_group":
        return pd.Series(pd.NA, index=measured.rows.index, dtype="str")
    persons = pd.Series(measured.rows["employee_id"].unique())
    stated = measured.staff.of(persons, trait)
    floor = max(measured.floor, SMALLEST_GROUP)
    order = ORDER[trait] if trait in RANKED else None
    merged = merged_levels(stated, floor=floor, disclosure=measured.disclosure, order=order)
    return measured.rows["employee_id"].map(dict(zip(persons, merged, strict=True)))


def _ordered(measured: Measured, trait: str, levels: pd.Series) -> list[str]:
    persons = measured.rows["employee_id"].groupby(levels).nunique()
    sizes = {str(level): int(n) for level, n in persons.items()}
    return in_order(sizes, order=ORDER.get(trait))


def row_of(measured: Measured, rows: pd.DataFrame, clustering: Clustering) -> dict[str, Any]:
    """Return one row of a table: persons, n, count, estimate and interval."""
    values, confidence = rows["value"].tolist(), measured.config.confidence
    row: dict[str, Any] = {"persons": int(rows["employee_id"].nunique()), "n": len(rows)}
    if measured.is_share:
        share = estimate_share(values, clustering, confidence=confidence)
        return row | {
            "count": share.count,
            "estimate": share.estimate,
            "ci_low": share.ci_low,
            "ci_high": share.ci_high,
        }
    mean = estimate_clustered_mean(
        values, clustering, confidence=confidence, limits=measured.limits
    )
    return row | {
        "estimate": mean.estimate,
        "std_error": mean.std_error,
        "ci_low": mean.ci_low,
        "ci_high": mean.ci_high,
    }


def finding_of(
    measured: Measured,
    row: dict[str, Any],
    clustering: Clustering,
    *,
    group: dict[str, str],
    headline: bool = False,
) -> Finding:
    """Return the finding about one row, blocked where it stands for too few persons."""
    where = {**measured.staff.scope, **group}
    size = gate("group_comparison", smallest_group=row["persons"])
    if size.status == "blocked":
        return WORDS.blocked(
            measured.name,
            "few_persons",
            group=where,
            headline=headline,
            disclosure=measured.disclosure,
        )
    reason = measured.review or ("few_in_group" if size.status == "review" else "")
    interval = "by_cluster" if clustering.clusters else "independent"
    kind = "wilson" if measured.is_share else "t"
    numbers = {name: _known(row.get(name)) for name in ("std_error", "ci_low", "ci_high")}
    return WORDS.finding(
        measured.name,
        method=f"{measured.method}_{kind}_{interval}",
        status="review" if reason else "ok",
        reason_code=reason or None,
        group=where,
        estimate=row["estimate"],
        n=row["n"],
        numerator=row.get("count"),
        confidence=measured.config.confidence,
        direction=measured.direction,
        headline=headline,
        disclosure=measured.disclosure,
        **numbers,
    )


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _table(
    measured: Measured, trait: str, rows: dict[str, dict[str, Any]], whole: dict[str, Any]
) -> ReportTable:
    groups = [{trait: level, **row} for level, row in rows.items()]
    frame = pd.DataFrame([*groups, {trait: None, **whole}])
    worse = measured.direction == "lower"
    columns: list[ReportColumn] = [
        WORDS.column(trait, "label", "text", codes=level_names(trait, rows)),
        WORDS.column("n", "base", "integer", heading=f"n_{measured.name}"),
    ]
    if measured.several_rows:
        columns.append(WORDS.column("persons", "base", "integer"))
    if measured.is_share:
        columns += [
            WORDS.column(
                "count",
                "count",
                "integer",
                heading=f"count_{measured.name}",
                unfavourable=worse,
            ),
            WORDS.column("estimate", "share", "share", heading="share", unfavourable=worse),
            WORDS.column("ci_low", "bound", "share"),
            WORDS.column("ci_high", "bound", "share"),
        ]
    else:
        columns += [
            WORDS.column("estimate", "mean", "decimal", heading=f"mean_{measured.name}"),
            WORDS.column("ci_low", "bound", "decimal"),
            WORDS.column("ci_high", "bound", "decimal"),
        ]
    return WORDS.table(
        f"{measured.name}_by_{trait}", frame, columns, disclosure=measured.disclosure
    )
