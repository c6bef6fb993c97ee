"""The sheets of the staff survey that ask how fair the appraisal is felt to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.checks import Sampling
from analysis.measures.groups import STATUS_GROUPS
from analysis.measures.scales import LikertScale, oriented, score_scale
from analysis.measures.sheets import DESIGNED, least_designed, waves_in_order
from analysis.presenting.composing.levels import unit_kinds

if TYPE_CHECKING:
    import pandas as pd

    from analysis.schemas.codebook import Codebook
    from analysis.store import StudyData
    from analysis.studies.fairness.config import FairnessConfig

ROLE = "fairness"
"""Role of the scales in their codebook."""


@dataclass(frozen=True)
class JusticeSheets:
    """The latest wave of the period, of one instrument.

    Attributes
    ----------
    codebook : Codebook
    wave : str
        Empty where the sheets name no wave.
    sheets : DataFrame
        One row a sheet with at least one answer to an item of fairness, with `unit_group`.
    answers, scores : DataFrame, index of `sheets`
        Oriented answers; one column a scale, 0 to 100, missing below the fewest answers.
    scales : mapping of key to LikertScale
        The whole first, then its dimensions in the order of the codebook.
    sampling : str
        The least designed of the sources.
    """

    codebook: Codebook
    wave: str
    sheets: pd.DataFrame
    answers: pd.DataFrame
    scores: pd.DataFrame
    scales: Mapping[str, LikertScale]
    sampling: Sampling

    @property
    def whole(self) -> str:
        """Key of the whole scale."""
        return next(iter(self.scales))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Keys of the dimensions that anybody answered."""
        return tuple(self.scales)[1:]

    @property
    def designed(self) -> bool:
        """Whether respondents were drawn by design."""
        return self.sampling in DESIGNED

    def items_of(self, key: str) -> pd.DataFrame:
        """Return the answers to the items of a scale."""
        return self.answers[list(self.scales[key].items)]

    def name_of(self, key: str) -> dict[str, str]:
        """Return the name of a scale in both languages."""
        name = self.codebook.scale(key).name
        return {"id": name.id, "en": name.en}


@dataclass(frozen=True)
class NoSheets:
    """Why perceived fairness cannot be told, and what would help."""

    reason: str
    unblock: str


def read_justice(data: StudyData, config: FairnessConfig) -> JusticeSheets | NoSheets:
    """Return the sheets in view, those of `config.unit` where it is set, or why there are none."""
    rows = data.tables["staff_survey"]
    if config.unit:
        rows = rows[rows["unit_id"].eq(config.unit)]
    if rows.empty:
        return NoSheets("no_sheets", "staff_survey")
    books = {name: book for name, book in data.codebooks.items() if whole_of(book)}
    asked = rows[rows["instrument"].isin(list(books))]
    if asked.empty:
        return NoSheets("no_fairness_scale", "fairness_scale")
    wave = waves_in_order(asked)[-1]
    latest = asked[asked["wave"].fillna("").eq(wave)]
    instrument = str(latest["instrument"].value_counts().index[0])
    chosen = latest[latest["instrument"].eq(instrument)]
    found = _scored(chosen, books[instrument], wave, data)
    return found if len(found.sheets) else NoSheets("no_answers", "staff_survey")


def dimension_names(data: StudyData) -> dict[str, dict[str, str]]:
    """Return the names of the scales of fairness in the codebooks of the region, by key."""
    return {
        scale.key: {"id": scale.name.id, "en": scale.name.en}
        for book in data.codebooks.values()
        if whole_of(book)
        for scale in book.scales
        if scale.role == ROLE
    }


def whole_of(codebook: Codebook) -> str:
    """Return the key of the first scale of fairness that is no dimension; empty without one."""
    if codebook.table != "staff_survey":
        return ""
    found = (
        scale.key
        for scale in codebook.scales
        if scale.role == ROLE and not scale.part_of and codebook.items_of(scale.key)
    )
    return next(found, "")


def _scored(rows: pd.DataFrame, codebook: Codebook, wave: str, data: StudyData) -> JusticeSheets:
    import pandas as pd

    key = whole_of(codebook)
    given = oriented(rows, codebook)[list(codebook.items_of(key))]
    answered = given.notna().any(axis=1)
    sheets, answers = (one[answered].reset_index(drop=True) for one in (rows, given))
    scales = _scales(codebook, key, answers)
    scores = {name: score_scale(answers, one) for name, one in scales.items()}
    kinds = sheets["unit_id"].map(unit_kinds(data.region)).astype("str")
    declared = {source.id: source.sampling for source in data.region.sources}
    return JusticeSheets(
        codebook=codebook,
        wave=wave,
        sheets=sheets.assign(unit_group=kinds, status=sheets["status"].replace(STATUS_GROUPS)),
        answers=answers,
        scores=pd.DataFrame(scores, index=answers.index),
        scales=scales,
        sampling=least_designed(rows["source_id"].astype("str").unique(), declared),
    )


def _scales(codebook: Codebook, whole: str, answers: pd.DataFrame) -> dict[str, LikertScale]:
    """Return the whole scale and those of its dimensions that anybody answered."""
    keys = [whole, *codebook.dimensions(whole)]
    scales = {key: LikertScale.of(codebook, key) for key in keys}
    return {
        key: one
        for key, one in scales.items()
        if key == whole or answers[list(one.items)].notna().to_numpy().any()
    }
