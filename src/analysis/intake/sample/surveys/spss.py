"""Write an SPSS system file: numeric variables with labels, always the same bytes.

The file is little-endian with small whole numbers in one byte each; its texts are UTF-8.
Layout: GNU PSPP developers' guide, "System File Format".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

WRITTEN = (b"02 Jan 26", b"00:00:00")
"""Day and time of writing that every file states."""
PRODUCT = "@(#) SPSS DATA FILE DATA CONTOH"
FIRST_DAY = date(1582, 10, 14)
SECONDS_A_DAY = 86_400
NUMBER, DATE = (5 << 16) | (8 << 8), (20 << 16) | (11 << 8)
"""Formats F8.0 and DATE11."""
BIAS = 100
END_OF_DATA, RAW, SYSTEM_MISSING = 252, 253, 255
"""A byte stands for a whole number plus the bias, or says what follows."""
MISSING = -np.finfo(float).max
LONGEST_NAME, LONGEST_LABEL = 8, 255


@dataclass(frozen=True)
class Variable:
    """One variable of the file.

    Attributes
    ----------
    name : str
        At most eight capital letters and digits.
    label : str
    values : sequence of float or date
        None and NaN are missing.
    value_labels : mapping of float to str
    """

    name: str
    label: str
    values: Sequence[float | date | None]
    value_labels: Mapping[float, str] = field(default_factory=dict)

    @property
    def holds_dates(self) -> bool:
        """Whether the values are days."""
        return any(isinstance(value, date) for value in self.values)

    def numbers(self) -> np.ndarray:
        """Return the values as stored: days as seconds since 14 October 1582."""
        stored = [
            (value - FIRST_DAY).days * SECONDS_A_DAY if isinstance(value, date) else value
            for value in self.values
        ]
        numbers = np.array([np.nan if one is None else one for one in stored], dtype="<f8")
        return np.where(np.isnan(numbers), MISSING, numbers)


def write_spss_file(path: Path, variables: Sequence[Variable]) -> None:
    """Write `variables`, which all have a value for every case."""
    cases = len(variables[0].values) if variables else 0
    parts = [_header(len(variables), cases)]
    parts += [_variable(one) for one in variables]
    parts += [
        _value_labels(one, place)
        for place, one in enumerate(variables, start=1)
        if one.value_labels
    ]
    parts += [_machine(), _encoding(), struct.pack("<ii", 999, 0)]
    data = np.column_stack([one.numbers() for one in variables])
    path.write_bytes(b"".join(parts) + _compressed(data.ravel()))


def _compressed(numbers: np.ndarray) -> bytes:
    """Return blocks of eight codes, each followed by the numbers that no code can say."""
    codes = [_code(number) for number in numbers] + [END_OF_DATA]
    found = b""
    for start in range(0, len(codes), 8):
        block = codes[start : start + 8]
        raw = [numbers[start + i] for i, code in enumerate(block) if code == RAW]
        found += bytes(block).ljust(8, b"\0") + np.array(raw, dtype="<f8").tobytes()
    return found


def _code(number: float) -> int:
    if number == MISSING:
        return SYSTEM_MISSING
    small = number == round(number) and 1 <= number + BIAS < END_OF_DATA
    return int(number + BIAS) if small else RAW


def _header(variables: int, cases: int) -> bytes:
    head = b"$FL2" + _text(PRODUCT, 60)
    counts = struct.pack("<iiiiid", 2, variables, 1, 0, cases, float(BIAS))
    return head + counts + WRITTEN[0] + WRITTEN[1] + _text("DATA CONTOH", 64) + b"\0" * 3


def _variable(variable: Variable) -> bytes:
    form = DATE if variable.holds_dates else NUMBER
    label = _cut(variable.label)
    head = struct.pack("<iiiiii", 2, 0, 1, 0, form, form)
    name = _text(variable.name, LONGEST_NAME)
    return head + name + struct.pack("<i", len(label)) + _padded(label, 4)


def _value_labels(variable: Variable, place: int) -> bytes:
    entries = b""
    for value, text in variable.value_labels.items():
        label = _cut(text)
        entries += struct.pack("<d", value) + _padded(bytes([len(label)]) + label, 8)
    head = struct.pack("<ii", 3, len(variable.value_labels))
    return head + entries + struct.pack("<iii", 4, 1, place)


def _machine() -> bytes:
    integers = struct.pack("<iiii8i", 7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65001)
    largest = float(np.finfo(float).max)
    floats = struct.pack("<iiii3d", 7, 4, 8, 3, MISSING, largest, np.nextafter(MISSING, 0.0))
    return integers + floats


def _encoding() -> bytes:
    return struct.pack("<iiii", 7, 20, 1, 5) + b"UTF-8"


def _text(text: str, width: int) -> bytes:
    return text.encode("ascii").ljust(width)[:width]


def _cut(label: str) -> bytes:
    return label.encode("utf-8")[:LONGEST_LABEL]


def _padded(text: bytes, step: int) -> bytes:
    return text + b" " * (-len(text) % step)
