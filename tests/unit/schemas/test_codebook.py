"""Codebooks: those that ship, a region's own, and declarations that are not valid."""

from __future__ import annotations

import pytest

from analysis.errors import ConfigError, UsageError
from analysis.rules import load_rulebook
from analysis.schemas.codebook import (
    blank_codebook,
    builtin_names,
    codebook_from,
    load_codebook,
)

# Domain notes 1.3: answer texts of a form in use, from 4 down to 1.
LABELS_2017 = {
    "persyaratan": ["sangat sesuai", "sesuai", "kurang sesuai", "tidak sesuai"],
    "produk": ["sangat sesuai", "sesuai", "kurang sesuai", "tidak sesuai"],
    "prosedur": ["sangat mudah", "mudah", "kurang mudah", "tidak mudah"],
    "waktu": ["sangat cepat", "cepat", "kurang cepat", "tidak cepat"],
    "biaya": ["gratis", "murah", "cukup mahal", "mahal"],
    "kompetensi": ["sangat kompeten", "kompeten", "kurang kompeten", "tidak kompeten"],
    "perilaku": [
        "sangat sopan dan ramah",
        "sopan dan ramah",
        "kurang sopan dan ramah",
        "tidak sopan dan ramah",
    ],
    "sarana": ["sangat baik", "baik", "cukup", "kurang"],
    "pengaduan": [
        "dikelola dengan baik",
        "berfungsi kurang maksimal",
        "ada tetapi tidak berfungsi",
        "tidak ada",
    ],
}


def declared(**changes):
    return blank_codebook("contoh").model_dump() | changes


def test_answer_texts_of_each_unsur():
    codebook = load_codebook("skm_2017")
    for key, texts in LABELS_2017.items():
        assert [codebook.item(key).labels[text] for text in texts] == [4, 3, 2, 1], key


def test_words_that_mean_other_scores_for_other_unsur():
    codebook = load_codebook("skm_2017")
    assert codebook.item("sarana").labels["cukup"] == 2
    assert codebook.item("pengaduan").labels["cukup baik"] == 3
    assert codebook.item("pengaduan").labels["kurang baik"] == 2
    assert codebook.item("biaya").labels["sangat mahal"] == 1
    assert "cukup" not in codebook.item("pengaduan").labels


def test_both_orders_of_the_form_differ_in_u8_and_u9_only():
    orders = load_codebook("skm_2017").orders
    assert orders["A"][7:] == ("pengaduan", "sarana")
    assert orders["B"][7:] == ("sarana", "pengaduan")
    assert orders["A"][:7] == orders["B"][:7]
    assert load_codebook("skm_2017").default_order == "B"


def test_fourteen_unsur_in_one_order():
    codebook = load_codebook("skm_2004")
    assert len(codebook.items) == 14
    assert list(codebook.orders.values()) == [tuple(codebook.keys())]


SKM = ("skm_2004", "skm_2017")


@pytest.mark.parametrize("name", SKM)
def test_shipped_codebook_fits_its_rules(name):
    codebook = load_codebook(name)
    rules = load_rulebook().get(codebook.rules)
    assert set(codebook.keys()) == set(rules.parameters["unsur"])
    assert codebook.answers.minimum == rules.parameters["scale_min"]
    assert codebook.answers.maximum == rules.parameters["scale_max"]
    assert codebook.answers.letters == {"a": 1, "b": 2, "c": 3, "d": 4}
    assert 1 <= codebook.answers.minimum_answered <= len(codebook.items)


@pytest.mark.parametrize("name", builtin_names())
def test_no_heading_stands_for_two_items(name):
    synonyms = [word for item in load_codebook(name).items for word in item.synonyms]
    assert len(set(synonyms)) == len(synonyms)
    assert all(word == word.casefold() for word in synonyms)


@pytest.mark.parametrize("name", builtin_names())
def test_every_score_has_an_answer_text(name):
    codebook = load_codebook(name)
    scores = set(range(codebook.answers.minimum, codebook.answers.maximum + 1))
    for item in codebook.items:
        assert set(item.labels.values()) == scores, item.key


def test_codebook_of_the_region_goes_before_the_shipped_one(tmp_path):
    (tmp_path / "skm_2017.toml").write_text(OWN.format(title="Milik daerah"), "utf-8-sig")
    assert load_codebook("skm_2017", tmp_path).title.id == "Milik daerah"
    assert load_codebook("skm_2004", tmp_path) == load_codebook("skm_2004")


OWN = """
id = "skm_2017"
title = {{ id = "{title}", en = "Own" }}
instrument = "skm_2017"
answers = {{ minimum = 1, maximum = 5 }}
scales = [{{ key = "index", name = {{ id = "Indeks", en = "Index" }} }}]
items = [{{ key = "p1", name = {{ id = "Satu", en = "One" }}, labels = {{ " Sangat  BAIK" = 5 }} }}]
"""


def test_answer_texts_are_kept_in_lower_case_with_single_spaces(tmp_path):
    (tmp_path / "own.toml").write_text(OWN.format(title="x"), "utf-8")
    assert load_codebook("own", tmp_path).item("p1").labels == {"sangat baik": 5}


def test_missing_codebook_names_the_shipped_ones(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_codebook("skm", tmp_path)
    assert "skm_2004, skm_2017, survei_pegawai" in caught.value.text("id")
    assert caught.value.exit_code == 2


def test_file_that_is_not_toml(tmp_path):
    (tmp_path / "own.toml").write_text("id = ", "utf-8")
    with pytest.raises(ConfigError, match="'own' is not valid"):
        load_codebook("own", tmp_path)


ITEM = {"key": "p1", "name": {"id": "Satu", "en": "One"}}
SCALE = {"key": "index", "name": {"id": "Indeks", "en": "Index"}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": 1}, "colour"),
        ({"items": [ITEM, ITEM]}, "item p1 twice"),
        ({"items": [ITEM | {"scale": "other"}]}, "p1: scale other unknown"),
        ({"items": [ITEM | {"key": "gender"}]}, "item gender is a column of citizen_survey"),
        ({"items": [ITEM | {"key": "P 1"}]}, "items.0.key"),
        ({"items": [ITEM | {"labels": {"baik": 9}}]}, "p1: label score outside 1-5"),
        ({"items": [ITEM | {"labels": {"Baik": 3, "baik": 4}}]}, "two labels differ"),
        ({"orders": {"A": ["butir1"]}}, "order A does not list"),
        ({"default_order": "B"}, "default_order B"),
        ({"answers": {"minimum": 5, "maximum": 5}}, "minimum 5 is not below maximum 5"),
        ({"answers": {"minimum": 1, "maximum": 5, "letters": {"a": 0}}}, "letter a"),
        ({"title": {"id": "Judul"}}, "title.en"),
        ({"scales": [SCALE | {"part_of": "other"}]}, "part_of other is no scale"),
        ({"scales": [SCALE | {"minimum_items": 3}]}, "minimum_items 3 is above"),
    ],
)
def test_what_is_not_valid_is_named(changes, said):
    with pytest.raises(ConfigError) as caught:
        codebook_from(declared(**changes), "contoh")
    assert said in caught.value.text("en")
    assert "contoh" in caught.value.text("id")


def test_unknown_table_is_refused():
    with pytest.raises(UsageError, match="citizen_survey"):
        codebook_from(declared(table="citizens"), "contoh")


def test_items_of_other_roles_do_not_enter_the_index():
    scales = [
        {"key": "index", "name": {"id": "Persepsi", "en": "Perception"}},
        {"key": "harapan", "name": {"id": "Harapan", "en": "Hope"}, "role": "expectation"},
    ]
    items = [ITEM, ITEM | {"key": "h1", "scale": "harapan"}]
    codebook = codebook_from(declared(scales=scales, items=items), "contoh")
    assert codebook.keys() == ["p1"]
    assert codebook.keys("expectation") == ["h1"]
