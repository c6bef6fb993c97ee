"""Published sheets recomputed: the mistakes of real sheets get their names."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rules import load_rulebook
from analysis.rules.as_printed import Habit, find_reproduction, index_as_printed
from analysis.rules.printed import recompute_printed
from analysis.rules.printed_lines import PrintedLine, lines_of
from analysis.rules.skm import SkmRules

NINE = SkmRules.of(load_rulebook().get("skm-2017"))
FOURTEEN = SkmRules.of(load_rulebook().get("skm-2004"))

# Kanwil Kemenag Sulawesi Barat, quarter III, n = 29 (domain notes, test A), regulation order.
TOTALS_A = [105, 101, 100, 116, 102, 105, 106, 115, 105]
# Puskesmas, June 2012 (test B): means as printed.
MEANS_B = (3.06, 2.98, 3.06, 2.90, 3.06, 3.14, 3.04, 3.06, 3.18, 3.08, 3.20, 3.18, 3.10, 3.04)


def whole(index=None, letter="", **more) -> PrintedLine:
    return PrintedLine(
        index_printed=None if index is None else Decimal(index), letter_printed=letter, **more
    )


def sheet_a(**more) -> list[PrintedLine]:
    return [
        PrintedLine(unsur, total=Decimal(total), n=29, **more)
        for unsur, total in zip(NINE.unsur, TOTALS_A, strict=True)
    ]


def codes(lines, rules=NINE, **more) -> list[str]:
    return [one.code for one in recompute_printed(lines, rules, older=FOURTEEN, **more).mistakes]


def test_sheet_without_mistakes():
    check = recompute_printed([*sheet_a(), whole("91.48", "A", n=29)], NINE, older=FOURTEEN)
    assert check.index == Fraction(23875, 261)  # 955 / 261 x 25
    assert check.letter == "A"
    assert check.mistakes == ()
    assert check.reproduction is not None
    assert check.reproduction.habit.is_exact


@pytest.mark.parametrize(
    ("printed", "weight"), [("90.56", "0.11"), ("91.38", "0.111"), ("91.47", "0.1111")]
)
def test_rounded_weight(printed, weight):
    check = recompute_printed([*sheet_a(), whole(printed, "A")], NINE)
    assert [one.code for one in check.mistakes] == ["weight_rounded"]
    assert check.reproduction is not None
    assert check.reproduction.habit.weight == Decimal(weight)


def test_stated_weight_is_not_the_one_used():
    lines = [*sheet_a(weight_printed=Decimal("0.1111")), whole("90.56", "A")]
    assert codes(lines) == ["weight_rounded", "weight_label_differs"]


def test_rounding_on_the_way_of_a_report_of_2012():
    lines = [
        PrintedLine(unsur, nrr=Decimal(str(mean)))
        for unsur, mean in zip(FOURTEEN.unsur, MEANS_B, strict=True)
    ]
    check = recompute_printed([*lines, whole("76.475", "B")], FOURTEEN)
    # 43.08 x 0.071 x 25 = 76.467; means of two decimals leave 14 x 0.005 x 0.071 x 25 = 0.124.
    (mistake,) = check.mistakes
    assert mistake.code == "weight_rounded"
    assert "0.071" in mistake.text("en")
    assert check.index == Fraction("43.08") * 25 / 14


def test_terms_rounded_on_the_way_from_exact_means():
    # Every mean 192/60 = 3.2; x 0.111 = 0.3552 -> 0.355; x 9 x 25 = 79.875.
    lines = [PrintedLine(unsur, total=Decimal(192), n=60) for unsur in NINE.unsur]
    assert codes([*lines, whole("79.875", "B")]) == ["weight_rounded", "terms_rounded"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("84.96", []), ("84.77", []), ("84.10", ["weight_rounded"]), ("83.00", ["not_reproduced"])],
)
def test_printed_means_within_their_own_rounding(printed, expected):
    # (8 x 3.40 + 3.36) / 9 x 25 = 84.889, and 0.125 to both sides; with the weight 0.11: 84.04.
    lines = [PrintedLine(unsur, nrr=Decimal("3.40")) for unsur in NINE.unsur[:-1]]
    lines.append(PrintedLine(NINE.unsur[-1], nrr=Decimal("3.36")))
    assert codes([*lines, whole(printed, "B")]) == expected


def test_blank_as_zero_is_told_from_a_rounded_weight_by_the_nearer():
    lines = [PrintedLine(unsur, nrr=Decimal("3.40"), n=100) for unsur in NINE.unsur[:-1]]
    lines.append(PrintedLine(NINE.unsur[-1], nrr=Decimal("3.40"), n=80))
    # One unsur of 80 answers: (8 x 3.4 + 3.4 x 0.8) / 9 x 25 = 83.11; weight 0.11: 84.15.
    assert codes([*lines, whole("83.11", "B", n=100)]) == ["blank_as_zero"]
    assert codes([*lines, whole("84.15", "B", n=100)]) == ["weight_rounded"]


def test_means_rounded_before_weighting():
    # Means 3.335 exactly: rounded to 3.34 first, 3.34 x 25 = 83.50 instead of 83.375 -> 83.38.
    lines = [PrintedLine(unsur, total=Decimal(667), n=200) for unsur in NINE.unsur]
    assert codes([*lines, whole("83.50", "B")]) == ["mean_rounded"]


def test_printed_means_leave_room_for_their_own_rounding():
    # 29 sheets: 3.6207 is 105/29; an index from unrounded means is not a mistake.
    lines = [
        PrintedLine(unsur, nrr=Decimal(str(round(total / 29, 2))))
        for unsur, total in zip(NINE.unsur, TOTALS_A, strict=True)
    ]
    assert codes([*lines, whole("91.48", "A")]) == []


def test_blank_counted_as_zero():
    # Eight unsur 40/10, one 36/9. With zeros: (8 x 4 + 3.6) / 9 x 25 = 98.89; own answers: 100.
    lines = [PrintedLine(unsur, total=Decimal(40), n=10) for unsur in NINE.unsur[:-1]]
    lines.append(PrintedLine(NINE.unsur[-1], total=Decimal(36), n=9))
    check = recompute_printed([*lines, whole("98.89", "A", n=10)], NINE)
    assert [one.code for one in check.mistakes] == ["blank_as_zero"]
    assert check.index == 100


def test_mean_of_one_unsur_with_a_blank_as_zero():
    line = PrintedLine("biaya", total=Decimal(36), n=9, nrr=Decimal("3.6"))
    assert codes([line, whole(n=10)]) == ["incomplete", "mean_blank_as_zero"]


def test_mean_of_fewer_answers_than_sheets_is_no_mistake():
    # 36 over the 9 answers given is 4; over the 10 sheets it would be 3.6.
    lines = [PrintedLine(unsur, total=Decimal(40), n=10) for unsur in NINE.unsur[:-1]]
    lines.append(PrintedLine(NINE.unsur[-1], total=Decimal(36), n=10, nrr=Decimal("4.0000")))
    check = recompute_printed([*lines, whole("100", "A", n=10)], NINE)
    assert [one.code for one in check.mistakes] == []
    assert check.index == 100


def test_mean_that_is_not_its_total_over_its_answers():
    line = PrintedLine("biaya", total=Decimal(36), n=9, nrr=Decimal("3.91"))
    assert "mean_differs" in codes([line, whole(n=9)])


# Real sheets of the domain notes, section 1.5 and 1.7.
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (whole("64.50", "B", nrr=Decimal("2.58")), ["old_bands"]),
        (whole("80.2", "B", nrr=Decimal("3.21")), []),
        (whole("74.926", "Baik"), ["old_bands"]),
        (whole("75.0075", nrr=Decimal("3.003"), n=100), ["index_not_multiple"]),
        (whole("100", "A", n=1), ["single_respondent"]),
        (whole("88.31", "B"), ["edge_not_inclusive"]),
        (whole("76.61", "C"), ["edge_not_inclusive"]),
        (whole("90.00", "C"), ["letter_differs"]),
        (whole("8.030", "B"), ["index_outside"]),
        (whole("803", "B"), ["index_outside"]),
        (whole("88.31", "Sangat Baik"), []),
    ],
    ids=[
        "Sawahlunto 2015",
        "Sawahlunto 2017",
        "Puskesmas Maron",
        "PDAM Hulu Sungai Utara",
        "Tulang Bawang Barat",
        "edge of A",
        "edge of B",
        "letter of no table",
        "decimal sign too far left",
        "decimal sign lost",
        "letter written as its name",
    ],
)
def test_mistakes_of_a_single_line(line, expected):
    assert codes([line]) == expected


def test_old_letter_is_no_mistake_under_the_old_rules():
    assert codes([whole("64.50", "B", nrr=Decimal("2.58"))], FOURTEEN) == []


def test_a_five_on_a_form_of_four():
    lines = [PrintedLine(unsur, nrr=Decimal("3.5")) for unsur in NINE.unsur[:-1]]
    lines.append(PrintedLine(NINE.unsur[-1], nrr=Decimal("4.2")))
    check = recompute_printed([*lines, whole("89.44", "A")], NINE)
    assert [one.code for one in check.mistakes] == ["outside_scale"]
    assert check.index is None
    assert check.letter is None


def test_unnamed_u8_and_u9():
    lines = [
        PrintedLine(f"U{number}", total=Decimal(total), n=29)
        for number, total in enumerate(TOTALS_A, start=1)
    ]
    assert codes([*lines, whole("91.48", "A")]) == ["order_unknown"]
    assert codes([*sheet_a(), whole("91.48", "A")], order_known=False) == ["order_unknown"]


def test_index_that_nothing_explains():
    check = recompute_printed([*sheet_a(), whole("85.00", "B")], NINE)
    assert [one.code for one in check.mistakes] == ["not_reproduced"]
    assert check.reproduction is None


def test_missing_elements_leave_the_index_open():
    check = recompute_printed([*sheet_a()[:5], whole("91.48", "A")], NINE)
    assert [one.code for one in check.mistakes] == ["incomplete"]
    assert check.index is None


def test_no_lines_at_all():
    check = recompute_printed([], NINE)
    assert (check.index, check.letter, check.mistakes) == (None, None, ())


def test_sentences_use_the_decimal_sign_of_their_language():
    (mistake,) = recompute_printed([whole("64.50", "B")], NINE, older=FOURTEEN).mistakes
    assert mistake.text("id") == (
        "Mutu B untuk indeks 64,50 pada IKM cocok dengan tabel mutu lama; menurut tabel yang "
        "berlaku mutunya D."
    )
    assert mistake.text("en") == (
        "The letter B for the index 64.50 of IKM fits the old table; by the table in force it is D."
    )


def test_lines_of_a_canonical_frame():
    frame = pd.DataFrame(
        {
            "unsur": pd.Series(["biaya", None], dtype="str"),
            "total": [116.0, None],
            "nrr": [4.0, None],
            "n": pd.Series([29, 29], dtype="Int64"),
            "weight_printed": [0.111, None],
            "index_printed": [None, 91.38],
            "letter_printed": pd.Series([None, "A"], dtype="str"),
        }
    )
    before = frame.copy()
    part, total = lines_of(frame)
    assert part == PrintedLine("biaya", Decimal("116.0"), Decimal("4.0"), 29, Decimal("0.111"))
    assert total == PrintedLine(n=29, index_printed=Decimal("91.38"), letter_printed="A")
    pd.testing.assert_frame_equal(frame, before)


# Domain notes, test C: terms rounded to three decimals add up to 2.462 -> 61.55.
def test_terms_rounded_as_in_the_annex_of_2004():
    means = (3.45, 2.65, 3.53, 2.31, 1.55, 3.12, 2.13, 2.43, 3.21, 1.45, 1.93, 2.31, 3.03, 1.56)
    habit = Habit(weight=Decimal("0.071"), term_places=3)
    index = index_as_printed([Fraction(str(mean)) for mean in means], habit, FOURTEEN)
    assert index == Fraction("61.55")


answers = st.lists(st.lists(st.integers(1, 4), min_size=5, max_size=40), min_size=9, max_size=9)


@given(answers)
def test_an_exact_index_is_always_found_exact(given_answers):
    means = [Fraction(sum(one), len(one)) for one in given_answers]
    exact = index_as_printed(means, Habit(), NINE)
    printed = Decimal(f"{float(exact):.10f}").quantize(Decimal("0.0001"), rounding="ROUND_HALF_UP")
    way = find_reproduction(printed, means, None, NINE)
    assert way is not None
    assert way.steps == 0


@given(answers, st.sampled_from(NINE.printed_weights))
def test_rounded_weights_never_raise_the_index(given_answers, weight):
    means = [Fraction(sum(one), len(one)) for one in given_answers]
    lower = index_as_printed(means, Habit(weight=Decimal(weight)), NINE)
    assert lower < index_as_printed(means, Habit(), NINE)
