"""What was asked: the items of the instrument with the answers they offer."""

from __future__ import annotations

import pandas as pd

from analysis.presenting.formats import MISSING
from analysis.schemas.bundle import ReportTable
from analysis.schemas.codebook import Item
from analysis.studies.satisfaction.parts import ROOM, Part, column, titled
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both


def list_questions(survey: Survey) -> Part:
    """Return the table of the questions on which the index rests; none without their wording."""
    items = [survey.codebook.item(key) for key in survey.items]
    return Part(tables=(_table(survey, items),)) if any(one.question for one in items) else Part()


def _table(survey: Survey, items: list[Item]) -> ReportTable:
    names = {one.key: survey.item_name(one.key) for one in items}
    questions = {
        one.key: {"id": one.question.id, "en": one.question.en} if one.question else names[one.key]
        for one in items
    }
    columns = [
        column(
            "unsur",
            "label",
            "text",
            codes=names,
            heading=survey.worded("unsur"),
        ),
        column("question", "label", "text", codes=questions),
        column("answers", "label", "text"),
    ]
    rows = [
        {"unsur": one.key, "question": one.key, "answers": _answers(one) or MISSING}
        for one in items
    ]
    frame = pd.DataFrame(rows, columns=[one.name for one in columns])
    note = both(f"{ROOM}.table_note.questionnaire")
    return titled("questionnaire", frame, columns, disclosure="organisational", note=note)


def _answers(item: Item) -> str:
    """Return the answers of an item from the lowest score, each in its first wording."""
    worded: dict[int, str] = {}
    for text, score in item.labels.items():
        worded.setdefault(score, text)
    return ", ".join(f"{score} {worded[score]}" for score in sorted(worded))
