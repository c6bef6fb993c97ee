"""The steps that need more than one source, taken when all sources of a region are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.errors import AnalysisError
from analysis.intake.across.grades import tell_lower_raters
from analysis.intake.across.roster import Roster
from analysis.intake.across.units import complete_units
from analysis.intake.source import SourceDraft


def complete_across(
    drafts: Mapping[str, SourceDraft], carried: Iterable[pd.DataFrame] = ()
) -> tuple[dict[str, SourceDraft], dict[str, AnalysisError]]:
    """Complete and check the rows of every source by those of the others.

    Parameters
    ----------
    drafts : mapping of source id to SourceDraft
        Their persons are named.
    carried : iterable of DataFrame
        Canonical rows of employees of sources that are stopped now.

    Returns
    -------
    (dict of SourceDraft, dict of AnalysisError)
        The sources that can go on, and why the others cannot.
    """
    roster = Roster.of(drafts.values(), carried)
    done: dict[str, SourceDraft] = {}
    stopped: dict[str, AnalysisError] = {}
    for name, draft in drafts.items():
        try:
            done[name] = tell_lower_raters(complete_units(draft, roster), roster)
        except AnalysisError as error:
            stopped[name] = error
    return done, stopped
