"""How often each mark is given on each part of the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting.composing import Part
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.privacy.merging import JOINED
from analysis.schemas.bundle import ReportColumn
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated
from analysis.studies.fairness.scale.marks import Kind, Marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEWEST_MARKS = 2
"""Marks below which there is nothing to show."""
PREFIX, RANGE = "mark_", "–"
ASPECTS = (
    "result_rating",
    "behaviour_rating",
    "b_berorientasi_pelayanan",
    "b_akuntabel",
    "b_kompeten",
    "b_harmonis",
    "b_loyal",
    "b_adaptif",
    "b_kolaboratif",
    "b_orientasi_pelayanan",
    "b_integritas",
    "b_komitmen",
    "b_disiplin",
    "b_kerja_sama",
    "b_kepemimpinan",
    "b_inisiatif_kerja",
)
"""Parts of the scale that have a name of their own, in the order of the rules."""


def count_marks(marks: Mapping[Kind, Marks], rated: Rated) -> Part:
    """Return how many ratees have each mark on each behaviour, else on each rating.

    Only on scales of few marks; rare ones stand under one heading with those they are joined with.
    """
    import pandas as pd

    chosen = marks.get("behaviours", marks.get("ratings"))
    if chosen is None or len(chosen.joined) < FEWEST_MARKS:
        return Part()
    table = chosen.table
    parts = sorted(map(str, table), key=_place)
    rows = [
        {
            "aspect": part,
            "n": int(table[part].notna().sum()),
            **{_column(of): int(table[part].eq(mark).sum()) for mark, of in chosen.joined.items()},
        }
        for part in parts
    ]
    columns = [
        WORDS.column("aspect", "label", "text", codes={one: _aspect(one) for one in parts}),
        WORDS.column("n", "base", "integer", heading="persons"),
        *(_mark_column(mark, chosen, rated) for mark in chosen.joined),
    ]
    frame = pd.DataFrame(rows)
    return Part(tables=(WORDS.table("marks_given", frame, columns, title=f"marks_{chosen.kind}"),))


def _place(part: str) -> tuple[int, str]:
    return ASPECTS.index(part) if part in ASPECTS else len(ASPECTS), part


def _column(members: Sequence[float]) -> str:
    """Return the name of the column of a mark, or of neighbouring ones that stand together."""
    ends = dict.fromkeys((members[0], members[-1]))
    told = "_to_".join(f"{one:g}" for one in ends)
    return f"{PREFIX}{told}".replace(".", "_").replace("-", "minus_")


def _mark_column(mark: float, marks: Marks, rated: Rated) -> ReportColumn:
    members = marks.joined[mark]
    if marks.kind == "ratings":
        name = JOINED.join(rated.rules.ratings[int(one) - 1] for one in members)
        label = dict.fromkeys(LANGUAGES, name)
    else:
        label = {lang: _numbered(members, lang) for lang in LANGUAGES}
    return ReportColumn(_column(members), label, "count", "integer")


def _numbered(members: Sequence[float], lang: str) -> str:
    """Return the heading of a mark, or of neighbouring ones that stand together."""
    write, ends = Formatter(lang), dict.fromkeys((members[0], members[-1]))
    told = RANGE.join(write.decimal(one, 0 if one == int(one) else 1) for one in ends)
    return WORDS.say("column.mark", lang, mark=told)


def _aspect(name: str) -> dict[str, str]:
    if name in ASPECTS:
        return WORDS.both(f"aspect.{name}")
    return dict.fromkeys(LANGUAGES, name.removeprefix("b_").replace("_", " ").capitalize())
