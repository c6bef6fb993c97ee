"""Pseudonyms: HMAC-SHA-256 of an identifier under the region's key, with a prefix by kind.

The kind is part of what is hashed, so that an employee and his named survey sheet (`e_`, `s_`)
do not share their letters. Only intake calls this module.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.checks import check_option

Kind = Literal["e", "c", "l", "s", "p"]
KINDS: dict[str, str] = {
    "e": "employee",
    "c": "citizen",
    "l": "complaint",
    "s": "survey sheet",
    "p": "respondent's own code",
}
_BYTES = 10
_ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)
_BLOCK = 64
_ROWS_A_RUN = 6


def pseudonymise(values: pd.Series, kind: Kind, key: bytes) -> pd.Series:
    """Return the pseudonym of every value, for example `e_4zq6lwd3u7y2ahkc`.

    Parameters
    ----------
    values : Series of str
        Identifiers, already folded (digits only for NIP and NIK). Missing stays missing.
    kind : {"e", "c", "l", "s", "p"}
        Employee, citizen, complaint, survey sheet or a respondent's own code.
    key : bytes
        `RegionKeys.pseudonym`.

    Returns
    -------
    Series of str
        Same index. 80 bits: among a million identifiers a collision has probability 4e-13.

    Raises
    ------
    UsageError
        If the kind is unknown.
    """
    check_option(kind, name="kind", allowed=KINDS)
    codes, unique = values.factorize()
    made = _pseudonyms([str(value) for value in unique], kind, key)
    letters = np.array([*made, None], dtype=object)[codes]
    return pd.Series(letters, index=values.index, name=values.name, dtype="str")


def pseudonymise_rows(place: str, rows: np.ndarray, kind: Kind, key: bytes) -> pd.Series:
    """Return the pseudonyms of rows that have no identifier but their place.

    One HMAC-SHA-512 of the place and a run of six rows gives six pseudonyms, so that a million
    rows cost under a second.

    Parameters
    ----------
    place : str
        What the rows have in common, for example source, delivery and sheet.
    rows : array of int, shape (n,)
        Row numbers, from 0.
    kind : {"e", "c", "l", "s", "p"}
    key : bytes
        `RegionKeys.pseudonym`.

    Returns
    -------
    Series of str
        One a row; equal rows of a place have equal pseudonyms. 80 bits each.
    """
    check_option(kind, name="kind", allowed=KINDS)
    if not len(rows):
        return pd.Series(dtype="str")
    first, last = int(rows.min()) // _ROWS_A_RUN, int(rows.max()) // _ROWS_A_RUN
    start = hmac.new(key, f"{kind}:rows:{place}:".encode(), hashlib.sha512)
    letters = _letters(b"".join(_run_digest(start, run) for run in range(first, last + 1)))
    return _texts(kind, letters[rows - first * _ROWS_A_RUN])


def _run_digest(start: hmac.HMAC, run: int) -> bytes:
    one = start.copy()
    one.update(str(run).encode())
    return one.digest()[: _ROWS_A_RUN * _BYTES]


def _pseudonyms(unique: list[str], kind: str, key: bytes) -> list[str]:
    padded = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner_start = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + f"{kind}:".encode())
    outer_start = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
    digests = []
    for value in unique:
        inner, outer = inner_start.copy(), outer_start.copy()
        inner.update(value.encode())
        outer.update(inner.digest())
        digests.append(outer.digest()[:_BYTES])
    return _texts(kind, _letters(b"".join(digests))).tolist()


def _texts(kind: str, letters: np.ndarray) -> pd.Series:
    """Return rows of letters, shape (n, 16), as texts behind the prefix of the kind."""
    prefix = np.frombuffer(f"{kind}_".encode(), dtype=np.uint8)
    whole = np.hstack([np.broadcast_to(prefix, (len(letters), len(prefix))), letters])
    ends = np.arange(len(whole) + 1, dtype=np.int64) * whole.shape[1]
    buffers = [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(whole.tobytes())]
    return pd.Series(pa.Array.from_buffers(pa.large_string(), len(whole), buffers), dtype="str")


def _letters(data: bytes) -> np.ndarray:
    """Return RFC 4648 base32 in lower case: ASCII bytes, shape (n, 16), of n times ten bytes."""
    a, b, c, d, e = np.frombuffer(data, dtype=np.uint8).reshape(-1, 5).T
    places = (
        a >> 3, (a << 2 | b >> 6) & 31, b >> 1 & 31, (b << 4 | c >> 4) & 31,
        (c << 1 | d >> 7) & 31, d >> 2 & 31, (d << 3 | e >> 5) & 31, e & 31,
    )  # fmt: skip
    return _ALPHABET[np.stack(places, axis=1)].reshape(-1, _BYTES * 8 // 5)
