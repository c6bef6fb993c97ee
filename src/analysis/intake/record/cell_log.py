"""Cells that a correction changed, that were emptied, or that hold a row back.

What stood in the cell is kept only where it cannot tell who answered: never for free text, for
columns about persons, or for texts in which redaction finds anything.
"""

from __future__ import annotations

import pandas as pd

from analysis.intake.raw import LEFT_OUT_COLUMNS
from analysis.intake.source import SourceDraft
from analysis.privacy.redaction import Redactor

CELL_COLUMNS = (
    "source_id", "delivery", "file", "sheet", "row", "column", "target", "kind", "from", "to",
    "reason", "who", "date",
)  # fmt: skip
CORRECTION = "correction"
HIDDEN_TARGETS = frozenset(
    {
        "", "comment", "text", "service", "achievements", "obstacles", "development_need",
        "topic", "follow_up", "action", "evidence", "employee_id", "rater_id",
        "supervisor_id", "respondent_id", "complaint_id", "panel_code", "birth_year",
        *LEFT_OUT_COLUMNS,
    }
)  # fmt: skip
LONGEST_SHOWN = 60
_MANY_DIGITS = r"\d(?:[\s.-]?\d){8,}"


def cell_log(draft: SourceDraft, outcomes: pd.DataFrame, redactor: Redactor) -> pd.DataFrame:
    """Return the log of single cells, without those of superseded rows.

    Parameters
    ----------
    draft : SourceDraft
    outcomes : DataFrame
        delivery, sheet, row, outcome of every candidate row.
    redactor : Redactor
        Decides, with the target column, what may be shown.

    Returns
    -------
    DataFrame
        Columns `CELL_COLUMNS`.
    """
    bad = draft.bad_cells.rename(columns={"effect": "kind", "value": "from"})
    bad = bad.assign(to="", who="", date="")
    log = pd.concat([_later_reasons(draft, outcomes), bad], ignore_index=True)
    log = log[_kept(log, outcomes)]
    log = log.assign(**{"from": _shown(log["from"], log["target"], redactor)})
    log = pd.concat([log, _corrected(draft, redactor)], ignore_index=True)
    ordered = log.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)
    return ordered.assign(source_id=draft.context.source.id)[list(CELL_COLUMNS)]


def _later_reasons(draft: SourceDraft, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Rows refused for what other rows say, such as the same key twice."""
    fresh = outcomes["outcome"].eq("quarantined") & draft.place["reason"].eq("")
    rows = outcomes.loc[fresh, ["delivery", "file", "sheet", "row", "reason", "column"]]
    blank = dict.fromkeys(("target", "from", "to", "who", "date"), "")
    return rows.assign(kind="quarantined", **blank)


def _kept(log: pd.DataFrame, outcomes: pd.DataFrame) -> pd.Series:
    gone = outcomes[outcomes["outcome"].eq("superseded")]
    where = ["delivery", "sheet", "row"]
    inside = pd.MultiIndex.from_frame(log[where]).isin(pd.MultiIndex.from_frame(gone[where]))
    return pd.Series(~inside, index=log.index)


def _shown(cells: pd.Series, targets: pd.Series, redactor: Redactor) -> pd.Series:
    texts = cells.fillna("").astype("str")
    plain = ~targets.isin(HIDDEN_TARGETS) & texts.str.len().le(LONGEST_SHOWN)
    plain &= ~texts.str.contains(_MANY_DIGITS, regex=True)
    candidates = texts.where(plain, "")
    same = redactor.redact(candidates).eq(candidates)
    return candidates.where(same, "")


def _corrected(draft: SourceDraft, redactor: Redactor) -> pd.DataFrame:
    deliveries = {one.file: one.id for one in draft.deliveries}
    targets = {header: target for target, header in draft.headers.items()}
    rows = [
        {
            "delivery": deliveries[one.file],
            "file": one.file,
            "sheet": one.sheet,
            "row": one.row,
            "column": one.column,
            "target": targets.get(one.column, ""),
            "kind": CORRECTION,
            "from": one.from_,
            "to": one.to,
            "reason": one.reason,
            "who": one.who,
            "date": one.date.isoformat(),
        }
        for one in draft.corrected
    ]
    log = pd.DataFrame(rows, columns=[name for name in CELL_COLUMNS if name != "source_id"])
    shown = {name: _shown(log[name], log["target"], redactor) for name in ("from", "to")}
    written = {name: redactor.redact(log[name].astype("str")) for name in ("reason", "who")}
    return log.assign(**shown, **written)
