"""The two crossed models of the study, and whether they may be fitted and read at all."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.stats.crossed import CrossedFit, fit_crossed
from analysis.stats.gates import Gate
from analysis.stats.severities import judge_severities
from analysis.studies.fairness.comparing import pair_gate
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.parts import REFERENCES
from analysis.studies.fairness.ratings import Ratings
from analysis.studies.fairness.severity.connected import Links

TRAIT, LEVEL = "gender", "P"
"""The group of which severity is asked, beside `REFERENCE`."""
REFERENCE = REFERENCES[TRAIT]
TIME = "time"
VALUE, RATEE, RATER, UNIT = "value", "employee_id", "rater_id", "unit_id"


@dataclass(frozen=True)
class SeverityFits:
    """What the crossed models of one outcome gave.

    Attributes
    ----------
    ratings : Ratings
    judged : Gate
        Of "severity", after the fit where there is one.
    plain : CrossedFit or None
        At equal gender, work and time, for shares and severities; None where blocked.
    within : CrossedFit or None
        With the appraiser's means of the group, for sorting; None where blocked or the group
        cannot be compared.
    """

    ratings: Ratings
    judged: Gate
    plain: CrossedFit | None = None
    within: CrossedFit | None = None


def fit_severity(ratings: Ratings, links: Links, config: FairnessConfig) -> SeverityFits:
    """Fit the crossed models where the gates allow it: two fits, none where it is blocked.

    Parameters
    ----------
    ratings : Ratings
        Of earlier periods as well.
    links : Links
    """
    before = gate_before(ratings, links)
    if before.status == "blocked" or links.found is None:
        return SeverityFits(ratings, before)
    held = held_equal(ratings)
    plain = fit_crossed(
        ratings.rows,
        covariates=(*held, TRAIT),
        value=VALUE,
        ratee=RATEE,
        rater=RATER,
        unit=UNIT,
        mundlak=False,
        confidence=config.confidence,
    )
    judged = judge_severities(links.found, plain)
    if judged.status == "blocked":
        return SeverityFits(ratings, judged)
    within = None
    if has_both(ratings):
        within = fit_crossed(
            ratings.rows,
            group=TRAIT,
            reference=REFERENCE,
            covariates=held,
            value=VALUE,
            ratee=RATEE,
            rater=RATER,
            unit=UNIT,
            near=plain,
            confidence=config.confidence,
        )
    return SeverityFits(ratings, judged, plain, within)


def gate_before(ratings: Ratings, links: Links) -> Gate:
    """Return whether anything may be fitted, with the reason that is hardest to mend first."""
    if ratings.rows.empty:
        return Gate("severity", "blocked", "no_appraisals")
    if ratings.is_label:
        reason = "no_scores" if links.found is not None else "no_scores_no_appraiser"
        return Gate("severity", "blocked", reason)
    return links.judged


def held_equal(ratings: Ratings) -> tuple[str, ...]:
    """Return the columns that are held equal: what is known about the work, and the time."""
    return (*ratings.work, TIME)


def has_both(ratings: Ratings) -> bool:
    """Tell whether women and men are enough to be compared."""
    rows = ratings.rows.drop_duplicates("employee_id")
    sizes = rows[TRAIT].value_counts()
    pair = pair_gate(int(sizes.get(LEVEL, 0)), int(sizes.get(REFERENCE, 0)))
    return pair.status != "blocked"
