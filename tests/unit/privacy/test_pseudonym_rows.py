"""Pseudonyms of rows without an identifier, against HMAC and base32 of the standard library."""

from __future__ import annotations

import base64
import hashlib
import hmac

import numpy as np
import pytest

from analysis.errors import UsageError
from analysis.privacy.pseudonyms import pseudonymise_rows

KEY = bytes(range(32))


def by_hand(place: str, row: int) -> str:
    """Ten bytes of the HMAC of the run of six rows in which the row lies, in base32."""
    digest = hmac.digest(KEY, f"s:rows:{place}:{row // 6}".encode(), hashlib.sha512)
    part = digest[row % 6 * 10 : row % 6 * 10 + 10]
    return "s_" + base64.b32encode(part).decode().lower()


def test_rows_are_named_as_by_hand():
    rows = np.array([2, 3, 5, 6, 7, 11, 12, 999_983])
    made = pseudonymise_rows("skm|abc|Lembar 1", rows, "s", KEY)
    assert made.tolist() == [by_hand("skm|abc|Lembar 1", row) for row in rows.tolist()]


def test_a_row_keeps_its_name_whatever_other_rows_there_are():
    whole = pseudonymise_rows("a", np.arange(100), "s", KEY)
    some = pseudonymise_rows("a", np.array([99, 40, 40]), "s", KEY)
    assert some.tolist() == [whole[99], whole[40], whole[40]]


def test_place_kind_and_key_all_count():
    rows = np.arange(1, 50)
    made = [
        set(pseudonymise_rows("a", rows, "s", KEY)),
        set(pseudonymise_rows("b", rows, "s", KEY)),
        set(pseudonymise_rows("a", rows, "s", KEY[::-1])),
    ]
    assert len(set().union(*made)) == 3 * 49
    assert not {one[2:] for one in made[0]} & {
        one[2:] for one in pseudonymise_rows("a", rows, "l", KEY)
    }


def test_no_rows_and_unknown_kind():
    assert pseudonymise_rows("a", np.array([], dtype=int), "s", KEY).empty
    with pytest.raises(UsageError):
        pseudonymise_rows("a", np.array([1]), "x", KEY)
