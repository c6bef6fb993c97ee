"""Predikat of an individual appraisal by a dated rule set, and the order of its labels.

Two methods exist: the matrix of PermenPANRB 6/2022, which is not symmetric (above in results with
below in behaviour is "Kurang", the reverse is "Butuh Perbaikan"), and weighted scores with bands
(PP 46/2011, PP 30/2019). What is missing stays missing: no rating is ever taken for "Baik". Where
rules have several weightings and nobody tells which was used, only what all give is derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.rules.appraisal_parameters import AppraisalParameters, Method
from analysis.rules.labels import Vocabulary
from analysis.rules.registry import RuleSet

if TYPE_CHECKING:
    import pandas as pd

SCORE_PLACES = 6
"""Decimals kept of a weighted score before it meets a band, so that 89.99999999999999 is 90."""


@dataclass(frozen=True)
class Weighting:
    """Percent of the score that results and behaviour make up, in a case named `id`."""

    id: str
    result: int
    behaviour: int


@dataclass(frozen=True)
class ScoreBand:
    """Lowest score that earns a predikat, and whether a new idea is a condition as well."""

    predikat: str
    lower: float
    needs_idea: bool


@dataclass(frozen=True)
class AppraisalRules:
    """Rules of one appraisal regime.

    Attributes
    ----------
    id : str
        Id of the rule set.
    method : {"matrix", "scores"}
    predikat : tuple of str
        Labels, lowest first.
    ratings : tuple of str
        Labels of the two ratings, lowest first; empty for scores.
    labels, rating_labels : Vocabulary
        The same labels with other words for them.
    matrix : dict of (str, str) to str
        (rating of results, rating of behaviour) to predikat; empty for scores.
    weightings : tuple of Weighting
        The cases that exist; empty for a matrix.
    bands : tuple of ScoreBand
        Highest first; empty for a matrix.
    score_max : float or None
    attainment_cap : float or None
        Highest attainment of one target that counts, as a ratio (1.2); None without a cap.
    """

    id: str
    method: Method
    predikat: tuple[str, ...]
    ratings: tuple[str, ...]
    labels: Vocabulary
    rating_labels: Vocabulary
    matrix: dict[tuple[str, str], str]
    weightings: tuple[Weighting, ...]
    bands: tuple[ScoreBand, ...]
    score_max: float | None
    attainment_cap: float | None

    @classmethod
    def of(cls, rule_set: RuleSet) -> AppraisalRules:
        """Return the rules that a rule set of kind "appraisal" declares."""
        rule_set.expect("appraisal")
        told = AppraisalParameters(**rule_set.parameters)
        cap = told.attainment_cap_pct
        return cls(
            id=rule_set.id,
            method=told.method,
            predikat=told.predikat,
            ratings=told.ratings,
            labels=Vocabulary(rule_set.id, told.predikat, told.variants),
            rating_labels=Vocabulary(rule_set.id, told.ratings, told.rating_variants),
            matrix={(cell.result, cell.behaviour): cell.predikat for cell in told.matrix},
            weightings=tuple(Weighting(w.id, w.result, w.behaviour) for w in told.weights),
            bands=tuple(ScoreBand(b.predikat, float(b.lower), b.needs_idea) for b in told.bands),
            score_max=None if told.score_max is None else float(told.score_max),
            attainment_cap=None if cap is None else cap / 100,
        )

    @property
    def top(self) -> str:
        """The best label ("Sangat Baik")."""
        return self.predikat[-1]

    def weighting(self, name: str = "") -> Weighting:
        """Return the weights of the case `name`; the only case there is where it is empty.

        Raises
        ------
        UsageError
            If there is no such case, or several exist and none is named.
        """
        known = {one.id: one for one in self.weightings}
        names = ", ".join(known) or "-"
        if name and name not in known:
            raise UsageError("rules.appraisal.unknown_weighting", name=name, known=names)
        if not name and len(known) > 1:
            raise UsageError("rules.appraisal.weighting_needed", rule_set=self.id, known=names)
        return known[name] if name else self.weightings[0]


def derive_predikat(
    result: pd.Series,
    behaviour: pd.Series,
    rules: AppraisalRules,
    *,
    idea: pd.Series | None = None,
    weighting: str = "",
) -> pd.Series:
    """Return the predikat that the rules give to each appraisal.

    Parameters
    ----------
    result, behaviour : Series
        Ratings of `rules.ratings` or their variants (matrix), or scores from 0 to
        `rules.score_max` (scores), with the same index; missing values are allowed.
    rules : AppraisalRules
    idea : Series of boolean or None
        Whether a new idea benefited the organisation (scores only).
    weighting : str
        Case of the weights, see `AppraisalRules.weightings`; empty where it is not known.

    Returns
    -------
    Series of str
        Missing where a rating or score is missing, and where the label hangs on an idea or a
        weighting of which nothing is known.

    Raises
    ------
    UsageError
        If a rating is none of the rules' labels, or a score lies outside its scale.
    """
    if rules.method == "matrix":
        return _from_matrix(result, behaviour, rules)
    cases = [weighting] if weighting else [one.id for one in rules.weightings]
    scores = [weighted_score(result, behaviour, rules, weighting=case) for case in cases]
    first, *others = (_from_score(score, idea, rules) for score in scores)
    for other in others:
        first = first.where(first.eq(other))
    return first


def weighted_score(
    result: pd.Series, behaviour: pd.Series, rules: AppraisalRules, *, weighting: str = ""
) -> pd.Series:
    """Return the weighted score of each appraisal, missing where one of the two is missing.

    Raises
    ------
    UsageError
        If the rules have no scores, a score lies outside 0 to `rules.score_max`, or the weighting
        is not known.
    """
    if rules.score_max is None:
        raise UsageError("rules.appraisal.no_scores", rule_set=rules.id)
    share = rules.weighting(weighting)
    for scores in (result, behaviour):
        outside = int((scores.notna() & ~scores.between(0, rules.score_max)).sum())
        if outside:
            raise UsageError("rules.appraisal.score_range", count=outside, high=rules.score_max)
    points = result.astype("float64") * share.result + behaviour.astype("float64") * share.behaviour
    return (points / 100).round(SCORE_PLACES)


def predikat_codes(labels: pd.Series, rules: AppraisalRules) -> pd.Series:
    """Return the place of each label in the order of the rules, 1 for the lowest.

    Labels of another rule set, and missing ones, are missing. The codes order the labels; that
    the steps between them are equal is a convention of analysis, not of the regulation.
    """
    codes = {label: place for place, label in enumerate(rules.predikat, start=1)}
    return labels.map(codes).astype("Int64")


def _from_matrix(result: pd.Series, behaviour: pd.Series, rules: AppraisalRules) -> pd.Series:
    import pandas as pd

    places = {rating: place for place, rating in enumerate(rules.ratings)}
    row, column = (
        rules.rating_labels.settle(given).map(places).fillna(len(places)).astype(int).to_numpy()
        for given in (result, behaviour)
    )
    ratings = (*rules.ratings, "")
    cells = [rules.matrix.get((one, other)) for one in ratings for other in ratings]
    labels = pd.array(cells, dtype="str")
    return pd.Series(labels.take(row * len(ratings) + column), index=result.index)


def _from_score(score: pd.Series, idea: pd.Series | None, rules: AppraisalRules) -> pd.Series:
    import pandas as pd

    told = pd.Series(pd.NA, index=score.index) if idea is None else idea
    told = told.astype("boolean")
    label = pd.Series(pd.NA, index=score.index, dtype="str")
    open_still = score.notna()
    for band in rules.bands:
        reached = open_still & (score >= band.lower)
        if band.needs_idea:
            open_still = open_still & ~(reached & told.isna())
            reached = reached & told.fillna(value=False).astype("bool")
        label = label.mask(reached, band.predikat)
        open_still = open_still & ~reached
    return label.mask(open_still, rules.bands[-1].predikat)
