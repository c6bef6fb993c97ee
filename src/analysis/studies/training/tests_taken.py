"""Tests before and after a course: which pairs are complete, and which scores have no partner.

A score counts for people who attended or completed, and for lists without a status, where taking
the test shows that somebody was there. People marked absent, nominated or wait-listed have no
score, whatever the list says: absent is not zero. A score above the highest possible one is none.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.studies.training.participation import (
    PRESENT,
    UNSTATED,
    Participation,
    plain_names,
)

COMPLETE, FULL, PRE_ONLY, POST_ONLY = "complete", "full_before", "pre_only", "post_only"
NOT_PRESENT, IMPOSSIBLE = "not_present", "impossible"
STATES = (COMPLETE, FULL, PRE_ONLY, POST_ONLY, NOT_PRESENT, IMPOSSIBLE)
SCORES = ("pre_score", "post_score")


@dataclass(frozen=True)
class TestsTaken:
    """Rows with any score.

    Attributes
    ----------
    rows : DataFrame
        Rows with a score: `test_state`, scores, `score_max`, `pre_pct` and `post_pct` (percent of
        the highest score, missing without one), programme, provider and kind in tidy spelling.
    """

    rows: pd.DataFrame

    @property
    def pairs(self) -> pd.DataFrame:
        """Rows with both scores of somebody who was there."""
        return self.rows[self.rows["test_state"].isin((COMPLETE, FULL))]

    def by_state(self) -> dict[str, int]:
        """Return the number of rows of each state that occurs."""
        counts = self.rows["test_state"].value_counts()
        return {state: int(counts[state]) for state in STATES if state in counts}


def read_tests(participation: Participation) -> TestsTaken:
    """Return the tests of the participations of a period."""
    listed = participation.listed
    scored = listed[listed[list(SCORES)].notna().any(axis=1)]
    highest = scored["score_max"].where(scored["score_max"] > 0)
    percent = {
        f"{name.removesuffix('_score')}_pct": 100 * scored[name] / highest for name in SCORES
    }
    rows = scored.assign(
        score_max=highest,
        test_state=_states(scored, highest),
        programme=plain_names(scored["programme"]),
        provider=plain_names(scored["provider"]),
        kind=plain_names(scored["kind"]),
        **percent,
    )
    return TestsTaken(rows.reset_index(drop=True))


def _states(scored: pd.DataFrame, highest: pd.Series) -> pd.Series:
    there = scored["state"].isin((*PRESENT, UNSTATED))
    above = scored[list(SCORES)].gt(highest, axis=0).any(axis=1)
    before, after = (scored[name].notna() for name in SCORES)
    full = before & after & scored["pre_score"].ge(highest)
    states = pd.Series(COMPLETE, index=scored.index, dtype="object")
    states = states.mask(full, FULL)
    states = states.mask(before & ~after, PRE_ONLY).mask(after & ~before, POST_ONLY)
    return states.mask(above, IMPOSSIBLE).mask(~there, NOT_PRESENT)
