"""How many predikat would be another one, had all appraisers the same severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.measures.appraisals import annual_appraisals
from analysis.presenting.composing import Part
from analysis.privacy.rounding import are_few, round_counts
from analysis.rules.appraisal import AppraisalRules, derive_predikat
from analysis.stats.gates import SMALLEST_GROUP
from analysis.studies.fairness.outcomes import SCORES
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated, rows_of_rules
from analysis.studies.fairness.severity.fits import SeverityFits

if TYPE_CHECKING:
    from analysis.schemas.finding import Finding
    from analysis.stats.crossed import CrossedFit
    from analysis.store import StudyData

NAME = "predikat_change_share"


def estimate_predikat_change(data: StudyData, fits: SeverityFits, rated: Rated) -> Part:
    """Return the share of persons whose predikat changes once the appraiser's severity is out.

    Only where the rules make the predikat from scores by thresholds: the score of which the
    severities are known is moved by the shrunken severity of the appraiser, both predikat come from
    the same rules, and only persons who were appraised by these rules, and for whom both are told,
    count. It has no interval: how sure a share of rescored persons is depends on the errors of all
    severities together.
    """
    reason = _reason(fits, rated)
    if reason or fits.plain is None:
        return Part((_blocked(reason, rated),))
    changed = _changed(data, fits, fits.plain, rated)
    if len(changed) < SMALLEST_GROUP:
        return Part((_blocked("few_persons", rated),))
    few = are_few(float(changed.sum()))
    finding = WORDS.finding(
        NAME,
        method="rescored_without_shrunken_severity",
        status="review",
        reason_code="few_movers" if few else rated.schemes[1] or "what_if",
        group=rated.scope,
        confidence=None,
        direction="none",
        **_told(changed),
    )
    return Part((finding,))


def _told(changed: pd.Series) -> dict[str, Any]:
    """Return the share and its numbers, rounded to base 5; a few movers read "few"."""
    movers = pd.Series([int(changed.sum()), int((~changed).sum())])
    if are_few(float(movers[0])):
        return {"value_code": "few"}
    rounded = round_counts(movers)
    share = float(rounded[0] / rounded.sum())
    return {"estimate": share, "n": int(rounded.sum()), "numerator": int(rounded[0])}


def _reason(fits: SeverityFits, rated: Rated) -> str:
    if rated.rules.method == "matrix":
        return "matrix_rules"
    if fits.plain is None:
        return fits.judged.reason_code
    return "" if fits.ratings.outcome in SCORES else "no_scores"


def _changed(data: StudyData, fits: SeverityFits, fit: CrossedFit, rated: Rated) -> pd.Series:
    """Return for each person appraised by the rules in view whether the predikat changes."""
    rows = rows_of_rules(data, rated, annual_appraisals(data.tables["appraisals"]))
    severity = _severity_of(fits, fit)
    scores = {name: rows[name].astype("float64") for name in SCORES}
    outcome = fits.ratings.outcome
    moved = scores[outcome] - rows["rater_id"].map(severity).astype("float64")
    before = _predikat(scores, rows, rated.rules)
    after = _predikat({**scores, outcome: moved}, rows, rated.rules)
    both = before.notna() & after.notna()
    return before[both].ne(after[both])


def _severity_of(fits: SeverityFits, fit: CrossedFit) -> pd.Series:
    """Return the shrunken severity of every appraiser, in memory only."""
    raters = fits.ratings.rows.loc[fit.used, "rater_id"]
    return pd.Series(fit.severity_of_rating, index=raters.to_numpy()).groupby(level=0).first()


def _predikat(scores: dict[str, pd.Series], rows: pd.DataFrame, rules: AppraisalRules) -> pd.Series:
    top = float(rules.score_max or 0)
    result, behaviour = (scores[name].clip(0, top) for name in ("result_score", "behaviour_score"))
    return derive_predikat(result, behaviour, rules, idea=rows["idea_flag"])


def _blocked(reason: str, rated: Rated) -> Finding:
    return WORDS.blocked(NAME, reason, group=rated.scope)
