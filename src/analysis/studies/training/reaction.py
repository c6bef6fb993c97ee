"""How participants liked the courses: mean reaction, on the scale of the form."""

from __future__ import annotations

import pandas as pd

from analysis.checks import Status
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.comparing import known_number
from analysis.stats.gates import gate
from analysis.stats.means import Mean, estimate_mean
from analysis.studies.training.config import TrainingConfig
from analysis.studies.training.participation import PRESENT, Participation, plain_names
from analysis.studies.training.parts import WORDS

SCALE_UNKNOWN, MIXED = "scale_not_declared", "mixed_scales"
TOO_FEW, FEW, NONE = "too_few_reactions", "few_reactions", "no_reactions"
METHOD = "mean_reaction"


def estimate_reaction(participation: Participation, config: TrainingConfig) -> Part:
    """Return the mean reaction of those who attended, whole and by programme."""
    scope = config.scope
    rows = reactions(participation)
    if rows.empty:
        found = WORDS.blocked("reaction", NONE, group=scope, headline=True)
        gate_ = GateDecision("reaction", "blocked", NONE, "reaction_score")
        return Part(findings=(found,), gates=(gate_,))
    first = _finding(rows, config, scope, headline=True)
    programmes = {
        str(name): _finding(of, config, {**scope, "programme": str(name)})
        for name, of in rows.groupby("programme")
    }
    unblock = {SCALE_UNKNOWN: "reaction_max", MIXED: "reaction_max", TOO_FEW: "reaction_score"}
    gate_ = GateDecision(
        "reaction", first.status, first.reason_code or "", unblock.get(first.reason_code or "", "")
    )
    tables = (_table(rows, programmes),) if programmes else ()
    return Part((first, *programmes.values()), tables, gates=(gate_,))


def reactions(participation: Participation) -> pd.DataFrame:
    """Return the reactions of people who were there, with tidy names of the programmes."""
    listed = participation.listed
    present = listed["state"].isin((*PRESENT, "unstated"))
    rows = listed[present & listed["reaction_score"].notna()]
    highest = rows.get("reaction_max", pd.Series(float("nan"), index=rows.index))
    return rows.assign(programme=plain_names(rows["programme"]), reaction_max=highest)


def scale_of(rows: pd.DataFrame) -> tuple[float | None, str]:
    """Return the highest possible reaction, and what is doubtful about the scale."""
    declared = rows["reaction_max"].dropna().unique()
    if len(declared) > 1:
        return None, MIXED
    if not len(declared) or rows["reaction_max"].isna().any():
        return None, SCALE_UNKNOWN
    return float(declared[0]), ""


def _finding(
    rows: pd.DataFrame, config: TrainingConfig, group: dict[str, str], *, headline: bool = False
) -> Finding:
    highest, doubt = scale_of(rows)
    mean = _mean(rows, config)
    persons = int(rows["employee_id"].nunique())
    size = gate("survey_level", n=persons)
    if size.status == "blocked" or doubt == MIXED:
        reason = TOO_FEW if size.status == "blocked" else MIXED
        return WORDS.blocked("reaction", reason, group=group, headline=headline)
    status: Status = "ok"
    reason = ""
    if doubt:
        status, reason = "review", doubt
    elif size.status != "ok":
        status, reason = "review", FEW
    return WORDS.finding(
        "reaction",
        method=f"{METHOD}_of_{highest:g}" if highest else METHOD,
        status=status,
        reason_code=reason or None,
        group=group,
        headline=headline,
        estimate=mean.estimate,
        std_error=known_number(mean.std_error),
        ci_low=known_number(mean.ci_low),
        ci_high=known_number(mean.ci_high),
        confidence=config.confidence,
        n=persons,
    )


def _mean(rows: pd.DataFrame, config: TrainingConfig) -> Mean:
    highest, _ = scale_of(rows)
    return estimate_mean(
        rows["reaction_score"].to_numpy(dtype=float),
        clusters=rows["employee_id"].tolist(),
        confidence=config.confidence,
        limits=(0.0, highest or float("inf")),
    )


def _written(highest: float) -> str | None:
    return None if pd.isna(highest) else f"{highest:g}"


def _table(rows: pd.DataFrame, findings: dict[str, Finding]) -> ReportTable:
    maxima = rows.groupby("programme")["reaction_max"].max()
    persons = rows.groupby("programme")["employee_id"].nunique()
    ordered = sorted(findings, key=lambda name: -(findings[name].estimate or 0))
    listed = [
        {
            "programme": name,
            "n": int(persons[name]),
            "estimate": findings[name].estimate,
            "ci_low": findings[name].ci_low,
            "ci_high": findings[name].ci_high,
            "reaction_max": _written(maxima[name]),
        }
        for name in ordered
    ]
    columns = [
        WORDS.column("programme", "label", "text"),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("estimate", "mean", "index", heading="reaction"),
        WORDS.column("ci_low", "bound", "index"),
        WORDS.column("ci_high", "bound", "index"),
        WORDS.column("reaction_max", "code", "code"),
    ]
    frame = pd.DataFrame(listed, columns=[one.name for one in columns])
    return WORDS.table("reaction_by_programme", frame, columns)
