"""What the paragraphs are written from: protected findings and tables, and facts of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.presenting import composing
from analysis.presenting.composing.view import Paragraph
from analysis.presenting.names import Names
from analysis.studies.satisfaction.config import SatisfactionConfig
from analysis.studies.satisfaction.parts import GateDecision
from analysis.studies.satisfaction.population import Population
from analysis.studies.satisfaction.surveys import Survey

__all__ = ["Paragraph", "Report", "Shown"]


@dataclass(frozen=True)
class Report:
    """What the paragraphs are written from, beside the protected findings and tables.

    Attributes
    ----------
    survey : Survey or None
        The main survey; None in a period without answers.
    population : Population
    gates : tuple of GateDecision
    names : Names
    config : SatisfactionConfig
    scope : dict of str to str
        Group of the report: empty, or the unit of a one-page view.
    printed : tuple of dict
        Sentences on the mistakes of printed sheets.
    apart : tuple of str
        Instruments of earlier sheets that the trend does not follow.
    rule_title : dict of str to str
        Title of the rule set of the index, by language; empty without one.
    """

    survey: Survey | None
    population: Population
    gates: Sequence[GateDecision]
    names: Names
    config: SatisfactionConfig
    scope: Mapping[str, str]
    printed: Sequence[Paragraph]
    apart: Sequence[str] = ()
    rule_title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown(composing.Shown):
    """Protected findings and tables, with the facts of the run."""

    report: Report = field(kw_only=True)
