"""Whether behaviours are judged apart, or one impression of a ratee decides them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.presenting.composing import Part
from analysis.schemas.finding import Finding
from analysis.stats.gates import gate
from analysis.stats.halo import Halo, identical_by_chance, measure_halo
from analysis.studies.fairness.comparing import worst
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.numbers import known, of_share
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated, enough_clusters
from analysis.studies.fairness.scale.marks import Marks

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable

NAMES = ("halo", "identical_share")


def estimate_one_impression(marks: Marks | None, rated: Rated, config: FairnessConfig) -> Part:
    """Return how far behaviours move together, and the share of ratees with one mark on all.

    Parameters
    ----------
    marks : Marks or None
        Of behaviours; None where there are none.
    """
    if marks is None or marks.exact.shape[1] < 2:
        reason = "no_behaviours" if marks is None else "one_behaviour"
        return Part(tuple(WORDS.blocked(name, reason, group=rated.scope) for name in NAMES))
    values = marks.exact.to_numpy()
    found = measure_halo(values, marks.members.tolist(), confidence=config.confidence)
    size = gate("group_comparison", smallest_group=found.n)
    reason = "few_persons" if size.status == "blocked" else "few_in_group"
    if size.status == "blocked":
        return Part(tuple(WORDS.blocked(name, reason, group=rated.scope) for name in NAMES))
    return Part(
        findings=(
            _halo(marks, found, [(size.status, reason)], rated, config),
            _identical(marks, found, (size.status, reason), rated, config),
        ),
        tables=(_table(found, identical_by_chance(values)),),
    )


def _halo(
    marks: Marks,
    found: Halo,
    judged: list[tuple[str, str]],
    rated: Rated,
    config: FairnessConfig,
) -> Finding:
    if found.reason or marks.nearly_alike:
        alike = "marks_nearly_alike" if marks.nearly_alike else "marks_alike"
        return WORDS.blocked("halo", alike, group=rated.scope)
    clusters = gate("clusters", clusters=marks.clusters.nunique())
    few = "few_clusters" if clusters.status == "blocked" else "approximate_interval"
    status, reason = worst([*judged, rated.schemes, (clusters.status, few)])
    if status == "blocked":
        return WORDS.blocked("halo", reason, group=rated.scope)
    return WORDS.finding(
        "halo",
        method=f"mean_covariance_over_mean_variance_fisher_{marks.clustered_by}",
        status=status,
        reason_code=reason or None,
        group=rated.scope,
        estimate=found.estimate,
        std_error=known(found.std_error),
        ci_low=known(found.ci_low),
        ci_high=known(found.ci_high),
        confidence=config.confidence,
        n=found.n,
        direction="none",
    )


def _identical(
    marks: Marks, found: Halo, judged: tuple[str, str], rated: Rated, config: FairnessConfig
) -> Finding:
    share = found.identical
    status, reason = worst([judged, rated.schemes, enough_clusters(marks.clusters)])
    return WORDS.finding(
        "identical_share",
        method=f"wilson_{marks.clustered_by}",
        status=status,
        reason_code=reason or None,
        group=rated.scope,
        **of_share(share, config),
        direction="none",
    )


def _table(found: Halo, by_chance: float) -> ReportTable:
    import pandas as pd

    share = found.identical
    row: dict[str, Any] = {
        "n": share.n,
        "count": share.count,
        "share": share.estimate,
        "ci_low": share.ci_low,
        "ci_high": share.ci_high,
        "by_chance": by_chance,
    }
    columns = [
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("count", "count", "integer", heading="identical_count"),
        WORDS.column("share", "share", "share"),
        WORDS.column("ci_low", "bound", "share"),
        WORDS.column("ci_high", "bound", "share"),
        WORDS.column("by_chance", "mean", "share"),
    ]
    note = WORDS.both("table_note.identical_marks")
    return WORDS.table("identical_marks", pd.DataFrame([row]), columns, note=note)
