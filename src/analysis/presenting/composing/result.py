"""The result of any study: protected output, and raw numbers in memory only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from analysis.presenting.bundle import sample_stamp
from analysis.presenting.composing.study_config import StudyConfig
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.displays import Display
from analysis.presenting.output import StudyOutput
from analysis.wording import say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.bundle import ReportFigure, ReportTable
    from analysis.schemas.finding import Finding

FIRST_SECTION = "decision"


@dataclass(frozen=True)
class Raw:
    """Unrounded, unprotected frames by name, for the analyst's eyes; never written by a run.

    Attributes
    ----------
    frames : dict of str to DataFrame
    findings : tuple of Finding
        Before disclosure control, without sentences.
    lang : str
    """

    frames: Mapping[str, pd.DataFrame]
    findings: Sequence[Finding]
    lang: str

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    def _repr_html_(self) -> str:
        banner = say("presenting.composing.raw_banner", self.lang)
        style = "background:#b3261e;color:#fff;padding:.6em 1em;font-weight:600"
        tables = "".join(
            f"<h4>{name}</h4>{frame.to_html(border=0)}" for name, frame in self.frames.items()
        )
        return f'<div style="{style}">{banner}</div>{tables}'


@dataclass(frozen=True)
class StudyResult:
    """What a study found, as far as the data can say.

    Attributes
    ----------
    config : StudyConfig
    output : StudyOutput
        All that may be shown or written; it has passed disclosure control.
    raw : Raw
        Unrounded and unprotected, in memory only.
    """

    FIRST_TABLES: ClassVar[tuple[str, ...]] = ("key_figures", "gates")
    """Tables that stand below the decision in the display of the whole result."""

    config: StudyConfig
    output: StudyOutput
    raw: Raw = field(repr=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings with their sentences, as in findings.json."""
        return self.output.document.findings

    @property
    def tables(self) -> Mapping[str, ReportTable]:
        """Protected tables by name."""
        return self.output.tables

    @property
    def figures(self) -> Mapping[str, ReportFigure]:
        """Figures by name."""
        return self.output.figures

    def table(self, name: str) -> Display:
        """Return the table `name` as a display; nothing where this run has no such table."""
        return self.output.table(name) if name in self.output.tables else self._nothing()

    def figure(self, name: str) -> Display:
        """Return the figure `name` as a display; nothing where this run has no such figure."""
        return self.output.figure(name) if name in self.output.figures else self._nothing()

    def section(self, key: str) -> Display:
        """Return the paragraphs of a section; nothing where it was not asked for."""
        return self.output.section(key) if key in self.output.sections else self._nothing()

    def write(self, out_dir: str | Path) -> Path | None:
        """Write the bundle to `out_dir` and return it; an empty `out_dir` writes nothing."""
        return self.output.write(out_dir) if out_dir else None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ANN401, ARG002 - IPython's protocol
        parts = [self.section(FIRST_SECTION), *(self.table(name) for name in self.FIRST_TABLES)]
        bare = {lang: "".join(part.html[lang] for part in parts) for lang in LANGUAGES}
        stamped = {lang: self._stamp(lang) + bare[lang] for lang in LANGUAGES}
        return Display(stamped, self.config.lang, linked=bare)._repr_mimebundle_()

    def _stamp(self, lang: str) -> str:
        """Return the stamp of sample data for JupyterLab; pages have their own."""
        stamp = sample_stamp(synthetic=self.output.document.synthetic)
        return f'<p class="stamp" role="note"><strong>{stamp[lang]}</strong></p>' if stamp else ""

    def _nothing(self) -> Display:
        return Display(dict.fromkeys(LANGUAGES, ""), self.config.lang)
