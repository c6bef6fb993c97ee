"""The index after raking the sheets to the users' unit, gender, age and education."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from analysis.stats.design import SurveyDesign
from analysis.stats.index import estimate_index
from analysis.stats.raking import rake
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.estimating import declarations, stats_scale
from analysis.studies.satisfaction.population import MARGINS, Population
from analysis.studies.satisfaction.surveys import Survey

RAKED = "raked_sheets"
WEIGHT = "_raked_weight"


def raked_index(
    survey: Survey, population: Population, config: SatisfactionConfig
) -> Estimate | None:
    """Return the index under raked weights; None where no trait is known for both sides.

    Weights are taken as fixed in the standard error. Sheets that do not state a trait keep their
    share.
    """
    margins = known_margins(survey, population)
    if not set(margins) & set(MARGINS.values()):
        return None
    raking = rake(survey.sheets, margins)
    if raking.status == "blocked":
        return None
    table = estimate_index(
        survey.sheets.assign(**{WEIGHT: raking.weights}),
        items=survey.items,
        design=SurveyDesign(sampling=survey.sampling, weight=WEIGHT),
        scale=stats_scale(survey.scale),
        confidence=config.confidence,
        not_applicable=declarations(survey.sheets),
    )
    row = table.iloc[0]
    exact = Fraction(float(row["estimate"])) if row["estimate"] == row["estimate"] else None
    return Estimate(
        exact=exact,
        std_error=float(row["std_error"]),
        ci_low=float(row["ci_low"]),
        ci_high=float(row["ci_high"]),
        n=int(row["n"]),
        method=RAKED,
        reason=str(row["reason_code"]),
    )


def known_margins(survey: Survey, population: Population) -> dict[str, Mapping[str, float]]:
    """Return users by category for every trait that sheets and users both have."""
    units = survey.sheets["unit_id"].unique()
    found: dict[str, Mapping[str, float]] = {}
    if survey.users and len(survey.users) > 1:
        found["unit_id"] = {unit: float(users) for unit, users in survey.users.items()}
    for margin, key in MARGINS.items():
        users = population.margin(margin, units)
        stated = key in survey.sheets and survey.sheets[key].notna().any()
        if stated and users.sum() > 0:
            found[key] = {str(level): float(count) for level, count in users.items()}
    return found
