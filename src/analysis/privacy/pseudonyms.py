"""Pseudonyms: HMAC-SHA-256 of an identifier under the region's key, with a prefix by kind.

The kind is part of what is hashed, so that an employee and his named survey sheet (`e_`, `s_`)
do not share their letters. Only intake calls this module.
"""

from __future__ import annotations

import hashlib
from typing import Literal

import numpy as np
import pandas as pd

from analysis.checks import check_option

Kind = Literal["e", "c", "l", "s"]
KINDS: dict[str, str] = {
    "e": "employee",
    "c": "citizen",
    "l": "complaint",
    "s": "survey sheet",
}
_BYTES = 10
_ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)
_BLOCK = 64


def pseudonymise(values: pd.Series, kind: Kind, key: bytes) -> pd.Series:
    """Return the pseudonym of every value, for example `e_4zq6lwd3u7y2ahkc`.

    Parameters
    ----------
    values : Series of str
        Identifiers, already folded (digits only for NIP and NIK). Missing stays missing.
    kind : {"e", "c", "l", "s"}
        Employee, citizen, complaint or survey sheet.
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
    letters = _base32(b"".join(digests))
    width = len(letters) // max(len(unique), 1)
    return [f"{kind}_{letters[at : at + width]}" for at in range(0, len(letters), width or 1)]


def _base32(data: bytes) -> str:
    """Return RFC 4648 base32 in lower case; the length must be a multiple of five bytes."""
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8)).reshape(-1, 5)
    places = bits @ np.array([16, 8, 4, 2, 1], dtype=np.uint8)
    return _ALPHABET[places].tobytes().decode("ascii")
