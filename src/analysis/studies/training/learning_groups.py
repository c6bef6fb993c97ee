"""What was learnt by programme, provider and form of training, with Holm's adjustment."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.presenting.composing import Part, combine
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.comparing import known_number
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.training.config import TrainingConfig
from analysis.studies.training.learning import Learnt, gain_finding, measure_learning
from analysis.studies.training.parts import WORDS
from analysis.studies.training.tests_taken import TestsTaken

PROGRAMME = "programme"
TRAITS = (PROGRAMME, "provider", "kind")


def compare_learning(tests: TestsTaken, config: TrainingConfig) -> Part:
    """Return the gain by programme, and by provider and form where there are at least two."""
    pairs = tests.pairs
    parts = [
        _of_trait(pairs, trait, config)
        for trait in TRAITS
        if pairs[trait].nunique() > (0 if trait == PROGRAMME else 1)
    ]
    return combine([*parts, Part(tables=_states(tests))])


def _of_trait(pairs: pd.DataFrame, trait: str, config: TrainingConfig) -> Part:
    found = {
        str(level): measure_learning(rows, confidence=config.confidence)
        for level, rows in pairs.groupby(trait)
    }
    adjusted = adjust_p_values(
        [one.percent.difference.p_value for one in found.values()], method="holm"
    )
    scope = config.scope
    findings = {
        level: gain_finding(
            one,
            config,
            group={**scope, trait: level},
            p_adjusted=known_number(float(p)),
            family=f"training.learning_gain.{trait}",
        )
        for (level, one), p in zip(found.items(), adjusted, strict=True)
    }
    whole = measure_learning(pairs, confidence=config.confidence)
    rows = [_row(trait, None, whole, gain_finding(whole, config, group=scope))]
    order = sorted(found, key=lambda level: (-_height(findings[level]), level))
    rows += [_row(trait, level, found[level], findings[level]) for level in order]
    tables = [_table(trait, rows)]
    if trait == PROGRAMME:
        tables.append(_sizes(rows))
    return Part(tuple(findings.values()), tuple(tables))


def _height(finding: Finding) -> float:
    return -math.inf if finding.estimate is None else finding.estimate


def _table(trait: str, rows: list[dict[str, Any]]) -> ReportTable:
    columns = [
        WORDS.column(trait, "label", "text"),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("before", "mean", "decimal"),
        WORDS.column("after", "mean", "decimal"),
        WORDS.column("estimate", "mean", "decimal", heading="gain"),
        WORDS.column("ci_low", "bound", "decimal"),
        WORDS.column("ci_high", "bound", "decimal"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    note = WORDS.both("table_note.learning")
    return WORDS.table(f"learning_by_{trait}", frame, columns, note=note)


def _sizes(rows: list[dict[str, Any]]) -> ReportTable:
    """Return how large the changes of the programmes are, on scales that do without points."""
    columns = [
        WORDS.column(PROGRAMME, "label", "text"),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("d_z", "mean", "index"),
        WORDS.column("normalised_gain", "mean", "index"),
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    return WORDS.table("learning_sizes", frame, columns, note=WORDS.both("table_note.sizes"))


def _row(trait: str, level: str | None, one: Learnt, finding: Finding) -> dict[str, Any]:
    row: dict[str, Any] = {trait: level, "n": one.persons}
    if finding.status == "blocked":
        return row
    return row | {
        "before": one.percent.before.estimate,
        "after": one.percent.after.estimate,
        "estimate": finding.estimate,
        "ci_low": finding.ci_low,
        "ci_high": finding.ci_high,
        "p_adjusted": finding.p_adjusted,
        "d_z": known_number(one.percent.d_z),
        "normalised_gain": known_number(one.gain.estimate),
    }


def _states(tests: TestsTaken) -> tuple[ReportTable, ...]:
    """Return which tests make pairs and which scores have no partner."""
    counts = tests.by_state()
    if not counts:
        return ()
    rows: list[dict[str, Any]] = [{"test_state": None, "n": sum(counts.values())}]
    rows += [{"test_state": state, "n": n} for state, n in counts.items()]
    columns = [
        WORDS.column("test_state", "label", "text", codes=WORDS.codes("test_state", counts)),
        WORDS.column("n", "base", "integer", heading="rows"),
    ]
    return (WORDS.table("tests", pd.DataFrame(rows), columns),)
