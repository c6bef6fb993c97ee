"""Worked examples of the index of professionalism: one person's record to points and category."""

from __future__ import annotations

from decimal import Decimal

from analysis.rules.ip_asn import (
    IndexRules,
    category_of,
    competence_points,
    discipline_points,
    performance_points,
    predikat_points,
    qualification_points,
)
from analysis.rules.registry import RuleBook
from analysis.rules.worked_example import Example


class IndexExample(Example):
    """A worked example of one person, or of an index.

    Given are `education`, `position`, `courses` that count, `score` or `predikat`, and
    `discipline`, or an `index`; expected are `points` and the `category`, or the code of an error.
    """

    education: str = ""
    position: str = ""
    courses: tuple[str, ...] = ()
    score: Decimal | None = None
    predikat: str = ""
    discipline: str = "none"
    index: Decimal | None = None
    points: Decimal = Decimal(0)
    category: str = ""

    @property
    def expected(self) -> str:
        """What the example says comes out."""
        return self.error or f"{self.points.normalize():f} {self.category}"

    def computed(self, book: RuleBook) -> str:
        """Return what the rules make of it; raises UsageError where they refuse."""
        rules = IndexRules.of(book.get(self.rule_set))
        points = self._points(rules) if self.index is None else float(self.index)
        return f"{Decimal(str(points)).normalize():f} {category_of(points, rules).id}"

    def _points(self, rules: IndexRules) -> float:
        import pandas as pd

        education, position, predikat, discipline = (
            pd.Series([one], dtype="str")
            for one in (self.education, self.position, self.predikat, self.discipline)
        )
        courses = {name: pd.Series([name in self.courses]) for name in rules.courses}
        done = (
            predikat_points(predikat, rules)
            if self.score is None
            else performance_points(pd.Series([float(self.score)]), rules)
        )
        parts = (
            qualification_points(education, rules),
            competence_points(position, courses, rules),
            done,
            discipline_points(discipline, rules),
        )
        return float(sum(part.iloc[0] for part in parts))
