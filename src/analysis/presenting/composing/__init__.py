"""What every study composes its report from: decisions, parts, tables, words, sections, result."""

from __future__ import annotations

from analysis.presenting.composing.parts import GateDecision, Part, combine
from analysis.presenting.composing.result import Raw, StudyResult
from analysis.presenting.composing.study_config import StudyConfig
from analysis.presenting.composing.view import Paragraph, Shown
from analysis.presenting.composing.words import StudyWords

__all__ = [
    "GateDecision",
    "Paragraph",
    "Part",
    "Raw",
    "Shown",
    "StudyConfig",
    "StudyResult",
    "StudyWords",
    "combine",
]
