"""How often each mark is given on each part of the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.presenting.composing import Part
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.privacy.merging import JOINED, merge_small
from analysis.schemas.bundle import ReportColumn
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.marks import Kind, Marks
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MOST_MARKS = 6
"""Marks that a figure can tell apart; a scale with more is not shown mark by mark."""
PREFIX = "mark_"
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


def count_marks(marks: Mapping[Kind, Marks], rated: Rated, config: FairnessConfig) -> Part:
    """Return how many ratees have each mark on each behaviour, else on each rating.

    Marks that few have on some part are joined with a neighbour, on all parts alike.
    """
    chosen = marks.get("behaviours", marks.get("ratings"))
    if chosen is None:
        return Part()
    counts = _counts(chosen)
    if not 1 < counts.shape[1] <= MOST_MARKS:
        return Part()
    joined = _joined(counts, config)
    if joined.shape[1] < 2:
        return Part()
    columns = [
        WORDS.column("aspect", "label", "text", codes={one: _aspect(one) for one in counts.index}),
        WORDS.column("n", "base", "integer", heading="persons"),
        *(_mark_column(str(name), chosen, rated) for name in joined),
    ]
    frame = joined.rename(columns=lambda one: _column(str(one))).assign(
        aspect=joined.index, n=joined.sum(axis=1)
    )
    return Part(tables=(WORDS.table("marks_given", frame, columns, title=f"marks_{chosen.kind}"),))


def _counts(marks: Marks) -> pd.DataFrame:
    """Return ratees by part (rows) and mark (columns, ascending), of those with every part."""
    import pandas as pd

    whole = marks.table.dropna()
    parts = sorted(whole, key=lambda one: (ASPECTS.index(one) if one in ASPECTS else 99, one))
    values = np.unique(whole.to_numpy())
    counts = {part: [int(whole[part].eq(value).sum()) for value in values] for part in parts}
    return pd.DataFrame(counts, index=[f"{value:g}" for value in values]).T


def _joined(counts: pd.DataFrame, config: FairnessConfig) -> pd.DataFrame:
    """Return the counts with rare marks joined; a mark that a part lacks does not make it rare."""
    import pandas as pd

    order = [str(one) for one in counts]
    fewest = counts.where(counts > 0).min().fillna(0)
    merged = merge_small(
        pd.DataFrame({"mark": order, "n": fewest.to_numpy()}),
        "mark",
        "n",
        order=order,
        disclosure="personnel",
        min_cell=config.min_cell,
    )
    return counts.T.groupby([merged[one] for one in order], sort=False).sum().T


def _column(mark: str) -> str:
    return PREFIX + mark.replace(JOINED, "_").replace(".", "_")


def _mark_column(mark: str, marks: Marks, rated: Rated) -> ReportColumn:
    label = {lang: _mark_name(mark, marks, rated, lang) for lang in LANGUAGES}
    return ReportColumn(_column(mark), label, "count", "integer")


def _mark_name(mark: str, marks: Marks, rated: Rated, lang: str) -> str:
    values = [float(one) for one in mark.split(JOINED)]
    if marks.kind == "ratings":
        return JOINED.join(rated.rules.ratings[int(value) - 1] for value in values)
    write = Formatter(lang)
    places = 0 if marks.steps else 1
    return JOINED.join(write.decimal(value, places) for value in values)


def _aspect(name: str) -> dict[str, str]:
    if name in ASPECTS:
        return WORDS.both(f"aspect.{name}")
    return dict.fromkeys(LANGUAGES, name.removeprefix("b_").replace("_", " ").capitalize())
