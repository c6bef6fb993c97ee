"""What an intake did, for people and for `_intake/accounting.json`.

A report keeps codes and values, not sentences, so that it can be shown later in either language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from analysis.intake.raw import Problem
from analysis.intake.stops import SourceStopError
from analysis.wording import say

Outcome = Literal["accepted", "quarantined", "structural", "superseded"]
UnsurOrder = Literal["", "named", "declared", "assumed"]
OUTCOMES: tuple[Outcome, ...] = ("accepted", "quarantined", "structural", "superseded")
REFUSED = 3
EMPTIED_CELLS = "intake.run.emptied"
"""Code of the problem that counts cells left out of rows that are kept."""


@dataclass(frozen=True)
class SourceReport:
    """Row accounting of one source.

    Attributes
    ----------
    files : tuple of str
        Names of the files read, in order of arrival.
    rows_in : int
        Raw rows of those files, headers and titles included.
    reasons : dict of str to dict of str to int
        For each outcome the rows by reason code; their sums are the outcome's total.
    edits : int
        Cells that a rule or a declared correction changed.
    flags : dict of str to int
        Accepted answer sheets that bear each quality flag; they stay in use.
    unsur_order : {"", "named", "declared", "assumed"}
        How the numbered items were told apart; "assumed" means readings by item are `review`.
    stop : Problem or None
        Why the source was not taken in; None where it was.
    toml_lines : tuple of str
        Lines that would let a stopped source go on, ready for region.toml.
    carried : bool
        Whether the rows are those of the last good intake, because the source is stopped now.
    """

    source_id: str
    table: str
    files: tuple[str, ...] = ()
    rows_in: int = 0
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)
    edits: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    unsur_order: UnsurOrder = ""
    problems: tuple[Problem, ...] = ()
    stop: Problem | None = None
    toml_lines: tuple[str, ...] = ()
    carried: bool = False

    @property
    def source(self) -> str:
        """The source's id."""
        return self.source_id

    @property
    def accepted(self) -> int:
        """Raw rows that became canonical rows."""
        return self.count("accepted")

    @property
    def quarantined(self) -> int:
        """Raw rows set aside until they are repaired."""
        return self.count("quarantined")

    @property
    def structural(self) -> int:
        """Title, header, number, blank, section, total, note and signature rows."""
        return self.count("structural")

    @property
    def superseded(self) -> int:
        """Raw rows that a later delivery replaces."""
        return self.count("superseded")

    def count(self, outcome: Outcome) -> int:
        """Return the rows with `outcome`."""
        return sum(self.reasons.get(outcome, {}).values())

    def stopped(self, stop: Problem, toml_lines: Iterable[str] = ()) -> SourceReport:
        """Return the report marked as carried over from an earlier intake and stopped now."""
        return replace(self, stop=stop, toml_lines=tuple(toml_lines), carried=self.rows_in > 0)


@dataclass(frozen=True)
class IntakeReport:
    """Outcome of the intake of one region.

    Attributes
    ----------
    unchanged : bool
        Whether nothing had changed since the last intake, so that nothing was written.
    problems : tuple of Problem
        What concerns the region rather than one source, for example files that no source reads.
    """

    region: str
    sources: tuple[SourceReport, ...]
    problems: tuple[Problem, ...] = ()
    unchanged: bool = False

    @property
    def stopped(self) -> tuple[SourceReport, ...]:
        """Sources that were not taken in."""
        return tuple(source for source in self.sources if source.stop is not None)

    @property
    def errors(self) -> tuple[SourceStopError, ...]:
        """Why sources were stopped, with the lines to add."""
        return tuple(
            SourceStopError(one.stop.code, toml_lines=one.toml_lines, **vars(one.stop)["values"])
            for one in self.sources
            if one.stop is not None
        )

    @property
    def exit_code(self) -> int:
        """0 where every source was taken in, 3 where one was refused."""
        return REFUSED if self.stopped else 0

    def source(self, source_id: str) -> SourceReport:
        """Return the report of one source."""
        return next(source for source in self.sources if source.source_id == source_id)

    def notices(self, lang: str) -> dict[str, list[str]]:
        """Return what is worth telling besides the counts and the errors.

        Returns
        -------
        dict of str to list of str
            Sentences by source id, "" for what concerns the region; nothing where all is well.
        """
        told = {source.source_id: source_notices(source, lang) for source in self.sources}
        told[""] = [problem_text(problem, lang) for problem in self.problems]
        return {source: lines for source, lines in told.items() if lines}

    @property
    def to_repair(self) -> int:
        """Rows held back and cells emptied."""
        emptied = (
            int(str(problem.values["count"]))
            for source in self.sources
            for problem in source.problems
            if problem.code == EMPTIED_CELLS
        )
        return sum(source.quarantined for source in self.sources) + sum(emptied)

    def to_dict(self) -> dict[str, Any]:
        """Return what `_intake/accounting.json` holds; `unchanged` is left out."""
        sources = [_source_dict(source) for source in self.sources]
        return {
            "schema": 1,
            "region": self.region,
            "sources": sources,
            "problems": [asdict(problem) for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any], *, unchanged: bool) -> IntakeReport:
        """Return the report that `to_dict` wrote."""
        return cls(
            region=stored["region"],
            sources=tuple(_source_from(one) for one in stored["sources"]),
            problems=tuple(Problem(**one) for one in stored["problems"]),
            unchanged=unchanged,
        )


def problem_text(problem: Problem, lang: str) -> str:
    """Return the sentence of a problem in `lang`."""
    return say(problem.code, lang, **problem.values)


def merged(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems without those that only repeat another one for a further file."""
    first: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        told = {name: value for name, value in vars(problem)["values"].items() if name != "file"}
        first.setdefault((problem.code, repr(sorted(told.items()))), problem)
    return tuple(first.values())


def reason_text(reason: str, lang: str) -> str:
    """Return the short name of a row's reason code, or the code itself where it has no name."""
    try:
        return say(f"intake.accounting.reason.{reason}", lang)
    except KeyError:
        return reason.replace("_", " ")


def source_notices(source: SourceReport, lang: str) -> list[str]:
    """Return what a person should know about one source: reasons, flags, problems, its stop."""
    found = [
        say(f"intake.accounting.{outcome}", lang, count=count, reason=reason_text(reason, lang))
        for outcome in ("quarantined", "superseded")
        for reason, count in source.reasons.get(outcome, {}).items()
    ]
    if source.flags:
        named = (
            f"{say(f'intake.accounting.flag.{flag}', lang)} {count}"
            for flag, count in source.flags.items()
        )
        found.append(say("intake.accounting.flagged", lang, flags=", ".join(named)))
    found += [problem_text(one, lang) for one in source.problems]
    if source.stop is not None:
        code = "intake.accounting.carried" if source.carried else "intake.accounting.stopped"
        found.append(say(code, lang, source=source.source_id))
    return found


def _source_dict(source: SourceReport) -> dict[str, Any]:
    counts = {outcome: source.count(outcome) for outcome in OUTCOMES}
    told: dict[str, Any] = {"source": source.source_id, **asdict(source)}
    return told | counts


def _source_from(stored: Mapping[str, Any]) -> SourceReport:
    fields = {key: value for key, value in stored.items() if key not in (*OUTCOMES, "source")}
    stop = fields.pop("stop")
    return SourceReport(
        **{
            **fields,
            "files": tuple(fields["files"]),
            "toml_lines": tuple(fields["toml_lines"]),
            "problems": tuple(Problem(**one) for one in fields["problems"]),
        },
        stop=None if stop is None else Problem(**stop),
    )
