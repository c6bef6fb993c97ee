"""What the lines around a table say: unit, period, address, population.

Facts are texts as they stand; the values room reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.intake.lexicon import fact_keys
from analysis.intake.values.folding import fold

_PERSONAL = frozenset({"person_name", "national_id", "phone"})
_KEY_VALUE = re.compile(r"\s*([^:]{2,60}?)\s*:\s*(.+)")
_MONTH = (
    r"(?:januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november"
    r"|nopember|desember)"
)
_PERIOD = re.compile(
    rf"((?:periode|semester|smt\.?|triwulan|tw\.?)\b.*?\b20\d\d"
    rf"|(?:bulan\s+)?{_MONTH}\b(?:\s*(?:-|s\s*[./]?\s*d\.?)\s*{_MONTH})?\s*(?:tahun\s+)?20\d\d"
    r"|tahun\s+20\d\d)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(dinas|badan|kecamatan|kelurahan|puskesmas|rsud|rumah sakit|sekretariat|inspektorat|upt|uptd"
    r"|kantor|satuan polisi|distrik|bagian)\b.{3,}",
    re.IGNORECASE,
)
_TREND = re.compile(r"tren\w* (?:nilai )?skm tahun (20\d\d)")


def facts_of_lines(lines: Iterable[list[str]]) -> dict[str, str]:
    """Return the facts stated by title and information lines; the first statement counts.

    Parameters
    ----------
    lines : iterable of rows of cells, "" where blank
        "Periode : Semester I 2025" in one cell, or the key and its value in two.
    """
    facts: dict[str, str] = {}
    for line in lines:
        cells = [cell for cell in line if cell and cell != ":"]
        for key, value in _stated(cells):
            facts.setdefault(key, value)
        for cell in cells:
            for key, value in _recognised(cell):
                facts.setdefault(key, value)
    return {key: value for key, value in facts.items() if key not in _PERSONAL}


def is_information(lines: Iterable[list[str]]) -> bool:
    """Whether two-column lines are keys with their values rather than a table."""
    keys = [fold(line[0]) for line in lines if line and line[0]]
    return sum(key in fact_keys() or bool(_TREND.match(key)) for key in keys) >= 3


def _stated(cells: list[str]) -> list[tuple[str, str]]:
    found = []
    if len(cells) >= 2:
        found.append((cells[0].rstrip(" :"), cells[1].lstrip(": ")))
    found += [(one[1], one[2]) for cell in cells[:2] if (one := _KEY_VALUE.fullmatch(cell))]
    return [(key, value) for raw, value in found if (key := _fact(raw)) and value]


def _fact(raw: str) -> str:
    folded = fold(raw)
    trend = _TREND.match(folded)
    return f"index_{trend[1]}" if trend else fact_keys().get(folded, "")


def _recognised(cell: str) -> list[tuple[str, str]]:
    period, unit = _PERIOD.search(cell), _UNIT.fullmatch(cell)
    found = [("period", period[1])] if period else []
    return [*found, ("unit", cell)] if unit else found
