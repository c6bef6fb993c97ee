from __future__ import annotations

import pandas as pd
import pytest
from sample_report import SMALL_UNIT, UNIT_NAMES, finding, findings, sample_output, unit_table

from analysis.errors import UsageError
from analysis.presenting.displays import MIME
from analysis.schemas.bundle import STATUS_COLUMN, SUPPRESSED
from analysis.wording import both


@pytest.fixture(scope="module")
def output():
    return sample_output()


def bundle_of(display):
    return display._repr_mimebundle_()


def test_assemble_hides_small_groups_everywhere(output):
    small = next(one for one in output.document.findings if one.group.get("unit") == SMALL_UNIT)
    assert small.status == "suppressed"
    assert (small.estimate, small.n) == (None, None)
    frame = output.tables["by_unit"].frame
    assert (frame.loc[frame["unit"] == SMALL_UNIT, STATUS_COLUMN] == SUPPRESSED).all()
    assert "80,00" not in output.table("by_unit").html["id"]


def test_assemble_puts_a_sentence_in_both_languages_on_every_finding(output):
    assert all(one.text["id"] and one.text["en"] for one in output.document.findings)
    assert not any(one.problems() for one in output.document.findings)


def test_assemble_leaves_its_input_as_it_was():
    table, given = unit_table(), findings()
    before = table.frame.copy(deep=True)
    sample_output(tables=[table], findings=given)
    pd.testing.assert_frame_equal(table.frame, before)
    assert given == findings()


def test_displays_carry_every_language_and_show_one(output):
    for display in (output.table("by_unit"), output.figure("units"), output.section("limits")):
        shown = bundle_of(display)
        assert set(shown[MIME]) == {"id", "en"}
        assert shown[MIME]["id"] != shown[MIME]["en"]
    assert bundle_of(output.table("by_unit"))["text/html"] == output.table("by_unit").html["id"]
    english = sample_output(lang="en")
    assert "Satisfaction index by unit" in bundle_of(english.table("by_unit"))["text/html"]


def test_figure_display_is_self_contained_for_the_reader_and_linked_for_products(output):
    shown = bundle_of(output.figure("units"))
    assert 'src="data:image/png;base64,' in shown["text/html"]
    assert 'src="figures/units.en.png"' in shown[MIME]["en"]


def test_section_escapes_text_and_limits_is_a_box(output):
    assert output.section("limits").html["id"].startswith('<aside class="limits"')
    assert "<h2>" not in output.section("summary").html["id"]
    assert "<h2>Ringkasan</h2>" in output.section("summary", heading=True).html["id"]


def test_unknown_name_lists_what_there_is(output):
    with pytest.raises(UsageError, match=r"no table called 'x'\. There are: by_unit, trend, unsur"):
        output.table("x")


def test_min_cell_raises_the_floor_and_the_note_says_so():
    raised = sample_output(min_cell=200)
    statuses = raised.tables["by_unit"].frame.set_index("unit")[STATUS_COLUMN]
    assert statuses["unit1"] == SUPPRESSED
    assert "Kurang dari 200" in raised.table("by_unit").html["id"]


def test_min_cell_below_the_floor_is_refused():
    with pytest.raises(UsageError):
        sample_output(min_cell=2)


def test_public_audience_gets_public_classes_only():
    given = [*findings(), finding("hidden_one", estimate=0.5, n=50, disclosure="personnel")]
    internal, public = (
        sample_output(findings=given),
        sample_output(findings=given, audience="public"),
    )
    assert internal.narrative["class"] == "internal"
    assert public.narrative["class"] == "public"
    assert len(public.document.findings) == len(internal.document.findings) - 1


def test_workshop_audience_never_sees_a_unit_name_or_id():
    masked = sample_output(audience="workshop")
    page = masked.table("by_unit").html["id"] + masked.document.to_json()
    assert not any(name in page for name in UNIT_NAMES)
    assert SMALL_UNIT not in page
    assert "Unit 02" in page


def test_note_under_a_table_says_shortly_why_rows_are_hidden(output):
    notes = {lang: output.table("by_unit").html[lang] for lang in ("id", "en")}
    assert "* Kurang dari 5: bukti belum cukup, atau" in notes["id"].replace("\u00a0", " ")
    assert "Fewer than 5: not enough evidence, or" in notes["en"].replace("\u00a0", " ")
    assert all(len(both("presenting.hidden_note", mark="*", floor=5)[lang]) < 105 for lang in notes)
