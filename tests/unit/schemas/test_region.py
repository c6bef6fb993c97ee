"""region.toml: the documented example, defaults, and files that are not valid."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from analysis.errors import ConfigError, UsageError
from analysis.schemas.region import Event, Letterhead, Region, Source, Unit, load_region


def region_of(tmp_path, text, *, folder="contoh", encoding="utf-8"):
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "region.toml").write_text(text, encoding)
    return load_region(tmp_path / folder)


HEAD = '[region]\nname = "Kota Contoh"\n'
SOURCE = '[[sources]]\nid = "skm"\ntable = "citizen_survey"\nfiles = "*.csv"\n'
SECTIONS = {"letterhead", "units", "rules", "reporting", "events", "sources"}


def page_example(root) -> str:
    page = (root / "docs" / "region-toml.md").read_text("utf-8")
    return page.split("```toml\n")[1].split("```")[0]


def test_documented_example_loads(root, tmp_path):
    region = region_of(tmp_path, page_example(root))
    assert region.id == "contoh"
    assert region.name == "Kota Contoh"
    assert [unit.id for unit in region.units] == ["disdukcapil", "dpmptsp-naker", "dpmptsp"]
    assert region.units[1].valid_to == date(2022, 12, 31)
    assert region.rules == {"2025": "skm-2017"}
    assert region.reporting.days_to_close("citizen_survey") == 14
    assert region.events[0].text["en"] == "Online queue opened at the civil registry"
    source = region.sources[0]
    assert source.columns["biaya"] == "U4"
    assert source.values["education"] == {"SLTA Sederajat": "SMA"}
    assert (source.unsur_order, source.sampling, source.header_row) == ("B", "systematic", 5)


def test_documented_example_is_complete(root):
    example = tomllib.loads(page_example(root))
    for section, model in (("units", Unit), ("events", Event), ("sources", Source)):
        used = {key for one in example[section] for key in one}
        assert used == set(model.model_fields), section
    assert set(example["region"]) == set(Region.model_fields) - SECTIONS - {"id"}
    assert set(example["letterhead"]) == set(Letterhead.model_fields)


def test_every_key_is_explained(root):
    page = (root / "docs" / "region-toml.md").read_text("utf-8")
    explained = page.split("## `[region]`")[1]
    for model in (Region, Letterhead, Unit, Event, Source):
        for key in set(model.model_fields) - SECTIONS:
            assert f"`{key}`" in explained, key


def test_a_letterhead_is_optional_and_bounded(tmp_path):
    assert region_of(tmp_path, HEAD + SOURCE).letterhead is None
    head = region_of(
        tmp_path, HEAD + '[letterhead]\nlines = ["PEMERINTAH KOTA CONTOH"]\n'
    ).letterhead
    assert head == Letterhead(lines=("PEMERINTAH KOTA CONTOH",), address="")
    for wrong in ("[]", '["a", "b", "c", "d", "e"]', '[""]', f'["{"a" * 81}"]'):
        with pytest.raises(ConfigError, match="letterhead.lines"):
            region_of(tmp_path, HEAD + f"[letterhead]\nlines = {wrong}\n")


def test_defaults_of_a_short_file(tmp_path):
    region = region_of(tmp_path, HEAD + SOURCE)
    assert region.languages == ("id", "en")
    assert not region.synthetic
    assert region.sources[0].sampling == "voluntary"
    assert region.sources[0].delivery == "append"
    assert region.reporting.rhythm("satisfaction") == "S"
    assert region.reporting.rhythm("fairness") == "Y"
    assert region.reporting.days_to_close("appraisals") == 60
    assert region.reporting.days_to_close("citizen_survey") == 0


def test_file_of_a_windows_editor(tmp_path):
    assert region_of(tmp_path, HEAD, encoding="utf-8-sig").name == "Kota Contoh"


def test_unit_names(tmp_path):
    region = region_of(tmp_path, HEAD + '[[units]]\nid = "dinkes"\nname = "Dinas Kesehatan"\n')
    assert region.unit_name("dinkes") == "Dinas Kesehatan"
    assert region.unit_name("lain") == "lain"


def test_items_of_codebooks_may_be_mapped(tmp_path):
    assert region_of(tmp_path, HEAD + SOURCE + 'columns = { p1 = "P1" }\n').sources[0].columns


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('[region]\nnam = "x"\n', "region.invalid", "nam"),
        ("[region]\n", "region.invalid", "name"),
        ("region = 5\n", "region.invalid", "int"),
        ('[region]\nname = "x"\nid = "y"\n', "region.invalid", "id"),
        ('[region]\nname = "x"\ncode = 12.70\n', "region.invalid", "code"),
        ('[region]\nname = "x"\ncode = "12.7"\n', "region.invalid", "code"),
        ('[region]\nname = "x"\nlanguages = ["fr"]\n', "region.invalid", "languages.0"),
        ('[region]\nname = "x"\nsynthetic = "perhaps"\n', "region.invalid", "synthetic"),
        (HEAD + '[[units]]\nid = "Dinas Kesehatan"\nname = "x"\n', "region.invalid", "units.0.id"),
        (HEAD + '[[unit]]\nid = "x"\nname = "x"\n', "region.invalid", "unit"),
        (HEAD + '[[units]]\nid = "a"\nname = "x"\n' * 2, "region.twice", "a"),
        (HEAD + SOURCE * 2, "region.twice", "skm"),
        (HEAD + SOURCE + 'sampling = "snowball"\n', "region.invalid", "sampling"),
        (HEAD + SOURCE + "header_row = -1\n", "region.invalid", "header_row"),
        (HEAD + SOURCE + 'unsur_order = "C"\n', "region.invalid", "unsur_order"),
        (HEAD + SOURCE + 'colums = { a = "b" }\n', "region.invalid", "colums"),
        (HEAD + '[reporting]\nsatisfaction = "weekly"\n', "region.invalid", "satisfaction"),
        (HEAD + '[reporting]\nhappiness = "S"\n', "region.invalid", "happiness"),
        ('reporting = "S"\n' + HEAD, "region.invalid", "dictionary"),
        (HEAD + "[[units]\n", "region.not_toml", "line 3"),
        (HEAD + 'name = "twice"\n', "region.not_toml", "line 3"),
        (
            HEAD + SOURCE.replace("citizen_survey", "service_population") + 'columns = { x = "y" }',
            "region.unknown_column",
            "x",
        ),
        (
            HEAD + SOURCE.replace("citizen_survey", "staff_survey") + 'anonymity = "named"\n',
            "region.named_without_consent",
            "consent",
        ),
        (
            HEAD + '[[units]]\nid = "a"\nname = "x"\nsuccessor = "b"\n',
            "region.unknown_unit",
            "b",
        ),
        (
            HEAD + '[[events]]\nid = "e"\ndate = 2025-01-01\nunits = ["z"]\nkind = "other"\n'
            'text = { id = "x", en = "y" }\n',
            "region.unknown_unit",
            "z",
        ),
    ],
)
def test_what_is_not_valid_is_named(tmp_path, text, code, said):
    with pytest.raises(ConfigError) as caught:
        region_of(tmp_path, text)
    assert caught.value.code == f"schemas.{code}"
    assert said in caught.value.text("en")
    assert caught.value.text("id")
    assert caught.value.exit_code == 2


def test_all_problems_are_listed_at_once(tmp_path):
    with pytest.raises(ConfigError) as caught:
        region_of(tmp_path, '[region]\nnam = "x"\nlevle = "kota"\n')
    assert {"nam", "levle", "name"} <= {part.split(":")[0] for part in problems(caught.value)}


def problems(error: ConfigError) -> list[str]:
    return str(error.values["problems"]).split("; ")


def test_unknown_table_names_the_known_ones(tmp_path):
    with pytest.raises(UsageError, match="citizen_survey"):
        region_of(tmp_path, HEAD + SOURCE.replace("citizen_survey", "skm"))


def test_missing_file_says_how_to_make_one(tmp_path):
    (tmp_path / "mamuju").mkdir()
    with pytest.raises(ConfigError, match="kinerja new-region mamuju"):
        load_region(tmp_path / "mamuju")


def test_file_in_another_encoding(tmp_path):
    (tmp_path / "contoh").mkdir()
    (tmp_path / "contoh" / "region.toml").write_bytes('[region]\nname = "Kotá"\n'.encode("cp1252"))
    with pytest.raises(ConfigError) as caught:
        load_region(tmp_path / "contoh")
    assert caught.value.code == "schemas.region.not_toml"


def test_folder_name_that_is_no_id(tmp_path):
    with pytest.raises(ConfigError, match="Kota Contoh"):
        region_of(tmp_path, HEAD, folder="Kota Contoh")


def test_pattern_of_file_names_must_be_a_regular_expression():
    with pytest.raises(ConfigError) as caught:
        Source(id="rekap", table="appraisals", files="*", file_pattern="(?P<period")
    assert caught.value.code == "schemas.region.pattern_invalid"
