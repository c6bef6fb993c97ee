"""The check list finds persons of the region and leaves everything else alone."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest

from analysis.errors import ConfigError
from analysis.privacy.checklist import CheckList
from analysis.privacy.patterns import Match, find_patterns, without_matches

KEY = b"c" * 32
NIP = "198703142011012005"
NAMES = [
    "Drs. H. Ratmono Kusnadi, M.Si",
    "Suparman",
    "Sri",
    "Dewi",
    "Indah Permata",
    "Ny. Elfrida br. Simanjuntak",
    "M. Yusuf Nasution, S.H.",
    "Nur'aini",
    "Muhammad Rizky Pratama",
]
CHECKLIST = CheckList.build(
    [NIP, "1373024107850002", "+62 812 3456 7890", "PEG-00123", "12345678"],
    NAMES,
    KEY,
    not_names=["RSUD Yusuf Nasution", "Kelurahan Suparman Hilir"],
)


def kinds(text: str) -> set[str]:
    return {one.kind for one in CHECKLIST.find(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NIP, "identifier"),
        ("NIP.19870314 201101 2 005", "identifier"),
        ("x 1373024107850002, y", "identifier"),
        ("hp 0812-3456-7890", "identifier"),
        ("hp 6281234567890", "identifier"),
        ("pegawai peg-00123", "identifier"),
        ("pegawai PEG00123", "identifier"),
        ("Ratmono Kusnadi", "name"),
        ("RATMONO KUSNADI, S.E.", "name"),
        ("oleh ratmono   kusnadi", "name"),
        ("file ratmono_kusnadi.xlsx", "name"),
        ("Ratmono.Kusnadi", "name"),
        ("Elfrida br Simanjuntak", "name"),
        ("nuraini", "name"),
        ("Nur'aini", "name"),
        ("Rizky Pratama", "name"),
        ("Kusnadi, Ratmono", "name"),
        ("RatmonoKusnadi.xlsx", "name"),
        ("Ratmono%20Kusnadi", "name"),
        ("Ratmono\u200b \u00adKusnadi", "name"),
        ("SKP_19870314_201101_2_005.pdf", "identifier"),
        ("19870314\u2009201101\u20092\u2009005", "identifier"),
        ("\u200b".join(NIP), "identifier"),
        ("198,703,142,011,012,005", "identifier"),
        ("1.98703142011012e+17", "nip"),
        ("198703142011012000.0", "nip"),
        ("E_ABCDEFGHIJKLMNOP", "pseudonym"),
    ],
)
def test_person_of_the_region_is_found(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sri",
        "Dewi Sri",
        "Indah Permata",
        "permata indah",
        "Kusnadi Ratmono",
        "Ratmono dan Kusnadi",
        "RSUD Yusuf Nasution",
        "Suparman",
        "Kelurahan Suparman Hilir",
        "12345678",
        "0.198703142011012",
        "2025-11-21 10:22:33",
        "n = 1.247; IKM 86,13; 2025-S2",
        "a1b2c3d4e5f60718293a4b5c6d7e8f9001234567",
        "",
    ],
)
def test_what_is_no_person_is_left_alone(text: str) -> None:
    assert kinds(text) == set()


def test_message_has_an_ellipsis_for_what_is_found() -> None:
    text = f"SKP_{NIP}/Ratmono Kusnadi.json: n=12"
    assert without_matches(text, CHECKLIST.find) == "SKP_…/….json: n=12"
    assert without_matches("baris 1.247, 2025-S2", CHECKLIST.find) == "baris 1.247, 2025-S2"


def test_match_says_where_and_never_what() -> None:
    found = CHECKLIST.find(f"oleh Ratmono Kusnadi ({NIP})")
    assert Match("name", 5, 20) in found
    assert {one.kind for one in found} == {"name", "identifier", "nip"}
    assert "atmono" not in repr(found) + repr(CHECKLIST)
    assert NIP not in repr(found) + repr(CHECKLIST)


def test_list_on_disk_holds_hashes_and_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "check" / "contoh"
    CHECKLIST.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    text = path.read_text("utf-8").casefold()
    assert not any(secret in text for secret in (NIP, "ratmono", "kusnadi", "0812345"))
    assert CheckList.read(path) == CHECKLIST
    assert set(json.loads(text)) == {"schema", "key", "identifiers", "names"}


def test_same_name_has_other_hashes_in_another_region() -> None:
    other = CheckList.build([NIP], NAMES, b"d" * 32)
    assert not other.names & CHECKLIST.names
    assert not other.identifiers & CHECKLIST.identifiers


def test_missing_list_says_to_take_the_region_in(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        CheckList.read(tmp_path / "contoh")
    assert caught.value.exit_code == 2
    assert "kinerja intake contoh" in caught.value.text("id")


def test_empty_list_still_knows_forms() -> None:
    empty = CheckList.build([], [], KEY)
    assert [one.kind for one in empty.find(f"{NIP} Ratmono Kusnadi")] == ["nip"]


# Forms: NIP and NI PPPK as in domain.md 3.1 and 3.2, NIK as province, birth (women + 40), number.
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("196706101989011003", "nip"),
        ("19670610 198901 1 003", "nip"),
        ("200012312024211001", "nip"),
        ("n=5,196706101989011003", "nip"),
        ("196706101989011003.0", "nip"),
        ("1373024107850002", "nik"),
        ("0812-3456-7890", "phone"),
        ("+62 812 3456 7890", "phone"),
        ("081234567890", "phone"),
        ("warga.biasa@contoh.go.id", "email"),
        ("e_2mmqeovnd6b6fsx4", "pseudonym"),
        ("(s_2mmqeovnd6b6fsx4)", "pseudonym"),
    ],
)
def test_form_of_an_identifier_is_found(text: str, kind: str) -> None:
    assert kind in {one.kind for one in find_patterns(text)}


@pytest.mark.parametrize(
    "text",
    [
        "0.196706101989011003",
        "99.1967061019890110",
        "196713101989011003",  # month 13
        "196706321989011003",  # day 32
        "196706101989013003",  # sex digit 3
        "19670610198901100",  # 17 digits
        "1967061019890110031",  # 19 digits
        "2073024107850002",  # no province 20
        "1373028007850002",  # day 80
        "a196706101989011003",
        "12-34-5678",
        "1.081.234.567",
        "0.81234567890",
        "siapa@rumah",
        "e_abc",
        "the_2mmqeovnd6b6fsx4",
    ],
)
def test_what_only_resembles_an_identifier_is_left_alone(text: str) -> None:
    assert find_patterns(text) == []


def test_random_numbers_seldom_look_like_identifiers() -> None:
    rng = np.random.default_rng(3)
    floats = "\n".join(repr(one) for one in rng.normal(0, 100, 50_000))
    assert find_patterns(floats) == []


def test_five_megabytes_are_searched_in_seconds() -> None:
    rng = np.random.default_rng(5)
    cells = [
        f"<td>{number:.4f}</td><td>unit pelayanan</td>" for number in rng.normal(0, 1, 115_000)
    ]
    text = "\n".join(cells)
    assert len(text) > 4_500_000
    start = time.process_time()
    assert CHECKLIST.find(text) == []
    assert time.process_time() - start < 10  # about 1 s; generous for a busy machine
