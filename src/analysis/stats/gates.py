"""Gates: whether a question can be answered with these data, decided before it is estimated.

The limits of all studies are in `gates.toml`, each with its source or the word "convention".
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from analysis.checks import check_option
from analysis.errors import UsageError

GateStatus = Literal["ok", "review", "blocked"]
_WORST_FIRST: tuple[GateStatus, ...] = ("blocked", "review")


@dataclass(frozen=True)
class Gate:
    """The answer of a gate.

    Attributes
    ----------
    name : str
    status : {"ok", "review", "blocked"}
    reason_code : str
        Empty when ok.
    measured : float, str or None
        What was found, of the limit that decided; None when ok.
    threshold : float, str or None
        The limit it missed; None when ok.
    source : str
        Where the limits come from.
    """

    name: str
    status: GateStatus
    reason_code: str = ""
    measured: float | str | None = None
    threshold: float | str | None = None
    source: str = ""


def gate(name: str, **values: float | str | None) -> Gate:
    """Ask the gate `name` about the measured `values`.

    Parameters
    ----------
    name : str
        Table of `gates.toml`.
    **values : float, str or None
        What the gate's limits name. A value marked optional may be left out or None; a required
        value that is missing (None or NaN) blocks, because nothing could be measured.

    Returns
    -------
    Gate
        The worst status over its limits; of equal ones the first in the file.

    Raises
    ------
    UsageError
        If there is no such gate, or a required value is not given.

    Examples
    --------
    >>> gate("group_comparison", smallest_group=12).status
    'review'
    """
    check_option(name, name="gate", allowed=gate_names())
    declared = _declared()[name]
    _check_given(name, declared["limits"], values)
    missed = [found for limit in declared["limits"] for found in _missed(limit, values)]
    for status in _WORST_FIRST:
        for found_status, reason, measured, threshold in missed:
            if found_status == status:
                return Gate(name, status, reason, measured, threshold, declared["source"])
    return Gate(name, "ok", source=declared["source"])


def gate_names() -> tuple[str, ...]:
    """Return the names of all gates."""
    return tuple(_declared())


def blocked_below(name: str, value: str) -> int:
    """Return the number below which a gate blocks, for what is merged or left out before it."""
    limits = _declared()[name]["limits"]
    return int(next(one["blocked_below"] for one in limits if one["value"] == value))


@cache
def _declared() -> dict[str, dict[str, Any]]:
    text = files("analysis.stats").joinpath("gates.toml").read_text("utf-8")
    return tomllib.loads(text)


def _check_given(
    name: str, limits: list[dict[str, Any]], values: Mapping[str, float | str | None]
) -> None:
    required = {limit["value"] for limit in limits if not limit.get("optional")}
    required |= {limit["per"] for limit in limits if "per" in limit}
    known = {limit["value"] for limit in limits} | required
    if not required <= set(values) <= known:
        raise UsageError(
            "stats.gates.values",
            gate=name,
            given=", ".join(sorted(values)) or "-",
            required=", ".join(sorted(required)),
            optional=", ".join(sorted(known - required)) or "-",
        )


Missed = tuple[GateStatus, str, float | str | None, float | str]


def _missed(limit: dict[str, Any], values: Mapping[str, float | str | None]) -> list[Missed]:
    """Return what of one limit is missed: status, reason, measured, threshold."""
    value = values.get(limit["value"])
    if value is None and limit.get("optional"):
        return []
    if isinstance(value, str):
        return _missed_word(limit, value)
    measured = math.nan if value is None else float(value)
    if "per" in limit:
        measured /= _divisor(values[limit["per"]])
    return _missed_number(limit, measured)


def _missed_word(limit: dict[str, Any], value: str) -> list[Missed]:
    return [
        (status, _reason(limit, status), value, ", ".join(limit[f"{status}_if"]))
        for status in _WORST_FIRST
        if value in limit.get(f"{status}_if", ())
    ]


def _missed_number(limit: dict[str, Any], measured: float) -> list[Missed]:
    found: list[Missed] = []
    for status in _WORST_FIRST:
        below, above = limit.get(f"{status}_below"), limit.get(f"{status}_above")
        if below is not None and measured < below:
            found.append((status, _reason(limit, status), measured, below))
        if above is not None and measured > above:
            found.append((status, _reason(limit, status), measured, above))
    if math.isnan(measured):
        found.append(("blocked", _reason(limit, "blocked"), None, _any_threshold(limit)))
    return found


def _divisor(value: float | str | None) -> float:
    return float(value) if value else math.nan


def _reason(limit: dict[str, Any], status: GateStatus) -> str:
    own = limit.get(f"{status}_reason") or limit.get("reason")
    return str(own or limit.get("review_reason"))


def _any_threshold(limit: dict[str, Any]) -> float | str:
    found = (limit.get(f"{s}_{side}") for s in _WORST_FIRST for side in ("below", "above", "if"))
    first = next(one for one in found if one is not None)
    return ", ".join(first) if isinstance(first, list) else first


FEWEST_CLUSTERS = blocked_below("clusters", "clusters")
"""Appraisers or units below which errors are not clustered by them."""
SMALLEST_GROUP = blocked_below("group_comparison", "smallest_group")
"""Persons below which groups are not compared; smaller groups are merged before."""
