"""Columns, edit logs, declared values, and laws that hold for any text."""

# ruff: noqa: PD011 - `values` is a field of ParsedColumn
from __future__ import annotations

import re
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ConfigError
from analysis.intake.raw import Problem, RuleEdit
from analysis.intake.values import not_applicable_mask, parse, read_period, review_problems
from analysis.intake.values.categories import category_reader
from analysis.intake.values.folding import fold, join_numbers, tidy
from analysis.intake.values.months import MONTH_NAMES
from analysis.intake.values.review import REVIEW_RULES
from analysis.periods import Period
from analysis.schemas.codebook import codebook_from, load_codebook
from analysis.schemas.region import Source
from analysis.schemas.tables import table as schema_table
from analysis.wording import entry, say

SKM = load_codebook("skm_2017")


def _column(*texts: str | None) -> pd.Series:
    return pd.Series(list(texts), index=range(7, 7 + len(texts)), dtype="str")


def _source(**values: dict[str, str]) -> Source:
    return Source(id="survei", table="citizen_survey", files="*.csv", values=values)


def test_parse_keeps_the_index_and_the_raw_column() -> None:
    raw = _column("4", None, "5")
    before = raw.copy()
    parsed = parse(raw, "sarana", table="citizen_survey", codebook=SKM)
    pd.testing.assert_series_equal(raw, before)
    assert parsed.values.index.tolist() == parsed.bad.index.tolist() == [7, 8, 9]
    assert parsed.values.dtype == "Int64"
    assert parsed.bad.tolist() == ["", "", "out_of_range"]


def test_edits_count_rows_not_distinct_texts() -> None:
    raw = _column("Gratis", "gratis", "4", "Gratis", "0")
    edits = parse(raw, "biaya", table="citizen_survey", codebook=SKM).edits
    assert set(edits) == {
        RuleEdit("biaya", "label", "gratis", "4", 3),
        RuleEdit("biaya", "zero_missing", "0", "", 1),
    }


def test_edits_never_quote_comments_or_unlisted_occupations() -> None:
    words = "Bengkel Ibu Sari Dewi"
    for target in ("comment", "occupation", "service"):
        raw = _column(f"={words}", words, words.upper())
        edits = parse(raw, target, table="citizen_survey").edits
        assert "sari" not in repr(edits).casefold()


@pytest.mark.parametrize(
    ("target", "dtype"),
    [
        ("date", "datetime64[us]"),
        ("age", "Int64"),
        ("weight", "float64"),
        ("gender", "str"),
        ("biaya", "Int64"),
        ("comment", "str"),
        ("person_name", "str"),
    ],
)
def test_empty_and_blank_columns_have_the_dtype_of_the_table(target: str, dtype: str) -> None:
    for raw in (_column(), _column(None, None)):
        parsed = parse(raw, target, table="citizen_survey", codebook=SKM)
        assert parsed.values.dtype == dtype
        assert parsed.values.isna().all()
        assert (parsed.bad == "").all()


def test_reverse_items_keep_the_score_that_was_given() -> None:
    book = codebook_from(
        {
            "id": "contoh", "title": {"id": "c", "en": "c"}, "instrument": "contoh",
            "answers": {"minimum": 1, "maximum": 5},
            "scales": [{"key": "index", "name": {"id": "i", "en": "i"}}],
            "items": [{"key": "q01", "name": {"id": "q", "en": "q"}, "reverse": True}],
        },
        "contoh",
    )  # fmt: skip
    parsed = parse(_column("5", "1"), "q01", table="citizen_survey", codebook=book)
    assert parsed.values.tolist() == [5, 1]


def test_declared_values_go_before_every_rule() -> None:
    source = _source(gender={"1": "L", "2": "P"}, biaya={"tidak berlaku": "4", "Murah": ""})
    gender = parse(_column("1", "2", "P"), "gender", table="citizen_survey", source=source)
    assert gender.values.tolist() == ["L", "P", "P"]
    fee = parse(
        _column("Tidak Berlaku", "murah", "Gratis"),
        "biaya", table="citizen_survey", codebook=SKM, source=source,
    )  # fmt: skip
    assert fee.values.fillna(-1).tolist() == [4, -1, 4]


def test_declared_signs_are_not_confused() -> None:
    source = _source(age_band={"17-25": "20-29", "<30": "20-29"})
    raw = _column("17 - 25", "17-25", "17–25", ">30", "<30")
    bands = parse(raw, "age_band", table="citizen_survey", source=source)
    assert bands.values.fillna("").tolist() == ["", "20-29", "20-29", "", "20-29"]
    assert bands.bad.tolist()[3] == "band_not_canonical"


def test_declared_value_that_the_column_cannot_hold_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"The value 'X' in values.gender of the source survei"):
        parse(_column("1"), "gender", table="citizen_survey", source=_source(gender={"1": "X"}))


def test_not_applicable_is_told_apart_from_missing() -> None:
    raw = _column("Tidak berlaku", "N/A", "NA", "-", "#N/A", None, "4")
    assert not_applicable_mask(raw).tolist() == [True, True, False, False, False, False, False]
    declared = _source(biaya={"N/A": "4"})
    mask = not_applicable_mask(raw, target="biaya", source=declared)
    assert mask.tolist() == [True, *[False] * 6]
    assert mask.index.tolist() == raw.index.tolist()


def test_us_order_is_listed_and_puts_the_column_in_doubt() -> None:
    edits = parse(_column("8/17/2024", "03/04/2024"), "date", table="citizen_survey").edits
    assert {(edit.rule, edit.count) for edit in edits} == {
        ("us_order", 1),
        ("us_order_possible", 1),
    }
    mixed = parse(_column("8/17/2024", "17/8/2024", "3/4/2024"), "date", table="citizen_survey")
    assert [edit.rule for edit in mixed.edits] == ["us_order"]


def test_date_and_time_keep_the_local_clock() -> None:
    raw = _column("2017/08/24 2:31:36 PM GMT+7", "17/08/2024 14.31 WIB", "45521,5", "17/08/2024")
    moments = parse_moments(raw)
    assert moments == [
        datetime(2017, 8, 24, 14, 31, 36),
        datetime(2024, 8, 17, 14, 31),
        datetime(2024, 8, 17, 12),
        datetime(2024, 8, 17),
    ]


def parse_moments(raw: pd.Series) -> list[datetime]:
    from analysis.intake.values.dates import read_dates

    return read_dates(raw, target="received_at", clock=True).values.dt.to_pydatetime().tolist()


def test_ambiguous_dot_is_listed_for_review() -> None:
    edits = parse(_column("1.234", "12"), "users", table="service_population").edits
    assert edits == (RuleEdit("users", "dot_three_digits", "number text", "number", 1),)
    index = parse(_column("8.030"), "index_printed", table="published_indices")
    assert {edit.rule for edit in index.edits} == {"dot_three_digits", "outside_scale"}


def test_text_is_kept_but_harmless() -> None:
    raw = _column(
        '=HYPERLINK("http://contoh.invalid","x")', "<script>alert(1)</script>",
        "baik\x07 sekali\u202e", "+1 untuk petugas", "-2+3+cmd|' /C calc'!A0", "tidak ada",
    )  # fmt: skip
    texts = parse(raw, "comment", table="citizen_survey").values
    assert texts.fillna("").tolist() == [
        '\'=HYPERLINK("http://contoh.invalid","x")', "<script>alert(1)</script>",
        "baik sekali", "+1 untuk petugas", "'-2+3+cmd|' /C calc'!A0", "",
    ]  # fmt: skip


def test_names_of_services_get_their_most_frequent_spelling() -> None:
    raw = _column("KTP-el", "ktp  el", "KTP-el", "KK", "-")
    parsed = parse(raw, "service", table="citizen_survey")
    assert parsed.values.fillna("").tolist() == ["KTP-el", "KTP-el", "KTP-el", "KK", ""]
    assert RuleEdit("service", "spelling", "name", "name", 1) in parsed.edits


def test_person_columns_pass_unchanged() -> None:
    raw = _column(" Sari Dewi, S.Sos ", "-")
    parsed = parse(raw, "person_name", table="citizen_survey")
    assert parsed.values.tolist() == raw.tolist()
    assert parsed.edits == ()


def test_printed_items_of_a_recap_are_numbers() -> None:
    parsed = parse(_column("3,45", "1044", "-"), "biaya", table="published_indices", codebook=SKM)
    assert parsed.values.fillna(-1).tolist() == [3.45, 1044.0, -1.0]


@pytest.mark.parametrize(
    ("text", "order", "key", "rule"),
    [
        ("U4 (Biaya)", "", "biaya", None),
        ("U8 (Sarana & Prasarana)", "", "sarana", None),
        ("Penanganan Pengaduan, Saran dan Masukan", "", "pengaduan", None),
        ("U8", "A", "pengaduan", "item_number"),
        ("U8", "B", "sarana", "item_number"),
        ("U8", "", "sarana", "order_assumed"),
        ("U3", "", "waktu", "item_number"),
    ],
)
def test_unsur_is_read_by_name_then_by_number(
    text: str, order: str, key: str, rule: str | None
) -> None:
    source = Source(id="s", table="published_indices", files="*", unsur_order=order)
    parsed = parse(_column(text), "unsur", table="published_indices", codebook=SKM, source=source)
    assert parsed.values.tolist() == [key]
    assert [edit.rule for edit in parsed.edits] == ([rule] if rule else [])


def test_unsur_that_is_none_is_refused_and_the_whole_index_is_blank() -> None:
    parsed = parse(
        _column("U10", "Keindahan", "IKM"), "unsur", table="published_indices", codebook=SKM
    )
    assert parsed.values.isna().all()
    assert parsed.bad.tolist() == ["unknown_item", "unknown_item", ""]


@pytest.mark.parametrize(
    ("text", "letter", "bad"),
    [
        ("B", "B", ""), ("b", "B", ""), ("Mutu B", "B", ""), ("B (Baik)", "B", ""),
        ("Sangat Baik", "A", ""), ("Tidak Baik", "D", ""),
        ("A (Baik)", "", "label_number_conflict"),
        ("E", "", "unknown_value"), ("-", "", ""),
    ],
)  # fmt: skip
def test_letters_are_read_with_their_names(text: str, letter: str, bad: str) -> None:
    parsed = parse(_column(text), "letter_printed", table="published_indices")
    assert (parsed.values.fillna("").iloc[0], parsed.bad.iloc[0]) == (letter, bad)


@pytest.mark.parametrize("target", ["gender", "education", "occupation", "mode"])
def test_no_spelling_stands_for_two_categories(target: str) -> None:
    import tomllib
    from importlib.resources import files

    text = files("analysis.intake.values").joinpath("categories.toml").read_text("utf-8")
    listed = tomllib.loads(text)[target]
    forms = [
        (join_numbers(form), category)
        for category, known in listed.items()
        for form in (category, *known)
    ]
    assert len({form for form, _ in forms}) == len(set(forms))
    assert set(listed) <= set(schema_table("citizen_survey")[target].categories)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(st.integers(0, 10**12))
def test_whole_numbers_in_indonesian_style_come_back(number: int) -> None:
    for text in (str(number), _grouped(number), f"{_grouped(number)},00", f"Rp {_grouped(number)}"):
        parsed = parse(_column(text), "users", table="service_population")
        assert parsed.values.tolist() == [number]


@given(st.decimals(min_value=0, max_value=5, places=2))
def test_scores_with_decimal_comma_come_back(score: object) -> None:
    for text in (str(score), str(score).replace(".", ",")):
        parsed = parse(_column(text), "nrr", table="published_indices")
        assert parsed.values.tolist() == [float(str(score))]


@given(st.dates(date(1930, 1, 1), date(2100, 12, 31)), st.integers(0, 86_399))
def test_dates_in_indonesian_style_come_back(day: date, seconds: int) -> None:
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    names = MONTH_NAMES[day.month - 1]
    written = [
        f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y} {clock}", f"{day:%Y-%m-%d}T{clock}",
        *(f"{day.day} {name.capitalize()} {day.year}" for name in names),
        f"Senin, {day.day} {names[0].upper()} {day.year}",
    ]  # fmt: skip
    parsed = parse(_column(*written), "date", table="citizen_survey")
    assert set(parsed.bad) == {""}
    assert set(parsed.values.dt.date) == {day}


_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


@given(st.integers(1990, 2050), st.sampled_from("YSQM"), st.data())
def test_periods_in_indonesian_style_come_back(year: int, rhythm: str, data: st.DataObject) -> None:
    count = {"Y": 1, "S": 2, "Q": 4, "M": 12}[rhythm]
    period = Period(year, rhythm, data.draw(st.integers(1, count)))
    first = MONTH_NAMES[period.first_day.month - 1][0].capitalize()
    last = MONTH_NAMES[period.last_day.month - 1][0].capitalize()
    number = period.index
    written = {
        "Y": [f"Tahun {year}", f"Periode Tahunan {year}", str(year)],
        "S": [f"Semester {number} {year}", f"Smt {_ROMAN.get(number)} Tahun {year}"],
        "Q": [f"TW {number} {year}", f"Triwulan {_ROMAN.get(number)} {year}"],
        "M": [f"{first} {year}", f"Periode Bulanan {number} Tahun {year}", f"{number:02d}/{year}"],
    }[rhythm]
    ranges = [f"{first} s.d. {last} {year}", f"{first} {year} - {last} {year}"]
    for text in (str(period), *written, *ranges):
        assert read_period(text) == period, text


_PLACES = [
    (table, target)
    for table, targets in {
        "citizen_survey": (
            "biaya", "pengaduan", "gender", "age", "age_band", "education", "occupation", "mode",
            "date", "period", "weight", "service", "comment", "unit_id",
        ),
        "published_indices": ("unsur", "nrr", "n", "total", "letter_printed", "regime", "biaya"),
        "service_population": ("users", "margin", "level"),
    }.items()
    for target in targets
]  # fmt: skip
_TEXTS = st.one_of(
    st.none(),
    st.text(max_size=25),
    st.text(alphabet="0123456789.,-/ :<>=+()%RpsdIVX", max_size=15),
)


@given(st.lists(_TEXTS, max_size=4), st.sampled_from(_PLACES))
def test_parse_never_fails_on_any_text(texts: list[str | None], place: tuple[str, str]) -> None:
    raw = pd.Series(texts, dtype="str")
    parsed = parse(raw, place[1], table=place[0], codebook=SKM)
    assert len(parsed.values) == len(parsed.bad) == len(texts)
    assert parsed.values[parsed.bad != ""].isna().all()
    assert not parsed.bad[raw.isna()].any()


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    for change in (tidy, fold, join_numbers):
        assert change(change(text)) == change(text)


def test_categories_of_the_table_are_taken_as_they_stand() -> None:
    read = category_reader("education", ("TS", "D1-D2"))
    assert read("D1-D2").value == "D1-D2"
    assert read("D1-D2").steps == ()


def _source_texts() -> str:
    from importlib.resources import files

    room = files("analysis.intake")
    alone = [room.joinpath(name) for name in ("units.py", "unit_dates.py")]
    modules = [*room.joinpath("values").iterdir(), *alone]
    return "\n".join(one.read_text("utf-8") for one in modules if one.name.endswith(".py"))


def test_every_reason_has_a_text() -> None:
    reasons = set(re.findall(r'bad="(\w+)"', _source_texts()))
    assert {"out_of_range", "unknown_unit"} <= reasons
    for reason in reasons:
        assert entry(f"intake.accounting.reason.{reason}")["id"]


def test_every_rule_to_review_exists_and_has_a_text() -> None:
    source = _source_texts()
    for rule in REVIEW_RULES:
        assert source.count(f'"{rule}"') > 1, rule
        text = say(f"intake.values.review.{rule}", "id", column="nrr", target="nrr", count=3)
        assert text.startswith("3 ")
        assert "nrr" in text


def test_review_problems_add_up_by_column_and_rule() -> None:
    edits = [
        RuleEdit("occupation", "unlisted_as_other", "unlisted", "Lainnya", 4),
        RuleEdit("occupation", "unlisted_as_other", "unlisted", "Lainnya", 3),
        RuleEdit("gender", "category", "pria", "L", 9),
    ]
    (problem,) = review_problems(edits, headers={"occupation": "Pekerjaan"})
    assert problem == Problem(
        "intake.values.review.unlisted_as_other",
        {"column": "Pekerjaan", "target": "occupation", "count": 7},
    )
