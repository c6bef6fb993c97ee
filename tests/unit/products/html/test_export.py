from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from sample_report import write_report

from analysis.presenting.bundle import read_table
from analysis.presenting.tables import shown_texts
from analysis.products.html import page_file, render
from analysis.products.html.cells import without_paths
from analysis.products.html.contents import number_headings
from analysis.products.html.page import css_string

LINKS = r"#[\w-]+|report(\.en)?\.html|\.\./\.\./\.\./index(\.en)?\.html"
VOID = {"meta", "img", "br", "circle", "path", "rect", "link", "input", "hr"}


class Page(HTMLParser):
    """Checks nesting and collects what a page refers to and shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.rows: dict[str, list[list[str]]] = {}
        self.table = ""
        self.cell = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.attributes.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.table = given.get("data-table", "")
        if tag == "tr" and self.table:
            self.rows.setdefault(self.table, []).append([])
        if "data-col" in given:
            self.cell = True
            self.rows[self.table][-1].append("")

    def handle_startendtag(self, tag, attrs):
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if tag in ("td", "th"):
            self.cell = False

    def handle_data(self, data):
        if self.cell:
            self.rows[self.table][-1][-1] += data


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_report(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module", params=["id", "en"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def page(folder, lang):
    return render(folder / "notebook.ipynb", folder, lang)


def test_page_is_well_formed_and_says_its_language(page, lang):
    parsed = Page(page)
    assert parsed.open == []
    assert parsed.attributes[0] == ("html", {"lang": lang})


def test_page_has_one_language_only(page, lang):
    own, other = ("Seberapa puas warga?", "How satisfied are citizens?")[
        :: 1 if lang == "id" else -1
    ]
    assert f"<h1>{own}</h1>" in page
    assert other not in page
    assert ("Menurut unit" in page) is (lang == "id")
    assert ("By unit" in page) is (lang == "en")


def test_page_refers_to_nothing_outside_itself(page):
    parsed = Page(page)
    tags = {tag for tag, _ in parsed.attributes}
    assert not tags & {
        "script",
        "link",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "video",
        "audio",
    }
    for tag, given in parsed.attributes:
        assert not any(name.startswith("on") for name in given), tag
        if "src" in given:
            assert given["src"].startswith("data:image/png;base64,")
        if "href" in given:
            assert re.fullmatch(LINKS, given["href"]), given["href"]
    assert not re.search(r"(https?:)?//[\w.]+\.\w+/|@import|url\(", page)
    assert "default-src 'none'" in page


def test_page_shows_protected_displays_and_nothing_a_cell_left_behind(page):
    assert "LEFTOVER" not in page
    assert 'data-table="by_unit"' in page
    assert page.count("<figcaption>") == 3


def test_page_has_code_folded_without_parameters_or_paths(page):
    code = page.split('<details class="code">')[1].split("</details>")[0]
    assert "output.table" in code
    assert "answers.csv" in code
    assert "/home" not in page
    assert "data_dir" not in page


def test_every_table_cell_is_the_one_in_its_source(page, folder, lang):
    shown = Page(page).rows
    assert set(shown) == {"by_unit", "unsur", "trend"}
    for name, rows in shown.items():
        assert rows[1:] == shown_texts(read_table(folder, name), lang)


def test_title_block_names_region_period_date_class_and_rules(page, lang):
    block = page.split('<header class="title-block">')[1].split("</header>")[0]
    expected = {
        "id": ["Semester II 2025", "20 Januari 2026, 10.05 UTC", "Untuk umum", "sembilan unsur"],
        "en": ["Semester 2, 2025", "20 January 2026, 10:05 UTC", "Public", "nine elements"],
    }
    assert all(words in block for words in ["Kota Contoh", *expected[lang]])


def test_key_figures_show_status_by_word_and_shape(page, lang):
    strip = page.split('<section class="key-figures"')[1].split("</section>")[0]
    words = {
        "id": ["Memadai", "Perlu telaah", "Belum dapat dinilai"],
        "en": ["Sound", "To be reviewed"],
    }
    assert all(word in strip for word in words[lang])
    assert len(set(re.findall(r"<(circle|path|rect) ", strip))) == 3


def test_page_of_sample_data_carries_the_stamp(page, lang, tmp_path):
    stamp = {"id": "DATA CONTOH - bukan data sebenarnya", "en": "SAMPLE DATA"}[lang]
    assert f'<p class="stamp" role="note">{stamp}</p>' in page
    real = write_report(tmp_path, synthetic=False)
    assert stamp not in render(real / "notebook.ipynb", real, lang)


def test_page_leads_back_to_the_index_of_its_language(page, lang):
    file = {"id": "index.html", "en": "index.en.html"}[lang]
    assert f'<a class="back" href="../../../{file}">' in page


def test_report_of_one_unit_names_it_and_climbs_two_folders_more(tmp_path):
    folder = write_report(tmp_path)
    (folder / "manifest.json").write_text(json.dumps({"unit": "unit2"}), "utf-8")
    page = render(folder / "notebook.ipynb", folder, "id")
    assert 'href="../../../../../index.html"' in page
    place = page.split('<p class="place">')[1].split("</p>")[0]
    assert place.startswith("Rumah Sakit &lt;Umum&gt; &amp; Daerah, Kota Contoh")


def test_headings_descend_one_level_at_a_time(page):
    levels = [int(one) for one in re.findall(r"<h([1-6])[ >]", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - former <= 1 for former, later in pairwise(levels))


def test_printed_foot_names_region_study_and_period(page, lang):
    rule = page.split("@bottom-left { content: ")[1].split(";")[0]
    assert "Kota Contoh" in rule
    assert {"id": "Semester II 2025", "en": "Semester 2"}[lang] in rule


def test_page_links_to_its_sibling(page, lang):
    sibling = {"id": 'href="report.en.html" lang="en"', "en": 'href="report.html" lang="id"'}[lang]
    assert sibling in page


def test_page_in_a_single_language_links_to_no_sibling(folder):
    assert "hreflang" not in render(folder / "notebook.ipynb", folder, "id", siblings={})


def test_headings_and_contents_agree(page):
    addresses = re.findall(r'<h[23] id="([^"]+)"', page)
    assert len(addresses) == len(set(addresses)) == 5
    assert set(re.findall(r'href="#([^"]+)"', page)) == {*addresses, "main"}


def test_images_have_alternative_texts(page):
    images = [given for tag, given in Page(page).attributes if tag == "img"]
    assert len(images) == 3
    assert all(given["alt"] for given in images)


def test_markup_in_a_unit_name_is_text(page):
    assert "Rumah Sakit &lt;Umum&gt; &amp; Daerah" in page
    assert "<Umum>" not in page


def test_page_file_puts_the_language_before_the_extension():
    assert page_file("id", ["id", "en"]) == "report.html"
    assert page_file("en", ["id", "en"]) == "report.en.html"
    assert page_file("en", ["en"]) == "report.html"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("open('/home/a/b/file.csv')", "open('file.csv')"),
        ('x = "/file.csv"', 'x = "file.csv"'),
        (r'x = "C:\data\file.csv"', 'x = "file.csv"'),
        ("ratio = a / b", "ratio = a / b"),
        ('x = "report.html"', 'x = "report.html"'),
    ],
)
def test_without_paths(code, expected):
    assert without_paths(code) == expected


def test_number_headings_gives_each_an_address_of_its_own():
    page, found = number_headings("<h2>Metode &amp; data</h2><h3>Metode &amp; data</h3><h2>–</h2>")
    assert [one.address for one in found] == ["metode-data", "metode-data-2", "bagian"]
    assert found[0].text == "Metode & data"
    assert page.startswith('<h2 id="metode-data">Metode &amp; data</h2>')


def test_css_string_cannot_be_left():
    assert css_string('Kota "X"; }</style>') == '"Kota \\22 X\\22 \\3b  \\7d \\3c \\2f style\\3e "'
