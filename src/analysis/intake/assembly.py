"""A source as read becomes canonical rows: some are superseded, all are named and redacted."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analysis.intake import screening
from analysis.intake.blocks.parsing import EMPTIED
from analysis.intake.blocks.reading import PRINTED
from analysis.intake.deciding import NUMBERED, decide
from analysis.intake.deliveries.comparing import arrival_problems
from analysis.intake.raw import Problem, RuleEdit
from analysis.intake.record.accounting import check_balance, reason_counts, row_ledger
from analysis.intake.record.cell_log import cell_log
from analysis.intake.record.report import EMPTIED_CELLS, SourceReport
from analysis.intake.source import SourceDraft
from analysis.intake.tables.staff_survey import LINKED
from analysis.intake.values import review_problems
from analysis.intake.values.folding import fold
from analysis.privacy.pseudonyms import Kind, pseudonymise, pseudonymise_rows
from analysis.privacy.redaction import Redactor
from analysis.schemas.codebook import Codebook
from analysis.schemas.tables import table

LINK_TABLE = "staff_link"
FREE_TEXT = frozenset(
    {
        "comment",
        "text",
        "achievements",
        "obstacles",
        "development_need",
        "topic",
        "follow_up",
        "measure",
        "action",
        "evidence",
    }
)
PSEUDONYMS: dict[str, tuple[str, Kind]] = {
    "citizen_survey": ("respondent_id", "s"),
    "complaints": ("complaint_id", "l"),
    "staff_survey": ("respondent_id", "s"),
}
"""Tables whose rows are named by intake: the column and the kind of pseudonym."""


@dataclass(frozen=True)
class SourceProduct:
    """What a source gives: canonical rows and the record of how they came about.

    Attributes
    ----------
    frame : DataFrame
        Accepted canonical rows of `table`, in order of arrival and row.
    ledger : DataFrame
        One row for each raw row (`accounting.LEDGER_COLUMNS`).
    edits : DataFrame
        One row for each rule and column, with the number of cells.
    cells : DataFrame
        One row for each corrected, emptied or refused cell.
    printed : DataFrame
        Rows of published_indices that stood below the answers.
    joined : DataFrame
        Accepted rows, as they were, that are part of a canonical row of an earlier source.
    linked : DataFrame
        Rows of staff_link: which employee filled in which named sheet.
    """

    table: str
    frame: pd.DataFrame
    ledger: pd.DataFrame
    edits: pd.DataFrame
    cells: pd.DataFrame
    report: SourceReport
    printed: pd.DataFrame = field(default_factory=pd.DataFrame)
    joined: pd.DataFrame = field(default_factory=pd.DataFrame)
    linked: pd.DataFrame = field(default_factory=pd.DataFrame)


def finish_source(draft: SourceDraft, *, key: bytes, redactor: Redactor) -> SourceProduct:
    """Decide the outcome of every row and make the canonical rows.

    Parameters
    ----------
    draft : SourceDraft
    key : bytes
        The region's pseudonym key.
    redactor : Redactor
        Knows the names of the whole region.

    Raises
    ------
    AccountingError
        If the rows do not add up.
    """
    source = draft.context.source
    outcomes = decide(draft)
    accepted = outcomes["outcome"].eq("accepted").to_numpy()
    place, frame = draft.place, draft.frame
    if not accepted.all():
        place, frame = place[accepted], frame[accepted]
    frame = _named(frame, place, draft, key=key)
    frame = _screened(_redacted(frame, redactor), draft.codebook)
    frame = _with_origin(frame, place, draft)
    frame, linked = _linked(frame)
    ledger = row_ledger(source.id, draft.sheets, outcomes)
    cells = cell_log(draft, outcomes, redactor)
    report = _report(draft, ledger, cells, flags=screening.count_flags(frame))
    check_balance(report, ledger, len(frame))
    return SourceProduct(
        source.table,
        frame.reset_index(drop=True),
        ledger,
        draft.edits.assign(source_id=source.id),
        cells,
        report,
        _printed(draft),
        linked=linked,
    )


def _with_origin(frame: pd.DataFrame, place: pd.DataFrame, draft: SourceDraft) -> pd.DataFrame:
    parts = [
        f"{file}#{sheet}!" + rows.astype("str")
        for (file, sheet), rows in place.groupby(["file", "sheet"], sort=False)["row"]
    ]
    return frame.assign(
        region=draft.context.region.id,
        source_id=draft.context.source.id,
        source_row=pd.concat(parts).reindex(place.index) if parts else pd.Series(dtype="str"),
    )


def _linked(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the rows of named sheets from the bridge that leads to their employees."""
    if LINKED not in frame:
        return frame, pd.DataFrame()
    bridge = frame.rename(columns={LINKED: "employee_id"})[table(LINK_TABLE).names]
    known = bridge[bridge["employee_id"].notna()].reset_index(drop=True)
    return frame.drop(columns=LINKED), known


def _printed(draft: SourceDraft) -> pd.DataFrame:
    """Return the printed results; of a key that is printed twice, the latest delivery's."""
    lines = draft.printed
    if lines.empty:
        return lines
    latest = lines.drop_duplicates(list(table(PRINTED).key), keep="last")
    place = ["delivery", "file", "sheet", "row"]
    return _with_origin(latest.drop(columns=place), latest, draft).reset_index(drop=True)


def _named(
    frame: pd.DataFrame, place: pd.DataFrame, draft: SourceDraft, *, key: bytes
) -> pd.DataFrame:
    """Name every row by a pseudonym of its number, else of its source, delivery, sheet and row."""
    source = draft.context.source
    if draft.codebook is not None and "instrument" in table(source.table):
        frame = frame.assign(instrument=draft.codebook.instrument)
    if source.table not in PSEUDONYMS:
        return frame
    column, kind = PSEUDONYMS[source.table]
    shas = {one.id: one.sha256 for one in draft.deliveries}
    parts = [
        pseudonymise_rows(
            f"{source.id}|{shas[str(delivery)]}|{sheet}", rows.to_numpy(), kind, key
        ).set_axis(rows.index)
        for (delivery, sheet), rows in place.groupby(["delivery", "sheet"], sort=False)["row"]
    ]
    names = pd.concat(parts).reindex(place.index) if parts else pd.Series(dtype="str")
    if column in NUMBERED and column in frame:
        numbers = frame[column].map(_bare, na_action="ignore")
        names = pseudonymise(numbers, kind, key).fillna(names)
    return frame.assign(**{column: names})


def _bare(number: str) -> str:
    """Return a report's number without the signs and spaces around it."""
    return fold(number).replace(" ", "")


def _redacted(frame: pd.DataFrame, redactor: Redactor) -> pd.DataFrame:
    texts = {name: redactor.redact(frame[name]) for name in frame.columns if name in FREE_TEXT}
    return frame.assign(**texts)


def _screened(frame: pd.DataFrame, codebook: Codebook | None) -> pd.DataFrame:
    if codebook is None or "respondent_id" not in frame:
        return frame
    asked = codebook.keys("index") or [item.key for item in codebook.items]
    items = [key for key in asked if key in frame]
    flags = screening.flag_answers(frame, items, minimum_answered=codebook.answers.minimum_answered)
    return frame.assign(quality_flags=flags)


def _report(
    draft: SourceDraft, ledger: pd.DataFrame, cells: pd.DataFrame, *, flags: dict[str, int]
) -> SourceReport:
    source = draft.context.source
    return SourceReport(
        source_id=source.id,
        table=source.table,
        files=tuple(one.file for one in draft.deliveries),
        rows_in=sum(len(sheet.kinds) for sheet in draft.sheets),
        reasons=reason_counts(ledger),
        edits=int(draft.edits["count"].sum()) + len(draft.corrected),
        flags=flags,
        unsur_order=draft.unsur_order,
        problems=(
            *arrival_problems(draft),
            *draft.problems,
            *_to_review(draft),
            *_emptied(cells),
        ),
    )


def _to_review(draft: SourceDraft) -> tuple[Problem, ...]:
    """Count readings of the whole source that a person should confirm."""
    counts = draft.edits.groupby(["column", "rule"], as_index=False)["count"].sum()
    edits = (
        RuleEdit(target, rule, "", "", int(count))
        for target, rule, count in counts.itertuples(index=False)
    )
    return review_problems(edits, headers=draft.headers)


def _emptied(cells: pd.DataFrame) -> tuple[Problem, ...]:
    counts = cells.loc[cells["kind"].eq(EMPTIED), "column"].value_counts()
    if counts.empty:
        return ()
    columns = ", ".join(f"{column} {count}" for column, count in counts.items())
    return (Problem(EMPTIED_CELLS, {"columns": columns, "count": int(counts.sum())}),)
