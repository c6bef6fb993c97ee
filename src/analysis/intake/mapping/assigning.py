"""One target to one column: who gets it, and who stays in doubt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from analysis.intake.mapping.items import Candidate
from analysis.intake.raw import LEFT_OUT_COLUMNS, ColumnMatch, RawColumn

CLOSE = 0.06
"""Two columns whose scores differ by less claim a target equally."""

IN_DOUBT = 0.55
_LEAST = 0.30

Claims = Sequence[tuple[RawColumn, Sequence[Candidate]]]


def assign(claims: Claims, *, taken: Collection[str] = ()) -> dict[int, ColumnMatch]:
    """Return position to match; a target of the table goes to one column only.

    Parameters
    ----------
    claims : sequence of (RawColumn, candidates best first)
    taken : collection of str
        Targets that region.toml gives to other columns.

    Notes
    -----
    Where a second column claims a target nearly as well (`CLOSE`), both are in doubt, because
    only a person can tell which one is meant.
    """
    used = set(taken)
    found: dict[int, ColumnMatch] = {}
    pairs = [(one, column, ranked) for column, ranked in claims for one in ranked]
    for one, column, ranked in sorted(pairs, key=lambda pair: -pair[0].score):
        if column.position in found or (one.target in used and one.target not in LEFT_OUT_COLUMNS):
            continue
        if one.score < _LEAST:
            continue
        used.add(one.target)
        found[column.position] = _match(column, one, ranked)
    _doubt_rivals(found, claims)
    for column, ranked in claims:
        found.setdefault(column.position, _unmatched(column, ranked))
    return found


def _match(column: RawColumn, one: Candidate, ranked: Sequence[Candidate]) -> ColumnMatch:
    other = next((two.target for two in ranked if two.target != one.target), "")
    return ColumnMatch(column, one.target, one.score, one.reason, other)


def _unmatched(column: RawColumn, ranked: Sequence[Candidate]) -> ColumnMatch:
    alternative = ranked[0].target if ranked else ""
    return ColumnMatch(column, "", 0.0, "unknown", alternative)


def _doubt_rivals(found: dict[int, ColumnMatch], claims: Claims) -> None:
    winners: Mapping[str, ColumnMatch] = {
        match.target: match for match in found.values() if match.target not in LEFT_OUT_COLUMNS
    }
    for column, ranked in claims:
        own = found.get(column.position)
        if not ranked or (own is not None and own.certain):
            continue
        best = ranked[0]
        winner = winners.get(best.target)
        if winner is None or winner.column.position == column.position:
            continue
        if winner.confidence - best.score < CLOSE:
            doubtful = ColumnMatch(
                winner.column, winner.target, IN_DOUBT, winner.reason, winner.alternative
            )
            found[winner.column.position] = doubtful
            found[column.position] = ColumnMatch(column, best.target, IN_DOUBT, best.reason)
