"""The rule book: what is in force, local sets, and files that are not valid."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.errors import ConfigError
from analysis.rules import RuleBook, load_rulebook
from analysis.rules.examples import EXAMPLES
from analysis.rules.parameters import PARAMETERS
from analysis.rules.registry import KINDS

LOCAL = """
id = "{id}"
kind = "{kind}"
title = {{ id = "Aturan", en = "Rules" }}
valid_from = {first}
source = "Peraturan Wali Kota"
confidence = "V"
{more}
[parameters]
unsur = ["satu", "dua"]
scale_min = 1
scale_max = 4
printed_weights = ["0.5"]
[[parameters.bands]]
letter = "A"
lower = {lower}
name = {{ id = "Baik", en = "Good" }}
[[parameters.bands]]
letter = "B"
lower = "25"
name = {{ id = "Kurang", en = "Poor" }}
"""


def local_set(folder, rule_set_id="kota", *, name=None, **changes):
    values = {"kind": "skm", "first": "2025-01-01", "more": "", "lower": '"50.00"', **changes}
    path = folder / f"{name or rule_set_id}.toml"
    path.write_text(LOCAL.format(id=rule_set_id, **values), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2016, 12, 31), "skm-2004"),
        (date(2017, 1, 1), "skm-2017"),
        (date(2026, 6, 30), "skm-2017"),
    ],
)
def test_rules_in_force(day, expected):
    assert load_rulebook().in_force("skm", day).id == expected


def test_every_kind_has_parameters_a_set_and_examples():
    assert set(KINDS) == set(PARAMETERS)
    assert {one.kind for one in load_rulebook()} == set(KINDS)
    assert set(EXAMPLES) == set(KINDS) - {"calendar"}


@pytest.mark.parametrize("kind", ["skm", "appraisal", "calendar"])
def test_built_in_sets_leave_no_gap(kind):
    assert load_rulebook().gaps(kind) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 12, 31), "pp-46-2011"),
        (date(2021, 6, 30), "pp-46-2011"),
        (date(2021, 12, 31), "pp-30-2019"),
        (date(2022, 1, 1), "permenpanrb-6-2022"),
        (date(2026, 6, 30), "permenpanrb-6-2022"),
    ],
)
def test_appraisal_rules_in_force(day, expected):
    assert load_rulebook().in_force("appraisal", day).id == expected


def test_every_built_in_set_says_where_it_comes_from():
    for one in load_rulebook():
        assert one.source
        assert one.confidence in ("V", "V2", "M", "C")
        told = {name.split(".")[0] for name in one.evidence}
        assert told <= {*one.parameters, "valid_from", "valid_to"}
        assert {"id", "en"} == set(one.title)


def test_known_kinds_without_sets_are_empty_and_unknown_ones_are_errors():
    book = load_rulebook()
    without = [one for one in book if one.kind != "training"]
    assert RuleBook(tuple(without)).of_kind("training") == ()
    with pytest.raises(ConfigError, match="weather"):
        book.of_kind("weather")


def test_day_before_all_rules():
    with pytest.raises(ConfigError) as caught:
        load_rulebook().in_force("skm", date(1999, 1, 1))
    assert "1999-01-01" in caught.value.text("en")
    assert "skm-2004 2004-01-01..2016-12-31" in caught.value.text("id")


def test_unknown_set_names_the_known_ones():
    with pytest.raises(ConfigError, match="skm-2004, skm-2017"):
        load_rulebook().get("skm-2071")


def test_choice_of_the_region_goes_before_the_dates():
    book = load_rulebook()
    assert book.in_force("skm", date(2018, 5, 1), {"2018": "skm-2004"}).id == "skm-2004"
    assert book.in_force("skm", date(2019, 5, 1), {"2018": "skm-2004"}).id == "skm-2017"
    with pytest.raises(ConfigError, match="typo"):
        book.in_force("skm", date(2018, 5, 1), {"2018": "typo"})


def test_local_set_goes_before_built_in_ones_while_it_is_valid(tmp_path):
    book = load_rulebook(local_set(tmp_path, more="valid_to = 2025-12-31"))
    assert book.in_force("skm", date(2025, 6, 1)).id == "kota"
    assert book.in_force("skm", date(2025, 6, 1)).local
    assert book.in_force("skm", date(2026, 6, 1)).id == "skm-2017"


def test_local_set_replaces_the_built_in_one_of_its_id(tmp_path):
    book = load_rulebook(local_set(tmp_path, "skm-2017", first="2017-01-01"))
    assert book.get("skm-2017").parameters["unsur"] == ("satu", "dua")
    assert [one.id for one in book.of_kind("skm")] == ["skm-2004", "skm-2017"]


def test_local_decimals_may_be_written_without_quotes(tmp_path):
    book = load_rulebook(local_set(tmp_path, lower="50.10"))
    assert str(book.get("kota").parameters["bands"][0]["lower"]) == "50.10"


def test_gap_between_sets_is_named(tmp_path):
    book = load_rulebook(
        local_set(tmp_path, "skm-2004", first="2004-01-01", more="valid_to = 2015-12-31")
    )
    assert book.gaps("skm") == [(date(2016, 1, 1), date(2016, 12, 31))]


def test_folder_that_does_not_exist_holds_no_sets(tmp_path):
    assert load_rulebook(tmp_path / "rules") == load_rulebook()


def test_two_local_sets_on_one_day_are_refused(tmp_path):
    local_set(tmp_path, "kota")
    local_set(tmp_path, "kota-baru", first="2025-06-01")
    with pytest.raises(ConfigError) as caught:
        load_rulebook(tmp_path)
    assert caught.value.code == "rules.overlap"
    assert "2025-06-01" in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"more": "colour = 1"}, "rules.invalid", "colour"),
        ({"more": "valid_to = 2024-01-01"}, "rules.ends_before", "2024-01-01"),
        ({"kind": "weather"}, "rules.invalid", "kind"),
        ({"kind": "ip_asn"}, "rules.invalid", "weights"),
        ({"lower": '"20"'}, "rules.invalid", "bands"),
        ({"lower": '"many"'}, "rules.invalid", "bands.0.lower"),
        ({"first": '"soon"'}, "rules.invalid", "valid_from"),
        ({"name": "other"}, "rules.file_name", "kota.toml"),
        ({"more": "="}, "rules.invalid", "line"),
    ],
)
def test_bad_local_file_is_refused_with_its_place(tmp_path, changes, code, said):
    local_set(tmp_path, **changes)
    with pytest.raises(ConfigError) as caught:
        load_rulebook(tmp_path)
    assert caught.value.code == code
    assert said in caught.value.text("en")
    assert caught.value.values["file"] in caught.value.text("id")
    assert caught.value.exit_code == 2


def test_local_file_that_is_not_text_is_refused(tmp_path):
    (tmp_path / "kota.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"kota\.toml"):
        load_rulebook(tmp_path)


def test_whole_sentence_of_a_refused_file(tmp_path):
    local_set(tmp_path, name="lain")
    with pytest.raises(ConfigError) as caught:
        load_rulebook(tmp_path)
    assert caught.value.text("id") == (
        "Berkas aturan lain.toml memuat id 'kota'. Nama berkas harus sama dengan id: "
        "ganti nama menjadi kota.toml."
    )


@pytest.mark.parametrize(
    ("rule_set", "kind"),
    [
        ("skm-kota-contoh", "skm"),
        ("penilaian-kota-contoh", "appraisal"),
        ("libur-kota-contoh-2025", "calendar"),
    ],
)
def test_examples_in_the_documentation_are_valid(root, tmp_path, rule_set, kind):
    page = (root / "docs" / "rules.md").read_text("utf-8")
    written = [one.split("```")[0] for one in page.split("```toml\n")[1:]]
    text = next(one for one in written if rule_set in one)
    (tmp_path / f"{rule_set}.toml").write_text(text, "utf-8")
    assert load_rulebook(tmp_path).in_force(kind, date(2025, 3, 1)).id == rule_set
