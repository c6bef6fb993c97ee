"""Who answered: shares of respondents beside shares of users, and which users are not covered.

A difference of shares is tested against chance (normal approximation, users taken as known) and
adjusted over all levels by Benjamini-Hochberg. A level counts as under-represented when the
difference is beyond chance and at least `MATERIAL_SHARE`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.presenting.composing.chance import DIFFERENT
from analysis.privacy.merging import merge_small
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.schemas.tables import table
from analysis.studies.satisfaction.names import level_names
from analysis.studies.satisfaction.parts import (
    ROOM,
    GateDecision,
    Part,
    blocked,
    codes_of,
    column,
    make_finding,
    titled,
)
from analysis.studies.satisfaction.population import MARGINS, Population
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both

MATERIAL_SHARE = 0.03
"""Smallest difference between respondents' and users' share that is reported; convention."""
FAMILY = "satisfaction.coverage"
VERDICTS = ("under_represented", "over_represented", "as_users")


def who_answered(survey: Survey, population: Population) -> Part:
    """Compare respondents with users by gender, age and education."""
    frame = compare_margins(survey, population)
    if frame["users_share"].isna().all():
        return Part(
            findings=(blocked("coverage_gap", "no_population", group=survey.scope),),
            tables=(_table(frame),),
            gates=(GateDecision("who_answered", "blocked", "no_population", "service_population"),),
        )
    missed = (frame["verdict"] == "under_represented").any()
    decision = (
        GateDecision("who_answered", "review", "not_covered", "weighting")
        if missed
        else GateDecision("who_answered", "ok")
    )
    return Part(
        findings=tuple(_findings(frame, survey.scope)), tables=(_table(frame),), gates=(decision,)
    )


def compare_margins(survey: Survey, population: Population) -> pd.DataFrame:
    """Return one row per margin and level.

    Returns
    -------
    DataFrame
        margin, level, n (respondents who stated the margin), count, respondent_share (0-1),
        users_share (0-1, missing where users are unknown), gap (difference of shares), p_value,
        p_adjusted, verdict.
    """
    rows = [_margin(survey, population, margin, key) for margin, key in MARGINS.items()]
    frame = pd.concat(rows, ignore_index=True)
    error = np.sqrt(frame["users_share"] * (1 - frame["users_share"]) / frame["n"])
    frame["p_value"] = 2 * norm.sf((frame["gap"] / error).abs())
    frame["p_adjusted"] = adjust_bh(frame["p_value"])
    frame["verdict"] = np.select(
        [
            frame["gap"].isna(),
            (frame["p_adjusted"] < DIFFERENT) & (frame["gap"] <= -MATERIAL_SHARE),
            (frame["p_adjusted"] < DIFFERENT) & (frame["gap"] >= MATERIAL_SHARE),
        ],
        [None, "under_represented", "over_represented"],
        default="as_users",
    )
    return frame


def adjust_bh(p_values: pd.Series) -> pd.Series:
    """Return Benjamini-Hochberg adjusted p-values; missing ones stay missing."""
    known = p_values.dropna().sort_values(ascending=False)
    steps = known * len(known) / np.arange(len(known), 0, -1)
    return steps.cummin().clip(upper=1.0).reindex(p_values.index)


def _margin(survey: Survey, population: Population, margin: str, key: str) -> pd.DataFrame:
    units = survey.sheets["unit_id"].unique()
    users = population.margin(margin, units)
    counts = survey.sheets[key].value_counts() if key in survey.sheets else pd.Series(dtype=int)
    users, counts = _without_small_levels(key, users, counts)
    levels = _in_order(key, set(users.index) | set(counts.index))
    frame = pd.DataFrame({"margin": key, "level": levels})
    frame["count"] = counts.reindex(levels).fillna(0).astype(int).to_numpy()
    frame["n"] = int(counts.sum())
    frame["respondent_share"] = frame["count"] / frame["n"].where(frame["n"] > 0)
    shares = users.reindex(levels).to_numpy(dtype=float, na_value=np.nan)
    frame["users_share"] = shares / np.nansum(shares) if np.nansum(shares) else np.nan
    frame["gap"] = frame["respondent_share"] - frame["users_share"]
    return frame


def _without_small_levels(
    key: str, users: pd.Series, counts: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Return users and respondents by level, levels of a few respondents merged."""
    tally = pd.DataFrame({"level": counts.index.astype("str"), "n": counts.to_numpy()})
    order = _in_order(key, set(tally["level"]))
    merged = merge_small(tally, "level", "n", order=order)
    return tuple(  # type: ignore[return-value]
        one.groupby([merged.get(str(level), str(level)) for level in one.index]).sum()
        for one in (users, counts)
    )


def _in_order(key: str, levels: set[str]) -> list[str]:
    """Return the levels in their natural order, a merged one where its first part stands."""
    declared = list(table("citizen_survey")[key].categories)
    first = {level: level.split(" + ", 1)[0] for level in levels}
    places = {one: place for place, one in enumerate(declared)}
    return sorted(levels, key=lambda level: (places.get(first[level], len(declared)), level))


def _findings(frame: pd.DataFrame, scope: Mapping[str, str]) -> list[Finding]:
    compared = frame.dropna(subset=["gap"])
    return [
        make_finding(
            "coverage_gap",
            method="share_difference_z_test",
            status="ok" if row["verdict"] == "as_users" else "review",
            reason_code=None if row["verdict"] == "as_users" else row["verdict"],
            group={**scope, row["margin"]: row["level"]},
            estimate=100 * row["gap"],
            p_value=row["p_value"],
            p_adjusted=row["p_adjusted"],
            family=FAMILY,
            n=int(row["n"]),
            numerator=int(row["count"]),
            value_code=row["verdict"],
            direction="none",
        )
        for row in compared.to_dict("records")
    ]


def _table(frame: pd.DataFrame) -> ReportTable:
    names = {
        level: name
        for trait in MARGINS.values()
        for level, name in level_names(trait, frame[frame["margin"] == trait]["level"]).items()
    }
    known = frame.dropna(subset=["gap"])
    alone = known.empty
    compared = [
        column("users_share", "share", "share"),
        column("gap_points", "mean", "decimal"),
        column("verdict", "code", "code", codes=codes_of("verdict", VERDICTS)),
    ]
    shown = frame[frame["n"] > 0] if alone else known
    return titled(
        "who_answered",
        shown.assign(gap_points=100 * shown["gap"]),
        [
            column("margin", "label", "text", codes=codes_of("margin", MARGINS.values())),
            column("level", "label", "text", codes=names),
            column("n", "base", "integer"),
            column("count", "count", "integer"),
            column("respondent_share", "share", "share"),
            *([] if alone else compared),
        ],
        note=both(f"{ROOM}.table_note.{'respondents' if alone else 'who_answered'}"),
        title="respondents" if alone else "who_answered",
    )


def without_users(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Return the levels that cannot be compared, by trait; empty where nothing can."""
    if frame["gap"].isna().all():
        return {}
    missing = frame[frame["gap"].isna() & (frame["count"] > 0)]
    return {str(trait): list(rows["level"]) for trait, rows in missing.groupby("margin")}
