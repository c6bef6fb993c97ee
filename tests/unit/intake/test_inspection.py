from __future__ import annotations

import tomllib

import openpyxl
import pytest

from analysis.errors import ConfigError, UsageError
from analysis.intake.inspection import inspect_file, render, write_source
from analysis.intake.inspection.drafting import source_id
from analysis.schemas.region import load_region
from analysis.wording import LANGS
from tests.unit.intake.raw_files import (
    CODES,
    SCORES,
    gaspul_workbook,
    online_form,
    opd_recap_workbook,
    report_tool_workbook,
    write_csv,
)

REGION_TOML = """\
# Catatan yang harus tetap ada.
[region]
name = "Daerah Rekaan"   # nama resmi

[[units]]
id = "dinas-a"
name = "Dinas A"
"""


@pytest.fixture
def region_dir(tmp_path):
    folder = tmp_path / "rekaan"
    (folder / "files").mkdir(parents=True)
    (folder / "region.toml").write_text(REGION_TOML, "utf-8")
    return folder


def plain_csv(path, *, extra: str = "", cell: str = "", scores=SCORES):
    header = ["No", "Tanggal", "Unit", "Jenis Kelamin", *CODES, *([extra] if extra else [])]
    line = ["1", "02/01/2025", "Dinas A", "L", *map(str, scores), *([cell] if extra else [])]
    return write_csv(path, "\n".join(";".join(row) for row in [header, *[line] * 20]) + "\n")


def shown(inspection, lang="id"):
    return render(inspection, lang)


def test_inspect_file_new_source_lines_load_as_a_source(region_dir):
    path = plain_csv(region_dir / "files" / "SKM TW I 2025.csv")
    inspection = inspect_file(path, region=load_region(region_dir), region_dir=region_dir)
    assert tomllib.loads(inspection.toml_lines)["sources"] == [
        {
            "id": "skm_tw_i_2025",
            "table": "citizen_survey",
            "files": "files/SKM TW I 2025.csv",
            "codebook": "skm_2017",
        }
    ]
    assert "# unsur_order" in inspection.toml_lines
    assert "# period" not in inspection.toml_lines
    assert inspection.accept_rate == 1.0


def test_write_source_keeps_comments_and_order(region_dir):
    path = plain_csv(region_dir / "files" / "skm.csv")
    inspection = inspect_file(path, region=load_region(region_dir), region_dir=region_dir)
    assert write_source(inspection, region_dir) == "skm"
    text = (region_dir / "region.toml").read_text("utf-8")
    assert text.startswith(REGION_TOML)
    (source,) = load_region(region_dir).sources
    assert (source.id, source.files, source.unsur_order) == ("skm", "files/skm.csv", "")


def test_write_source_twice_adds_nothing(region_dir):
    path = plain_csv(region_dir / "files" / "skm.csv")
    write_source(inspect_file(path), region_dir)
    again = inspect_file(path, region=load_region(region_dir), region_dir=region_dir)
    assert again.source is not None
    assert again.toml_lines == ""
    with pytest.raises(UsageError) as caught:
        write_source(again, region_dir)
    assert caught.value.code == "intake.inspect.nothing_to_write"


def test_write_source_id_that_is_taken_gets_a_number(region_dir):
    first = plain_csv(region_dir / "files" / "skm.csv")
    second = plain_csv(region_dir / "files" / "SKM.CSV.csv").rename(region_dir / "skm.csv")
    assert write_source(inspect_file(first), region_dir) == "skm"
    assert write_source(inspect_file(second), region_dir) == "skm_2"


def test_write_source_doubtful_columns_of_a_known_source(region_dir):
    path = plain_csv(region_dir / "files" / "skm.csv")
    write_source(inspect_file(path), region_dir)
    plain_csv(path, extra="Kode", cell="x")
    region = load_region(region_dir)
    inspection = inspect_file(path, region=region, region_dir=region_dir)
    assert inspection.toml_lines == 'ignore = ["Kode"]'
    assert "Tambahkan pada sumber skm" in shown(inspection)
    assert write_source(inspection, region_dir) == "skm"
    (source,) = load_region(region_dir).sources
    assert source.ignore == ("Kode",)
    after = inspect_file(path, region=load_region(region_dir), region_dir=region_dir)
    assert after.mappings[0].unsure == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("SKM TW I 2023.xlsx", "skm_tw_i_2023"), ("2025.csv", "sumber_2025"), ("é—.csv", "sumber")],
)
def test_source_id(tmp_path, name, expected):
    assert source_id(tmp_path / name) == expected


def test_accept_rate_counts_rows_out_of_range(tmp_path):
    header = ["No", "Jenis Kelamin", *CODES]
    good = ["1", "L", *map(str, SCORES)]
    bad = ["2", "P", "5", *map(str, SCORES[1:])]
    text = "\n".join(";".join(row) for row in [header, good, good, good, bad]) + "\n"
    inspection = inspect_file(write_csv(tmp_path / "a.csv", text))
    assert inspection.accept_rate == pytest.approx(3 / 4)
    assert "75%" in shown(inspection)


def test_report_tool_workbook_the_data_sheet_is_proposed(tmp_path):
    inspection = inspect_file(report_tool_workbook(tmp_path / "a.xlsx"))
    source = tomllib.loads(inspection.toml_lines)["sources"][0]
    assert source["sheet"] == "Data_Survei_Mentah"
    assert "# unit" not in inspection.toml_lines
    assert inspection.blocks[inspection.best].facts["unit"] == "Dinas Rekaan"
    text = shown(inspection)
    assert "Info_Umum" in text
    assert "Waktu_Pelaksanaan" in text


@pytest.mark.parametrize("make", [gaspul_workbook, opd_recap_workbook, online_form])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_render_shows_headers_and_never_values(tmp_path, make, lang):
    suffix = "csv" if make is online_form else "xlsx"
    inspection = inspect_file(make(tmp_path / f"a.{suffix}"))
    text = render(inspection, lang, width=1_000)
    assert "%" in text
    assert "Dikelola dengan baik" not in text
    assert "Rekaan" not in text.replace("Jalan Rekaan", "")
    assert tomllib.loads(inspection.toml_lines)["sources"]


def test_render_whole_text_of_a_small_file(tmp_path):
    path = write_csv(tmp_path / "a.csv", "Barang,Warna\nmeja,biru\n")
    assert render(inspect_file(path), "en", width=80) == (
        "File a.csv (tables and sheets of information: 1)\n"
        "\n"
        "Text file: 1 rows of data, 1 other rows; header in row 1; table not known,\n"
        "confidence 0 %.\n"
        "     Header  Read as  Confidence  Reason\n"
        "  ?  Barang  -        0 %         not known\n"
        "  ?  Warna   -        0 %         not known\n"
        "\n"
        "No table can be taken in from this file; nothing is guessed.\n"
        "\n"
        "What you should know (! = stops this source):\n"
        "  ! The file resembles none of the known tables. If it is to be read, declare\n"
        "    the table and columns of its source in region.toml."
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("make", [online_form, gaspul_workbook])
@pytest.mark.parametrize("width", [80, 140])
def test_render_keeps_to_the_width_but_for_toml(tmp_path, make, lang, width):
    suffix = "csv" if make is online_form else "xlsx"
    inspection = inspect_file(make(tmp_path / f"a.{suffix}"))
    text = render(inspection, lang, width=width).removesuffix(inspection.toml_lines)
    assert max(map(len, text.splitlines())) <= width


def test_trial_names_what_hinders_and_which_units_are_unknown(region_dir):
    header = ["No", "Unit", "Jenis Kelamin", *CODES]
    rows = [
        [1, "Dinas Sosial", "L", *SCORES],
        [2, "Dinas Sosial", "P", *SCORES[:-1], 5],
        [3, "Dinas Pertanian", "P", *SCORES],
    ]
    lines = [";".join(map(str, row)) for row in [header, *rows]]
    path = write_csv(region_dir / "files" / "a.csv", "\n".join(lines) + "\n")
    trial = inspect_file(path, region=load_region(region_dir), region_dir=region_dir).trial
    assert trial.reasons == {("Unit", "unknown_unit"): 3, ("U9", "out_of_range"): 1}
    assert trial.unknown_units == ("Dinas Sosial", "Dinas Pertanian")
    inspection = inspect_file(path, region=load_region(region_dir), region_dir=region_dir)
    assert inspection.units[0].lines == (
        '[[units]]\nid = "dinas-sosial"\nname = "Dinas Sosial"\nkind = "dinas"'
    )


def test_hidden_sheet_is_reported(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["No", "Jenis Kelamin", *CODES])
    book.active.append([1, "L", *SCORES])
    book.create_sheet("Lama").append(["x", "y"])
    book["Lama"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    inspection = inspect_file(tmp_path / "a.xlsx")
    hidden = [p for p in inspection.problems if p.code == "intake.inspect.hidden_sheet"]
    assert [problem.values for problem in hidden] == [{"sheet": "Lama", "rows": 1}]


def test_header_only_file_is_recognised_without_rows(tmp_path):
    path = write_csv(tmp_path / "a.csv", ";".join(["No", "Jenis Kelamin", *CODES]) + "\n")
    inspection = inspect_file(path)
    assert inspection.accept_rate is None
    assert "intake.mapping.no_rows" in {problem.code for problem in inspection.problems}
    assert inspection.mappings[0].table == "citizen_survey"


def test_unknown_codebook_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="codebook 'tidak-ada'"):
        inspect_file(plain_csv(tmp_path / "a.csv"), codebook="tidak-ada")


def test_second_table_of_a_workbook_is_told_and_can_be_written(region_dir):
    book = openpyxl.Workbook()
    book.active.title = "Januari"
    for name in ("Januari", "Februari"):
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        opd = "Unit" if name == "Januari" else "OPD"
        sheet.append(["No", "Tanggal", opd, "Jenis Kelamin", *CODES])
        for number in range(12 if name == "Januari" else 8):
            sheet.append([number + 1, "02/01/2025", "Dinas A", "L", *SCORES])
    path = region_dir / "files" / "a.xlsx"
    book.save(path)
    first = inspect_file(path, region=load_region(region_dir), region_dir=region_dir)
    codes = [problem.code for problem in first.problems]
    assert codes.count("intake.inspect.other_table") == 1
    write_source(first, region_dir)
    region = load_region(region_dir)
    other = inspect_file(path, region=region, region_dir=region_dir, sheet="Februari")
    assert other.source is None
    write_source(other, region_dir)
    assert [one.sheet for one in load_region(region_dir).sources] == ["Januari", "Februari"]


def test_sheets_with_the_same_table_are_one_source(region_dir):
    book = openpyxl.Workbook()
    for name in ("Januari", "Februari"):
        sheet = book.create_sheet(name)
        sheet.append(["No", "Tanggal", "Unit", "Jenis Kelamin", *CODES])
        sheet.append([1, "02/01/2025", "Dinas A", "L", *SCORES])
    del book["Sheet"]
    path = region_dir / "files" / "a.xlsx"
    book.save(path)
    found = inspect_file(path, region=load_region(region_dir), region_dir=region_dir)
    assert "sheet" not in tomllib.loads(found.toml_lines)["sources"][0]
    assert "intake.inspect.other_table" not in {problem.code for problem in found.problems}
