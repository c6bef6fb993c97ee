"""A clean report passes; everything planted in it is found."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from analysis.presenting import bundle
from analysis.presenting.tables import html_table
from analysis.privacy.checklist import CheckList
from analysis.privacy.disclosure import protect_findings, protect_table
from analysis.products.check import Violation, check_report
from analysis.schemas.bundle import STATUS_COLUMN, ReportColumn, ReportTable
from analysis.schemas.finding import Finding, FindingsDocument

NIP = "198703142011012005"
NAME = "Ratmi Sulastriningsih"
CHECKLIST = CheckList.build([NIP], [NAME], b"k" * 32, not_names=["RSUD Sekar Wangi"])
STAMP = "DATA CONTOH - bukan data sebenarnya"


def both(text: str) -> dict[str, str]:
    return {"id": text, "en": text}


def ikm_table() -> ReportTable:
    return ReportTable(
        name="ikm",
        title=both("IKM"),
        columns=(
            ReportColumn("unit", both("Unit"), "label", "text"),
            ReportColumn("n", both("n"), "base", "integer"),
            ReportColumn("estimate", both("IKM"), "mean", "index"),
        ),
        frame=pd.DataFrame(
            {
                "unit": ["dukcapil", "puskesmas", "samsat", None],
                "n": [1200, 44, 3, 1247],
                "estimate": [86.125, 79.5, 91.0, 85.9],
            }
        ),
        disclosure="service",
    )


def ikm_finding(**values: object) -> Finding:
    given = {
        "id": "satisfaction.ikm",
        "question": "level",
        "measure": "ikm",
        "measure_unit": "index",
        "method": "mean_of_unsur",
        "status": "ok",
        "disclosure": "service",
        "estimate": 85.9,
        "n": 1247,
        "text": both("IKM 85,90 dari 1.247 lembar."),
    }
    return Finding(**{**given, **values})


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    middle = b"".join(chunk(kind, data) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + head + middle + pixels + chunk(b"IEND", b"")


def page(table: ReportTable, *, extra: str = "", stamp: str = STAMP) -> str:
    picture = base64.b64encode(png()).decode()
    return (
        f"<!DOCTYPE html><html lang='id'><head><style>b{{color:red}}</style></head><body>"
        f"<p>{stamp}</p>{html_table(table, 'id')}"
        f"<img src='data:image/png;base64,{picture}' alt='IKM per unit'>{extra}</body></html>"
    )


def notebook(table: ReportTable, **metadata: object) -> dict:
    markup = {lang: html_table(table, lang) for lang in ("id", "en")}
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": [markup["id"]], "application/vnd.kinerja+json": markup},
    }
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [STAMP]},
        {"cell_type": "code", "metadata": {}, "source": ["output"], "outputs": [output]},
    ]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report without any fault."""
    table = protect_table(ikm_table())
    bundle.write_table(table, tmp_path, synthetic=True)
    write_findings(tmp_path, [ikm_finding(), *groups()])
    (tmp_path / "report.html").write_text(page(table), "utf-8")
    (tmp_path / "notebook.ipynb").write_text(json.dumps(notebook(table)), "utf-8")
    (tmp_path / "manifest.json").write_text(
        json.dumps({"synthetic": True, "inputs": [{"sha256": "0812345678901234" * 4}]}), "utf-8"
    )
    figures = tmp_path / "figures"
    figures.mkdir()
    (figures / "ikm.id.png").write_bytes(png())
    told = {"synthetic": True, "stamp": both(STAMP), "alt": both("IKM per unit")}
    (figures / "ikm.json").write_text(json.dumps(told), "utf-8")
    return tmp_path


def groups() -> list[Finding]:
    raw = [
        ikm_finding(),
        ikm_finding(group={"unit": "dukcapil"}, n=1200),
        ikm_finding(group={"unit": "puskesmas"}, n=44),
        ikm_finding(group={"unit": "samsat"}, n=3),
    ]
    return protect_findings(raw)[1:]


def write_findings(folder: Path, findings: list[Finding], *, synthetic: bool = True) -> None:
    document = FindingsDocument(
        study="satisfaction",
        region="contoh",
        period="2025-S2",
        generated_at=datetime(2026, 1, 5, tzinfo=UTC),
        languages=("id", "en"),
        synthetic=synthetic,
        rules={},
        warnings=(),
        findings=tuple(findings),
    )
    (folder / "findings.json").write_text(document.to_json(), "utf-8")


def codes(folder: Path, checklist: CheckList | None = CHECKLIST) -> set[tuple[str, str]]:
    found = check_report(folder, checklist)
    for one in found:
        for lang in ("id", "en"):
            assert one.where in one.text(lang)
    return {(one.where.split(" ")[0], one.code) for one in found}


def test_clean_report_passes(report: Path) -> None:
    assert check_report(report, CHECKLIST) == []
    assert check_report(report, None) == []


@pytest.mark.parametrize(
    ("planted", "code"),
    [
        (f"<p>{NIP}</p>", "identifier"),
        (f"<p>{NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]}</p>", "identifier"),
        (f"<p title='{NIP}'>x</p>", "identifier"),
        (f"<!-- {NIP} -->", "identifier"),
        (f"<script>var a = {{'id': '{NIP}'}};</script>", "identifier"),
        ("<p>RATMI  Sulastriningsih, S.Sos.</p>", "name"),
        ("<p><b>Ratmi</b> <i>Sulastriningsih</i></p>", "name"),
        ("<img src='data:,x' alt='grafik Ratmi Sulastriningsih'>", "name"),
        ("<p>199001012015031002</p>", "pattern"),
        ("<p>hubungi 0812-3456-7890</p>", "pattern"),
        ("<p>surel: seseorang@contoh.go.id</p>", "pattern"),
        ("<p>e_2mmqeovnd6b6fsx4</p>", "pattern"),
        (f"<p data-{NIP}='1'>x</p>", "identifier"),
        (f"<?x {NIP}?>", "identifier"),
        (f"<![CDATA[{NIP}]]>", "identifier"),
        ("<script>a='" + "".join(f"\\u{ord(one):04x}" for one in NIP) + "'</script>", "identifier"),
        ("<script src='https://cdn.example.org/x.js'></script>", "network"),
        ("<img src='//cdn.example.org/x.png'>", "network"),
        ("<a href='http://example.org'>x</a>", "network"),
        ("<div style='background:url(https://example.org/x.png)'></div>", "network"),
        ("<style>@import 'https://example.org/x.css';</style>", "network"),
        ("<script>import x from 'https://example.org/x.js'</script>", "network"),
        ("<img srcset='a.png 1x, https://example.org/b.png 2x'>", "network"),
        ("<p>/home/budi/kinerja/data</p>", "path"),
        ("<table data-table='lain'><tr><td data-col='n'>5</td></tr></table>", "no_source"),
    ],
)
def test_planted_in_html_is_found(report: Path, planted: str, code: str) -> None:
    table = protect_table(ikm_table())
    (report / "report.html").write_text(page(table, extra=planted), "utf-8")
    assert ("report.html", code) in codes(report)


@pytest.mark.parametrize(
    "harmless",
    [
        "<p>0.196706101989011003 dan 12345678901234567890</p>",
        "<p>RSUD Sekar Wangi melayani 1.247 orang pada 2025-01-31.</p>",
        "<p>Sri Dewi</p>",
        "<a href='#ikm'>IKM</a> <a href='report.en.html'>English</a>",
        "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>",
        "<p>dan/atau home/work</p>",
    ],
)
def test_harmless_html_is_no_violation(report: Path, harmless: str) -> None:
    table = protect_table(ikm_table())
    (report / "report.html").write_text(page(table, extra=harmless), "utf-8")
    assert check_report(report, CHECKLIST) == []


def test_number_that_differs_from_its_source_is_found(report: Path) -> None:
    text = (report / "report.html").read_text("utf-8")
    assert text.count(">86,13<") == 1  # 86.125 half up
    (report / "report.html").write_text(text.replace(">86,13<", ">86,12<"), "utf-8")
    found = check_report(report, CHECKLIST)
    assert found == [
        Violation(
            "report.html", "number_differs", {"name": "ikm", "row": "1", "column": "estimate"}
        )
    ]


def test_share_short_of_all_is_compared_as_it_is_written(report: Path) -> None:
    stable = ReportColumn("stability", both("Peluang"), "share", "share")
    given = ikm_table()
    frame = given.frame.assign(stability=[0.99962, 1.0, 0.9, 0.5])
    table = protect_table(replace(given, columns=(*given.columns, stable), frame=frame))
    bundle.write_table(table, report, synthetic=True)
    (report / "notebook.ipynb").write_text(json.dumps(notebook(table)), "utf-8")
    (report / "report.html").write_text(page(table), "utf-8")
    assert ">&gt; 99,9%<" in page(table)
    assert check_report(report, CHECKLIST) == []
    (report / "report.html").write_text(page(table).replace("&gt; 99,9%", "100,0%"), "utf-8")
    assert codes(report) == {("report.html", "number_differs")}


def test_row_left_out_of_a_table_is_found(report: Path) -> None:
    shorter = protect_table(replace(ikm_table(), frame=ikm_table().frame.iloc[1:]))
    (report / "report.html").write_text(page(shorter), "utf-8")
    assert ("report.html", "shape_differs") in codes(report)


def test_name_in_notebook_metadata_is_found(report: Path) -> None:
    book = notebook(protect_table(ikm_table()), authors=[{"name": NAME}])
    (report / "notebook.ipynb").write_text(json.dumps(book), "utf-8")
    assert codes(report) == {("notebook.ipynb.metadata.authors[0].name", "name")}


@pytest.mark.parametrize("place", ["metadata", "source", "output"])
def test_machine_path_in_notebook_is_found(report: Path, place: str) -> None:
    book = notebook(protect_table(ikm_table()))
    path = "/home/petugas/kinerja/data"
    if place == "metadata":
        book["metadata"]["papermill"] = {"output_path": path}
    elif place == "source":
        book["cells"][1]["source"] = [f"data_dir = '{path}'"]
    else:
        book["cells"][1]["outputs"].append({"output_type": "stream", "text": [path]})
    (report / "notebook.ipynb").write_text(json.dumps(book), "utf-8")
    assert {code for _, code in codes(report)} == {"path"}


def test_windows_path_is_found(report: Path) -> None:
    book = notebook(protect_table(ikm_table()), note="C:\\Users\\petugas\\data")
    (report / "notebook.ipynb").write_text(json.dumps(book), "utf-8")
    assert {code for _, code in codes(report)} == {"path"}


def test_identifier_in_findings_is_found(report: Path) -> None:
    text = both(f"Petugas {NIP} tercepat.")
    write_findings(report, [ikm_finding(text=text)])
    assert {code for _, code in codes(report)} == {"identifier", "pattern"}


@pytest.mark.parametrize(
    "told",
    [
        f'{{"alt": "{NIP}", "alt": "x"}}',
        f'{{"q": {NIP}}}',
        f'{{"q": {float(NIP)}}}',
        '{"q": {"e_2mmqeovnd6b6fsx4": 1}}',
    ],
)
def test_identity_anywhere_in_json_is_found(report: Path, told: str) -> None:
    (report / "figures" / "ikm.json").write_text(told, "utf-8")
    found = check_report(report, CHECKLIST)
    places = {one.where for one in found if one.code in ("identifier", "pattern")}
    assert any(one.startswith("figures/ikm.json") for one in places)
    assert not any("e_2mm" in one or NIP in one for one in places)


@pytest.mark.parametrize("named", [NIP, "Ratmi Sulastriningsih", "e_2mmqeovnd6b6fsx4"])
def test_identity_in_the_name_of_a_file_is_found_and_not_repeated(report: Path, named: str) -> None:
    (report / "figures" / f"{named}.json").write_text('{"x": {"y": "1' + "2" * 3 + '"}}', "utf-8")
    found = check_report(report, CHECKLIST)
    assert {"identifier", "name", "pattern"} & {one.code for one in found}
    assert not any(named in one.text(lang) for one in found for lang in ("id", "en"))


def test_base_of_three_in_findings_is_found(report: Path) -> None:
    write_findings(report, [ikm_finding(), ikm_finding(group={"unit": "samsat"}, n=3)])
    assert ("findings.json", "small_cell") in codes(report)


def test_finding_that_breaks_the_contract_is_found(report: Path) -> None:
    told = json.loads((report / "findings.json").read_text("utf-8"))
    told["findings"][0]["status"] = "blocked"
    (report / "findings.json").write_text(json.dumps(told), "utf-8")
    assert ("findings.json", "contract") in codes(report)


def test_group_that_can_be_computed_from_findings_is_found(report: Path) -> None:
    hidden = ikm_finding(group={"unit": "samsat"}, n=3).hidden("suppressed", "small_group")
    shown = [ikm_finding(group={"unit": unit}, n=n) for unit, n in (("a", 1200), ("b", 44))]
    write_findings(report, [ikm_finding(), *shown, hidden])  # 1247 - 1200 - 44 = 3
    assert ("findings.json", "derivable") in codes(report)


def test_base_of_three_in_tidy_source_is_found(report: Path) -> None:
    bundle.write_table(
        replace(
            ikm_table(), name="kecil", frame=ikm_table().frame.assign(**{STATUS_COLUMN: "shown"})
        ),
        report,
        synthetic=True,
    )
    assert ("tables/kecil.csv", "small_cell") in codes(report)


def test_group_that_follows_from_two_tables_is_found(report: Path) -> None:
    # The table of the report hides puskesmas beside samsat; without its total nothing is small.
    frame = ikm_table().frame.iloc[[0, 1]]
    other = protect_table(replace(ikm_table(), name="lain", frame=frame))
    bundle.write_table(other, report, synthetic=True)
    assert codes(report) == {("tables", "derivable_together")}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda frame: frame.drop(columns=STATUS_COLUMN), "no_status"),
        (lambda frame: frame.assign(n=[1200, 44, 3, 1247]), "suppressed_with_number"),
        (lambda frame: frame.assign(unit=["e_2mmqeovnd6b6fsx4", "b", "c", None]), "person_row"),
    ],
    ids=["no_status", "number_in_hidden_row", "pseudonym"],
)
def test_broken_tidy_source_is_found(report: Path, change: object, code: str) -> None:
    table = protect_table(ikm_table())
    broken = replace(table, name="rusak", frame=change(table.frame))
    bundle.write_table(broken, report, synthetic=True)
    assert ("tables/rusak.csv", code) in codes(report)


def test_table_without_description_is_found(report: Path) -> None:
    (report / "tables" / "lepas.csv").write_text("unit,n\na,3\n", "utf-8")
    assert ("tables/lepas.csv", "not_described") in codes(report)


def test_text_chunk_of_a_picture_is_found(report: Path) -> None:
    chunk = (b"tEXt", b"Author\0Ratmi Sulastriningsih")
    (report / "figures" / "ikm.id.png").write_bytes(png(chunk))
    assert codes(report) == {("figures/ikm.id.png", "name")}


def test_text_chunk_of_an_embedded_picture_is_found(report: Path) -> None:
    packed = png((b"zTXt", b"Comment\0\0" + zlib.compress(NIP.encode())))
    image = f"<img src='data:image/png;base64,{base64.b64encode(packed).decode()}'>"
    (report / "report.html").write_text(page(protect_table(ikm_table()), extra=image), "utf-8")
    assert ("report.html", "identifier") in codes(report)


def test_missing_stamp_is_found(report: Path) -> None:
    (report / "report.html").write_text(page(protect_table(ikm_table()), stamp=""), "utf-8")
    assert codes(report) == {("report.html", "no_stamp")}


def test_stamp_on_real_data_is_found(report: Path) -> None:
    write_findings(report, [ikm_finding()], synthetic=False)
    assert ("report.html", "false_stamp") in codes(report)


def test_file_of_unknown_format_is_found(report: Path) -> None:
    (report / "data.parquet").write_bytes(b"PAR1")
    assert codes(report) == {("data.parquet", "unknown_format")}


@pytest.mark.parametrize("name", ["findings.json", "notebook.ipynb", "figures/ikm.id.png"])
def test_file_that_is_not_what_it_says_is_found(report: Path, name: str) -> None:
    (report / name).write_bytes(b"{ cut off")
    assert (name, "unreadable") in codes(report)


def test_view_of_one_unit_is_checked_too(report: Path) -> None:
    unit = report / "units" / "samsat"
    unit.mkdir(parents=True)
    write_findings(unit, [ikm_finding(n=3)])
    assert ("units/samsat/findings.json", "small_cell") in codes(report)


def test_nothing_of_a_person_stands_in_a_violation(report: Path) -> None:
    extra = f"<p>{NIP} {NAME} 0812-3456-7890</p>"
    (report / "report.html").write_text(page(protect_table(ikm_table()), extra=extra), "utf-8")
    said = " ".join(one.text("id") + one.where for one in check_report(report, CHECKLIST))
    assert "identifier" not in said
    for secret in (NIP, "Ratmi", "0812"):
        assert secret not in said
