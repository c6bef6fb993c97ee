"""Names and identifiers in the form in which they are compared."""

from __future__ import annotations

import pytest

from analysis.privacy.folding import fold_identifier, fold_name, is_telling, telling_pairs


# Titles: domain.md 8.6.
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Drs. H. Ahmad Yani, M.Si", ("ahmad", "yani")),
        ("Siti Nurhaliza S.Sos", ("siti", "nurhaliza")),
        ("Siti Nurhaliza, S.Sos, M,Si", ("siti", "nurhaliza")),
        ("dr. Andi Wijaya Sp.A", ("andi", "wijaya")),
        ("drg. Fitri", ("fitri",)),
        ("Ns. Rina, S.Kep.", ("rina",)),
        ("apt. Dewi Lestari, S.Farm", ("dewi", "lestari")),
        ("RUDI HARTONO SKM", ("rudi", "hartono")),
        ("Hj. Nur'aini Lubis", ("nuraini", "lubis")),
        ("M. Yusuf", ("yusuf",)),
        ("Yohanes  Rumaropen", ("yohanes", "rumaropen")),
        ("Prof. Dr. Ir. Budi", ("budi",)),
        ("José María", ("jose", "maria")),
        ("-", ()),
        ("", ()),
        ("S.H., M.H.", ()),
    ],
)
def test_name_without_titles(name: str, parts: tuple[str, ...]) -> None:
    assert fold_name(name) == parts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("19670610 198901 1 003", "196706101989011003"),
        ("'196706101989011003", "196706101989011003"),
        ("+62 812-3456-7890", "081234567890"),
        ("6281234567890", "081234567890"),
        ("81234567890", "081234567890"),
        ("(0754) 612345", "0754612345"),
        ("6201234567890123", "6201234567890123"),  # a NIK of Kalimantan Tengah, no phone
        ("PEG-00123", "peg00123"),
        ("A-17", ""),
        ("tanpa", ""),
        ("12345678", ""),
        ("20251121", ""),
        ("", ""),
    ],
)
def test_identifier_is_folded(text: str, folded: str) -> None:
    assert fold_identifier(text) == folded


@pytest.mark.parametrize(
    ("part", "expected"),
    [("suparman", True), ("budi", False), ("tuti", False), ("indah", False), ("permata", False)],
)
def test_single_name_tells_when_it_is_long_and_no_word(part: str, expected: bool) -> None:
    assert is_telling(part) is expected


def test_pair_of_two_common_words_tells_nothing() -> None:
    assert telling_pairs(("indah", "permata", "sihombing")) == [("permata", "sihombing")]
