"""What somebody reads in the published bundle of a report, and what he computes from it.

Nothing here uses the program: JSON and CSV files are read as anybody would.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FLOORS = {"service": 5, "personnel": 5, "sensitive": 10}
Group = tuple[tuple[str, str], ...]
Told = tuple[float, float | None]
"""Base and numerator."""


def findings(report: Path) -> list[dict[str, Any]]:
    return json.loads((report / "findings.json").read_text("utf-8"))["findings"]


def shown(report: Path) -> dict[tuple[str, str, str], dict[Group, Told]]:
    """Return base and numerator of every group shown, by finding id, measure and class."""
    found: dict[tuple[str, str, str], dict[Group, Told]] = defaultdict(dict)
    for one in findings(report):
        if one["n"] is not None and one["disclosure"] in FLOORS:
            group = tuple(sorted(one["group"].items()))
            family = one["id"], one["measure"], one["disclosure"]
            found[family][group] = one["n"], one["numerator"]
    return dict(found)


def rests(groups: Mapping[Group, Told], kinds: Mapping[str, str]) -> Iterator[tuple[str, Told]]:
    """Yield what every shown total leaves over its shown parts; unit kinds are parts, too."""
    labels = {name for group in groups for name, _ in group}
    for total, told in groups.items():
        for label in labels - dict(total).keys():
            parts = [one for one in groups if _is_part(one, total, label)]
            if parts:
                yield f"{total} by {label}", _minus(told, [groups[one] for one in parts])
        kind = dict(total).get("unit_group")
        units = [one for one in groups if len(one) == 1 and one[0][0] == "unit"]
        inside = [one for one in units if kinds.get(one[0][1]) == kind]
        if kind and len(total) == 1 and inside:
            yield f"{total} by unit", _minus(told, [groups[one] for one in inside])


def _is_part(group: Group, total: Group, label: str) -> bool:
    return set(group) > set(total) and [name for name, _ in set(group) - set(total)] == [label]


def too_small(told: Told, floor: int) -> bool:
    """Tell whether a cell that can be computed should not be known; overlaps give none."""
    base, count = told
    if base < 0 or (count is not None and not 0 <= count <= base):
        return False
    cells = [base] if count is None else [base, count, base - count]
    return any(0 < one < floor for one in cells)


def left_over(report: Path, kinds: Mapping[str, str]) -> list[str]:
    """Return what of the findings is too small, or follows from them and is too small."""
    found = []
    for (name, _, disclosure), groups in shown(report).items():
        floor = FLOORS[disclosure]
        told = {g: (base, None) if disclosure == "service" else (base, count)
                for g, (base, count) in groups.items()}  # fmt: skip
        found += [f"{name} {group}" for group, one in told.items() if too_small(one, floor)]
        found += [f"{name} {where}" for where, one in rests(told, kinds) if too_small(one, floor)]
    return found


def table_rows(report: Path) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
    """Yield name, description and every shown row of the tables about people."""
    for path in sorted((report / "tables").glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        if told["disclosure"] not in FLOORS:
            continue
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["disclosure_status"] != "suppressed":
                    yield path.stem, told, row


def small_cells(report: Path) -> list[str]:
    """Return every base, numerator and complement shown in a table that is too small."""
    found = []
    for name, told, row in table_rows(report):
        floor = FLOORS[told["disclosure"]]
        base = next((c["name"] for c in told["columns"] if c["role"] == "base"), None)
        for column in told["columns"]:
            value = row.get(column["name"], "")
            if column["role"] == "base" and value and 0 <= float(value) < floor:
                found.append(f"{name}.{column['name']}")
            counted = column["role"] == "count" and value and base
            checked = counted and told["disclosure"] != "service"
            if checked and too_small((float(row[base]), float(value)), floor):
                found.append(f"{name}.{column['name']}")
    return found


def _minus(total: Told, parts: Sequence[Told]) -> Told:
    base = total[0] - sum(one[0] for one in parts)
    counts = [one[1] for one in parts]
    if total[1] is None or any(one is None for one in counts):
        return base, None
    return base, total[1] - sum(one for one in counts if one is not None)
