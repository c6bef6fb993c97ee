"""How appraisers use the scale: the middle of it, its width, one mark for all, one impression.

Estimands: share of marks in the middle third of the scale and their mean from its midpoint, over
the ratees of the period; then what `appraiser_use` and `one_impression` say about appraisers and
about behaviours. Method page: docs/methods/use-of-scale.md. What it cannot show: whether ratees
are in fact alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.presenting.composing import GateDecision, Part, combine
from analysis.presenting.composing.words import LANGUAGES
from analysis.schemas.finding import Finding
from analysis.stats.gates import gate
from analysis.stats.scale_use import CentralTendency, measure_central_tendency
from analysis.studies.fairness.comparing import worst
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated, enough_clusters
from analysis.studies.fairness.scale.appraiser_use import estimate_appraiser_use
from analysis.studies.fairness.scale.marks import Kind, Marks, read_marks
from analysis.studies.fairness.scale.marks_given import count_marks
from analysis.studies.fairness.scale.middle import REACHES, middle_of
from analysis.studies.fairness.scale.one_impression import estimate_one_impression

if TYPE_CHECKING:
    import pandas as pd

    from analysis.checks import Status
    from analysis.schemas.bundle import ReportTable
    from analysis.store import StudyData

QUESTION = "scale_use"
NAMES = ("central_tendency", "leniency")
KINDS: tuple[Kind, ...] = ("ratings", "scores", "behaviours")
UNBLOCK = {
    "no_marks": "rating_columns",
    "no_appraiser": "rater_id",
    "few_appraisers": "more_appraisers",
    "some_appraisers": "more_appraisers",
    "few_clusters": "more_appraisers",
    "approximate_interval": "more_appraisers",
    "no_behaviours": "behaviours",
    "one_behaviour": "behaviours",
    "scale_observed": "behaviour_scale",
    "narrow_scale": "behaviour_scale",
    "marks_alike": "scores_or_periodic",
    "marks_nearly_alike": "scores_or_periodic",
    "two_schemes": "one_scheme",
    "few_persons": "more_persons",
    "few_in_group": "more_persons",
    "no_annual": "annual_recap",
}


def estimate_scale_use(data: StudyData, rated: Rated, config: FairnessConfig) -> Part:
    """Return how the scale is used by superiors, with the decision on that question."""
    marks = read_marks(data, rated, config)
    part = combine(
        [
            _estimate_middle(marks, rated, config),
            estimate_appraiser_use(marks, rated, config),
            estimate_one_impression(marks.get("behaviours"), rated, config),
            count_marks(marks, rated),
        ]
    )
    return combine([part, Part(gates=(_decision(part.findings),))])


def _estimate_middle(marks: Mapping[Kind, Marks], rated: Rated, config: FairnessConfig) -> Part:
    """Return where on the scale the marks lie, for each kind of marks."""
    if not marks:
        return Part(tuple(WORDS.blocked(name, "no_marks", group=rated.scope) for name in NAMES))
    findings: list[Finding] = []
    rows = []
    for kind, one in marks.items():
        status, reason = _judged(one, rated)
        group = rated.scope if kind == next(iter(marks)) else {**rated.scope, "aspect": kind}
        if status == "blocked":
            findings += [WORDS.blocked(name, reason, group=group) for name in NAMES]
            continue
        middle = middle_of(one)
        found = CentralTendency(
            _measured(one, middle.table, config).middle_share,
            _measured(one, one.table, config).leniency,
        )
        told = {"status": status, "reason_code": reason or None, "group": group}
        findings += _findings(one, found, told, config, reach=middle.reach)
        rows.append(_row(one, found, reach=middle.reach))
    return Part(tuple(findings), (_table(rows),) if rows else ())


def _judged(marks: Marks, rated: Rated) -> tuple[Status, str]:
    size = gate("group_comparison", smallest_group=marks.n)
    reason = "few_persons" if size.status == "blocked" else "few_in_group"
    alike = "blocked" if marks.obstacle else "ok"
    observed = "ok" if marks.declared else "review"
    return worst(
        [
            (size.status, reason),
            (alike, marks.obstacle),
            rated.schemes,
            (observed, "scale_observed"),
            enough_clusters(marks.clusters),
        ]
    )


def _measured(marks: Marks, table: pd.DataFrame, config: FairnessConfig) -> CentralTendency:
    values = table.to_numpy()
    clusters = np.repeat(marks.members.to_numpy(dtype=object), values.shape[1])
    return measure_central_tendency(
        values.ravel().tolist(),
        clusters.tolist(),
        lowest=marks.lowest,
        highest=marks.highest,
        confidence=config.confidence,
    )


def _findings(
    marks: Marks,
    found: CentralTendency,
    told: Mapping[str, Any],
    config: FairnessConfig,
    *,
    reach: str,
) -> list[Finding]:
    """Return both findings; n are ratees, of whom each has as many marks as the scale has parts."""
    middle, leniency = found.middle_share, found.leniency
    shared = {"n": marks.n, "confidence": config.confidence, "direction": "none", **told}
    varied = not leniency.no_variation
    return [
        WORDS.finding(
            "central_tendency",
            measure=_named(f"middle_share_{marks.kind}", reach),
            method=f"middle_third_wilson_{marks.clustered_by}",
            estimate=middle.estimate,
            ci_low=known(middle.ci_low),
            ci_high=known(middle.ci_high),
            **shared,
        ),
        WORDS.finding(
            "leniency",
            measure=_named(f"leniency_{marks.kind}", "joined" if marks.some_joined else ""),
            method=f"mean_from_midpoint_{marks.clustered_by}",
            estimate=leniency.estimate,
            std_error=known(leniency.std_error) if varied else None,
            ci_low=known(leniency.ci_low) if varied else None,
            ci_high=known(leniency.ci_high) if varied else None,
            **shared,
        ),
    ]


def _named(code: str, ending: str) -> str:
    return f"{code}_{ending}" if ending else code


def _row(marks: Marks, found: CentralTendency, *, reach: str) -> dict[str, Any]:
    middle, leniency = found.middle_share, found.leniency
    varied = not leniency.no_variation
    return {
        "measure": _named(marks.kind, reach),
        "n": marks.n,
        "share": middle.estimate,
        "ci_low": middle.ci_low,
        "ci_high": middle.ci_high,
        "leniency": leniency.estimate,
        "leniency_low": known(leniency.ci_low) if varied else None,
        "leniency_high": known(leniency.ci_high) if varied else None,
        "scale": "declared" if marks.declared else "observed",
    }


def _table(rows: Sequence[Mapping[str, Any]]) -> ReportTable:
    import pandas as pd

    columns = [
        WORDS.column("measure", "label", "text", codes=_labels()),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("share", "share", "share", heading="middle_share"),
        WORDS.column("ci_low", "bound", "share"),
        WORDS.column("ci_high", "bound", "share"),
        WORDS.column("leniency", "mean", "index"),
        WORDS.column("leniency_low", "bound", "index", heading="ci_low"),
        WORDS.column("leniency_high", "bound", "index", heading="ci_high"),
        WORDS.column("scale", "code", "code", codes=WORDS.codes("scale", ("declared", "observed"))),
    ]
    note = WORDS.both("table_note.scale_use")
    return WORDS.table("scale_use", pd.DataFrame(list(rows)), columns, note=note)


def _labels() -> dict[str, dict[str, str]]:
    """Return what each kind of marks is called, with what its middle share counts as well."""
    reached = {
        f"{kind}_{reach}": {
            lang: WORDS.say(f"marks.middle_{reach}", lang, marks=WORDS.say(f"marks.{kind}", lang))
            for lang in LANGUAGES
        }
        for kind in KINDS
        for reach in REACHES
    }
    return {**WORDS.codes("marks", KINDS), **reached}


def _decision(findings: Sequence[Finding]) -> GateDecision:
    """Return blocked where not even the middle can be told, else review while anything lacks."""
    middle = [one for one in findings if one.id == f"{WORDS.study}.{NAMES[0]}"]
    if all(one.status == "blocked" for one in middle):
        reason = middle[0].reason_code or ""
        return GateDecision(QUESTION, "blocked", reason, UNBLOCK.get(reason, ""))
    status, reason = worst((one.status, one.reason_code or "") for one in findings)
    if status == "ok":
        return GateDecision(QUESTION, "ok")
    return GateDecision(QUESTION, "review", reason, UNBLOCK.get(reason, ""))
