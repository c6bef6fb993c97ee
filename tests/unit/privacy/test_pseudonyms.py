"""Pseudonyms are keyed, stable, and keep rows and missing values in place."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.privacy.patterns import PATTERNS
from analysis.privacy.pseudonyms import pseudonymise

KEY = bytes(range(32))


def by_hand(value: str, kind: str, key: bytes) -> str:
    code = hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).digest()
    return f"{kind}_{base64.b32encode(code[:10]).decode().lower()}"


@pytest.mark.parametrize("kind", ["e", "c", "l", "s"])
@pytest.mark.parametrize("key", [KEY, b"k" * 100], ids=["short_key", "key_longer_than_a_block"])
def test_pseudonym_equals_hmac_of_the_standard_library(kind: str, key: bytes) -> None:
    values = pd.Series(["196706101989011003", "", "José", "196706101989011003"], dtype="str")
    made = pseudonymise(values, kind, key)
    assert made.tolist() == [by_hand(value, kind, key) for value in values]
    assert all(PATTERNS["pseudonym"].fullmatch(one) for one in made)


def test_missing_stays_missing_and_index_and_name_stay() -> None:
    values = pd.Series(["b", None, "a"], index=[7, 3, 5], name="nip", dtype="str")
    before = values.copy()
    made = pseudonymise(values, "e", KEY)
    assert made.index.tolist() == [7, 3, 5]
    assert made.name == "nip"
    assert made.isna().tolist() == [False, True, False]
    assert str(made.dtype) == "str"
    pd.testing.assert_series_equal(values, before)


@pytest.mark.parametrize("values", [[], [None, None]], ids=["empty", "all_missing"])
def test_nothing_to_hash(values: list) -> None:
    made = pseudonymise(pd.Series(values, dtype="str"), "c", KEY)
    assert made.isna().all()
    assert len(made) == len(values)


def test_employee_and_sheet_of_one_person_share_no_letters() -> None:
    values = pd.Series(["196706101989011003"], dtype="str")
    employee, sheet = (pseudonymise(values, kind, KEY)[0] for kind in ("e", "s"))
    assert employee[2:] != sheet[2:]


def test_other_key_other_pseudonym() -> None:
    values = pd.Series(["196706101989011003"], dtype="str")
    assert pseudonymise(values, "e", KEY)[0] != pseudonymise(values, "e", b"x" * 32)[0]


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="'x'"):
        pseudonymise(pd.Series(["a"], dtype="str"), "x", KEY)
