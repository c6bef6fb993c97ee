"""The pages in a real browser: no outside request, nothing overflows, they print."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from sample_report import MOMENT, write_report

from analysis.products.html import render, write_index

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
A4_WIDTH = 794
UNIT_REPORTS = 6
PAGES = ["report.html", "report.en.html", "index.html", "index.en.html"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("KINERJA_CI") != "1",
        reason="there is no Chromium on this machine",
    ),
]


def write_unit_report(folder, unit, manifest):
    inside = folder / "units" / unit
    inside.mkdir(parents=True)
    (inside / "manifest.json").write_text(json.dumps({**manifest, "unit": unit}), "utf-8")
    for name in ("report.html", "report.en.html"):
        (inside / name).write_text("<!doctype html><title>unit</title>", "utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    reports = tmp_path_factory.mktemp("reports")
    folder = write_report(reports / "kota-contoh" / "2025-S2" / "satisfaction")
    for lang, name in (("id", "report.html"), ("en", "report.en.html")):
        (folder / name).write_text(render(folder / "notebook.ipynb", folder, lang), "utf-8")
    manifest = {
        "region": "kota-contoh",
        "region_name": "Kota Contoh",
        "study": "satisfaction",
        "period": "2025-S2",
        "languages": ["id", "en"],
        "generated_at": MOMENT.isoformat(),
        "synthetic": True,
        "status": {"ok": 2, "review": 1, "blocked": 1, "suppressed": 1},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for place in range(UNIT_REPORTS):
        write_unit_report(folder, f"unit{place}", manifest)
    write_index(reports, generated_at=MOMENT)
    return {name: (folder if name.startswith("report") else reports) / name for name in PAGES}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, site):
    contexts = []

    def opened(name, *, width=1360, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.said = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.goto(site[name].as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_for_nothing_but_itself(open_page, site, name):
    page = open_page(name)
    asked = [url for url in page.asked if not url.startswith("data:")]
    assert asked == [site[name].as_uri()]
    assert page.said == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, A4_WIDTH, 1024, 1360])
def test_page_does_not_overflow_sideways(open_page, name, width):
    page = open_page(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("name", "lang"), zip(PAGES, ["id", "en", "id", "en"], strict=True))
def test_page_says_its_language(open_page, name, lang):
    assert open_page(name).evaluate("document.documentElement.lang") == lang


def test_images_are_drawn(open_page):
    page = open_page("report.html")
    widths = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert len(widths) == 3
    assert min(widths) > 500


def test_contents_stand_beside_the_text_on_wide_screens_and_fold_on_phones(open_page):
    wide, phone = open_page("report.html"), open_page("report.html", width=360)
    assert wide.locator(".contents-wide").is_visible()
    assert not wide.locator(".contents-small").is_visible()
    assert not phone.locator(".contents-wide").is_visible()
    entry = phone.locator(".contents-small a").first
    assert not entry.is_visible()
    phone.locator(".contents-small summary").click()
    assert entry.is_visible()


def test_reading_measure_is_comfortable(open_page):
    page = open_page("report.html")
    characters = page.evaluate(
        """() => {
        const prose = document.querySelector('main .prose p');
        const probe = document.createElement('span');
        probe.textContent = '0'; probe.style.font = getComputedStyle(prose).font;
        document.body.append(probe);
        const line = document.querySelector('main .prose').clientWidth;
        return line / probe.getBoundingClientRect().width;
        }"""
    )
    assert 55 <= characters <= 75


def test_the_skip_link_appears_on_the_first_tab(open_page):
    page = open_page("report.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_page_works_without_scripts(open_page):
    page = open_page("report.en.html", scripts=False)
    page.locator(".contents-wide a").last.click()
    assert page.url.endswith("#method-and-limits")


@pytest.mark.parametrize("name", PAGES)
def test_page_prints_on_a4_without_code_and_switch(open_page, name):
    page = open_page(name, width=A4_WIDTH)
    page.emulate_media(media="print")
    for hidden in (".switch", ".back", ".contents-wide", "details.code"):
        found = page.locator(hidden)
        assert found.count() == 0 or not found.first.is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH


def test_long_table_is_folded_on_screen_and_opens_without_scripts(open_page):
    page = open_page("report.html", scripts=False)
    row = page.locator("table[data-table=trend] tbody tr").last
    assert not row.is_visible()
    page.locator(".table-fold summary").click()
    assert row.is_visible()


def test_long_table_is_printed_open(open_page):
    page = open_page("report.html", width=A4_WIDTH)
    page.emulate_media(media="print")
    row = page.locator("table[data-table=trend] tbody tr").last
    assert row.is_visible()
    assert row.bounding_box()["height"] > 5
    assert not page.locator(".fold-count").first.is_visible()


def test_tables_are_numbered_in_order_whether_folded_or_not(open_page):
    page = open_page("report.html")
    shown = page.locator(".table-block").all_inner_texts()
    assert len(shown) == 3
    assert "Indeks per triwulan (13 baris)" in shown[-1]
    numbered = page.evaluate(
        """[...document.querySelectorAll('.fold-title, .table-block > .table-scroll caption span')]
        .map(one => getComputedStyle(one, '::before').content)"""
    )
    assert numbered == ['"Tabel " counter(table) ". "'] * 3


def test_contents_stay_in_sight_while_the_text_scrolls(open_page):
    page = open_page("report.html")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
    assert 0 <= page.locator(".contents-wide").bounding_box()["y"] < 100


def test_focus_is_visible(open_page):
    page = open_page("report.html")
    for _ in range(3):
        page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(width.removesuffix("px")) >= 2


@pytest.mark.parametrize("width", [360, 700, A4_WIDTH, 1024, 1200])
def test_index_table_fits_its_page(open_page, width):
    page = open_page("index.html", width=width)
    hidden = page.evaluate(
        """[...document.querySelectorAll('.table-scroll')]
        .map(one => one.scrollWidth - one.clientWidth)"""
    )
    assert max(hidden) <= 0


def test_key_figures_stand_in_line_with_each_other(open_page):
    page = open_page("report.html")
    tops = {
        kind: {round(one.bounding_box()["y"]) for one in page.locator(kind).all()}
        for kind in (".key-value", ".key-detail", ".key-status")
    }
    assert {kind: len(places) for kind, places in tops.items()} == dict.fromkeys(tops, 1)


@pytest.mark.parametrize("width", [360, 1360])
def test_unit_reports_unfold_within_the_page(open_page, width):
    page = open_page("index.html", width=width)
    fold = page.locator("details.unit-fold")
    assert not fold.locator("a").first.is_visible()
    fold.locator("summary").click()
    assert fold.locator("a:visible").count() == UNIT_REPORTS
    assert page.evaluate("document.documentElement.scrollWidth") <= width
