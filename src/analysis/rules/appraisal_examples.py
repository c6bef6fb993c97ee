"""Worked examples of appraisals: two ratings or two scores to score and predikat."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from analysis.rules.appraisal import AppraisalRules, derive_predikat, weighted_score
from analysis.rules.registry import RuleBook
from analysis.rules.worked_example import Example

if TYPE_CHECKING:
    import pandas as pd


class AppraisalExample(Example):
    """A worked example of one appraisal.

    Given are `result` and `behaviour` (labels of ratings, or scores), `idea` and `weighting`;
    expected are `predikat` ("-" where it cannot be told), `score` or the code of an error.
    """

    result: Decimal | str
    behaviour: Decimal | str
    idea: bool | None = None
    weighting: str = ""
    score: Decimal | None = None
    predikat: str = ""

    @property
    def expected(self) -> str:
        """What the example says comes out."""
        return self.error or _shown(self.score, self.predikat)

    def computed(self, book: RuleBook) -> str:
        """Return what the rules make of it; raises UsageError where they refuse."""
        import pandas as pd

        rules = AppraisalRules.of(book.get(self.rule_set))
        given = (self.result, self.behaviour)
        result, behaviour = (_column(one, rules) for one in given)
        idea = pd.Series([self.idea], dtype="boolean")
        label = derive_predikat(result, behaviour, rules, idea=idea, weighting=self.weighting)
        score = None
        if self.score is not None:
            points = weighted_score(result, behaviour, rules, weighting=self.weighting)
            score = Decimal(str(points.iloc[0])).quantize(self.score)
        return _shown(score, "-" if label.isna().iloc[0] else str(label.iloc[0]))


def _column(given: Decimal | str, rules: AppraisalRules) -> pd.Series:
    import pandas as pd

    if rules.method == "matrix":
        return pd.Series([given], dtype="str")
    return pd.Series([float(given)], dtype="float64")


def _shown(score: Decimal | None, predikat: str) -> str:
    return " ".join(part for part in ("" if score is None else str(score), predikat) if part)
