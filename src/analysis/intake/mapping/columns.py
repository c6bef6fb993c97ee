"""Candidates for one column: what its header says, weighed against what its values say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from analysis.intake.lexicon import contexts_of, filler_words, spare_targets_of, targets_of
from analysis.intake.mapping.evidence import WEAK, item_share, label_share, target_share
from analysis.intake.mapping.items import Candidate, item_candidates
from analysis.intake.raw import PERSON_COLUMNS, RawColumn
from analysis.intake.values.folding import fold
from analysis.schemas.codebook import Codebook
from analysis.schemas.region import Region
from analysis.schemas.tables import table as schema_table

_PARENTHESES = re.compile(r"\([^)]*\)")
_YEAR = re.compile(r"\b(?:tahun )?20\d\d\b", re.IGNORECASE)
_LONGEST_NAME = 60
_LONGEST_HOLDER = 80
_MOST_WORDS = 6
"""A longer header is a question; only tables of answers have such columns."""

_OF_USERS = {"unit_id", "service", "period", "users", "row_number"}
_CONTAINED = {1: 0.70, 2: 0.80}
_VALUES_ONLY = 0.60
_UNNAMED = 0.50
FITTING = 0.80
ORDER_ASSUMED = 0.93
"""Highest confidence of an item told by a number that forms use for different items."""

_RECOGNISED_BY_VALUES = {
    "citizen_survey": ("gender", "education", "occupation", "email"),
    "staff_survey": ("gender", "education", "email"),
}
_NUMBERED = frozenset({"employee_id", "rater_id", "supervisor_id", "complaint_id", "respondent_id"})
"""Identifiers: a known header is believed whatever stands below it; the reader then judges."""


@dataclass(frozen=True)
class Reading:
    """What a table, a codebook and a region say about columns.

    Attributes
    ----------
    order : str
        Order by which bare numbers are read; `declared_order` tells that region.toml says it.
    complete : bool
        Whether the headers number exactly the codebook's questions.
    recap : bool
        Whether numbers of users are read from a recap of printed indices.
    contexts : tuple of str
        Words that stand before a header because the file or sheet is named so.
    """

    table: str
    codebook: Codebook | None
    region: Region | None
    order: str = ""
    declared_order: bool = False
    complete: bool = False
    recap: bool = False
    contexts: tuple[str, ...] = ()


def candidates_of(column: RawColumn, values: Sequence[str], reading: Reading) -> list[Candidate]:
    """Return the targets a column may stand for, best first, scores weighed with its values."""
    found = _by_header(column, reading) + _by_items(column, reading)
    weighed = [_weigh(one, values, reading) for one in found]
    weighed += _by_values(values, reading, {one.target for one in found})
    best: dict[str, Candidate] = {}
    for one in sorted(weighed, key=lambda one: -one.score):
        best.setdefault(one.target, one)
    return list(best.values())


def _by_header(column: RawColumn, reading: Reading) -> list[Candidate]:
    names = targets_of(reading.table)
    header = fold(column.header)
    if not header:
        return []
    if reading.recap and _of_recap(header) and names.get(header) not in _OF_USERS:
        return [Candidate("ignored", 0.95, "synonym")]
    together = [f"{word} {column.header}" for word in reading.contexts]
    if column.group:
        together = [f"{column.group} {column.header}", f"{column.header} {column.group}", *together]
    for text in together:
        target = names.get(fold(text), "")
        if target:
            return [Candidate(target, 0.97, "synonym")]
    return _of_unnamed_context(header, reading) or list(known_as(column.header, reading.table))


def _of_unnamed_context(header: str, reading: Reading) -> list[Candidate]:
    """Doubt a header such as "Score" where nothing says which test it is of."""
    names = targets_of(reading.table)
    if reading.contexts or names.get(header, "ignored") != "ignored":
        return []
    meant = (names.get(fold(f"{word} {header}"), "") for word in contexts_of(reading.table))
    return [Candidate(target, _UNNAMED, "similar") for target in meant if target]


@lru_cache(maxsize=20_000)
def known_as(text: str, table: str) -> tuple[Candidate, ...]:
    """Compare a header with the names known for a table; files repeat headers.

    A name that is only a makeshift for its target gives way to a better column, and is then left
    out.
    """
    names, spare, header = targets_of(table), spare_targets_of(table), fold(text)
    if header in spare:
        return (Candidate(spare[header], 0.91, "synonym"), Candidate("ignored", 0.905, "spare"))
    if header in names:
        target = names[header]
        return (Candidate(target, 0.97, "exact" if header == fold(target) else "synonym"),)
    of_export = _of_export(header, spare | names)
    if of_export:
        return (of_export,)
    bare = _YEAR.sub(" ", _PARENTHESES.sub(" ", text))
    for shorter in (fold(_PARENTHESES.sub(" ", text)), fold(bare), _without_filler(header)):
        if shorter in names:
            return (Candidate(names[shorter], 0.94, "synonym"),)
    asks = bool(table) and schema_table(table).items == "codebook"
    is_question = len(header.split()) > _MOST_WORDS and not asks
    return () if is_question else (*_contained(header, names), *_alike(header, names))


def _of_export(header: str, names: dict[str, str]) -> Candidate | None:
    """Read "GOL AKHIR NAMA" and leave "GOL AKHIR ID" out, as exports pair names with codes."""
    bare, _, ending = header.rpartition(" ")
    if ending == "nama" and bare in names:
        return Candidate(names[bare], 0.95, "synonym")
    return Candidate("ignored", 0.94, "synonym") if ending == "id" and bare in names else None


def _of_recap(header: str) -> bool:
    """Whether a column belongs to the recap that also prints the number of users."""
    return header in targets_of("published_indices") or is_unsur_code(header)


def is_unsur_code(header: str) -> bool:
    """Whether a folded header is the number of an unsur: "u1", "u 9"."""
    return re.fullmatch(r"u ?\d{1,2}", header) is not None


def _without_filler(header: str) -> str:
    return " ".join(word for word in header.split() if word not in filler_words())


def _contained(header: str, names: dict[str, str]) -> list[Candidate]:
    if len(header) > _LONGEST_HOLDER:
        return []
    found: dict[str, float] = {}
    for name, target in names.items():
        if len(name) < 4 or f" {name} " not in f" {header} " or target in {"ignored", "row_number"}:
            continue
        score = _CONTAINED.get(len(name.split()), 0.86) + 0.04 * header.startswith(name)
        found[target] = max(found.get(target, 0.0), score)
    return [Candidate(target, score, "similar") for target, score in found.items()]


def _alike(header: str, names: dict[str, str]) -> list[Candidate]:
    if len(header) > _LONGEST_NAME or len(header) < 4:
        return []
    best = process.extractOne(header, names.keys(), scorer=fuzz.ratio, score_cutoff=85)
    return [Candidate(names[best[0]], 0.9 * best[1] / 100, "similar")] if best else []


def _by_items(column: RawColumn, reading: Reading) -> list[Candidate]:
    if reading.codebook is None or not column.header:
        return []
    found = item_candidates(
        column, reading.codebook, order=reading.order, complete=reading.complete
    )
    if not reading.declared_order:
        return found
    return [replace(one, score=0.99) if one.reason == "position" else one for one in found]


def _weigh(one: Candidate, values: Sequence[str], reading: Reading) -> Candidate:
    share = _share(one.target, values, reading)
    if share is None or (share >= FITTING and one.target in WEAK):
        return one
    if one.target in {*PERSON_COLUMNS, *_NUMBERED} and one.reason in {"exact", "synonym"}:
        return one
    score = weighed_score(one.score, share)
    if one.reason == "position" and _order_matters(one, reading):
        score = min(score, ORDER_ASSUMED)
    return replace(one, score=round(score, 3))


def _order_matters(one: Candidate, reading: Reading) -> bool:
    """Whether a bare number leaves open which item it is: no value can tell."""
    if reading.codebook is None or reading.declared_order:
        return False
    orders = reading.codebook.orders.values()
    return len({keys.index(one.target) for keys in orders}) > 1


def weighed_score(score: float, share: float) -> float:
    """Return a header's score after its values were seen.

    Values that nearly all fit (share over 0.8) take away up to three quarters of the doubt; values
    that mostly do not fit (below 0.5) make any header doubtful.
    """
    if share >= FITTING:
        return score + (1 - score) * 0.75 * (share - FITTING) / (1 - FITTING)
    if share >= 0.5:
        return score * (0.7 + 0.375 * share)
    return score * (0.4 + share * 0.6)


def _share(target: str, values: Sequence[str], reading: Reading) -> float | None:
    book = reading.codebook
    if book is not None and target in {item.key for item in book.items}:
        averages = reading.table == "published_indices"
        return item_share(values, book.item(target), book, averages=averages)
    return target_share(values, target, table=reading.table, region=reading.region)


def _by_values(values: Sequence[str], reading: Reading, named: set[str]) -> list[Candidate]:
    """Return targets that the values alone suggest: never enough to be certain."""
    if named or len(values) < 2:
        return []
    shares = {
        target: target_share(values, target, table=reading.table) or 0.0
        for target in _RECOGNISED_BY_VALUES.get(reading.table, ())
    }
    if reading.codebook is not None:
        shares |= {item.key: label_share(values, item) for item in reading.codebook.items}
    return [
        Candidate(target, round(_VALUES_ONLY * share, 3), "values")
        for target, share in shares.items()
        if share >= FITTING
    ]
