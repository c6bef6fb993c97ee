"""Data that cannot carry an answer: every question says why, what would help, and claims nothing.

Each case is a region of its own. What is checked of all of them: no text in either language calls
an appraisal fair or free of bias, blocked findings hold no number and say why, blocked questions
say which column or file would help, and nobody is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

import pytest

from analysis.presenting.composing import StudyResult
from analysis.studies.fairness import run_fairness
from analysis.studies.fairness.parts import PROMISED, QUESTIONS, WORDS
from analysis.wording import LANGS
from tests.lib.bad_appraisals import CASES
from tests.lib.full_year import full_year

BLOCKED, REVIEW = {"blocked"}, {"review"}
TWO = "two_schemes"
HELD = {"blocked", "review", "suppressed"}
OF_SEVERITY = ("variance_share", "severity_spread", "sorting", "fixed_less_random")
OF_LABELS = ("gap_raw", "adverse_impact_ratio", "intersection_gap", "gap_adjusted", "gap_component")
OF_MARKS = ("central_tendency", "leniency", "range_restriction")
SCORED = ("result_score", "behaviour_score", "behaviours")
OF_BEHAVIOURS = ("halo", "identical_share")
Expected = tuple[set[str], set[str]]


def each(names: tuple[str, ...], statuses: set[str], *reasons: str) -> dict[str, Expected]:
    return dict.fromkeys(names, (statuses, set(reasons)))


NOBODY_ELSE_RATED = {
    **each(("top_box_share", "entropy", *OF_LABELS), BLOCKED, "no_annual"),
    **each(("gap_within_appraiser", "same_for_all_share"), BLOCKED, "no_annual"),
    **each(OF_MARKS, BLOCKED, "no_marks"),
}
FINDINGS: dict[str, dict[str, Expected]] = {
    "no_variance": {
        **each(("entropy",), REVIEW, "one_label"),
        **each((*OF_LABELS, "gap_within_appraiser"), BLOCKED, "few_outside_modal"),
        **each((*OF_SEVERITY, "appraiser_group_spread"), BLOCKED, "no_scores"),
    },
    "one_appraiser_a_unit": {
        **each(("connectivity",), REVIEW, "weakly_connected"),
        **each(OF_SEVERITY, BLOCKED, "not_connected"),
        **each(("gap_component",), REVIEW, "wild_bootstrap"),
    },
    "only_self_appraisals": {
        **NOBODY_ELSE_RATED,
        **each(("connectivity", *OF_SEVERITY, "appraiser_group_spread"), BLOCKED, "no_appraisals"),
    },
    "rated_by_oneself_as_superior": {
        **NOBODY_ELSE_RATED,
        **each(("connectivity", *OF_SEVERITY, "appraiser_group_spread"), BLOCKED, "no_appraiser"),
    },
    "groups_of_one": {
        **each(("intersection_gap", "gap_component"), BLOCKED, "no_groups"),
        **each(("appraiser_group_spread",), BLOCKED, "no_groups"),
    },
    "behaviours_all_missing": {
        **each(OF_BEHAVIOURS, BLOCKED, "no_behaviours"),
        **each((*OF_SEVERITY, "appraiser_group_spread"), BLOCKED, "no_scores"),
    },
    "two_schemes": {
        **each(("top_box_share", "entropy", "gap_raw", "adverse_impact_ratio"), REVIEW, TWO),
        **each(("intersection_gap", "gap_component", "appraiser_group_spread"), REVIEW, TWO),
        **each((*OF_MARKS, "same_for_all_share"), REVIEW, TWO),
        **each(("gap_adjusted", "gap_within_appraiser"), HELD, TWO, "unit_is_the_group"),
    },
    "appraiser_of_six_hundred": {
        **each(
            ("gap_raw",),
            {"blocked", "review"},
            "few_large_clusters",
            "uneven_appraisers",
            "wild_bootstrap",
        ),
        **each(("connectivity",), REVIEW, "weakly_connected"),
        **each(OF_SEVERITY, BLOCKED, "not_connected"),
        **each(("range_restriction", "same_for_all_share"), BLOCKED, "few_appraisers"),
        **each(("appraiser_group_spread",), BLOCKED, "too_few_appraisers_of_both"),
        **each(
            ("gap_component",), {"blocked", "review"}, "few_shared_appraisers", "few_large_clusters"
        ),
    },
    "no_appraiser_column": {
        **each(("connectivity", *OF_SEVERITY, "appraiser_group_spread"), BLOCKED, "no_appraiser"),
        **each(("gap_within_appraiser", "range_restriction"), BLOCKED, "no_appraiser"),
        **each(("same_for_all_share",), BLOCKED, "no_appraiser"),
        **each(("gap_component",), REVIEW, "no_appraiser", "wild_bootstrap"),
    },
    "nothing_at_all": {
        **NOBODY_ELSE_RATED,
        **each(("connectivity", *OF_SEVERITY, "appraiser_group_spread"), BLOCKED, "no_appraisals"),
    },
}
"""Findings of a case: the statuses and reasons that all of an id have, those on labels or scores.

Of decisions and of "Baik or better" (`outcome`) nothing is expected here.
"""

Question = tuple[str, str, str]


def ask(names: tuple[str, ...], status: str, reason: str, unblock: str) -> dict[str, Question]:
    return dict.fromkeys(names, (status, reason, unblock))


ON_LABELS = ("group_labels", "intersections", "like_for_like", "same_appraiser", "components")
ON_APPRAISERS = ("connectivity", "severity")
GATES: dict[str, dict[str, Question]] = {
    "no_variance": {
        **ask(("differentiation",), "review", "one_label", "scores_or_periodic"),
        **ask((*ON_LABELS, "impact"), "blocked", "few_outside_modal", "scores_or_periodic"),
        **ask(("severity", "appraiser_group"), "blocked", "no_scores", "scores_or_periodic"),
    },
    "one_appraiser_a_unit": ask(ON_APPRAISERS, "blocked", "weakly_connected", "second_ratings"),
    "only_self_appraisals": {
        **ask(("differentiation", *ON_LABELS, "impact"), "blocked", "no_annual", "annual_recap"),
        **ask((*ON_APPRAISERS, "appraiser_group"), "blocked", "no_appraisals", "appraisals"),
    },
    "rated_by_oneself_as_superior": {
        **ask(("differentiation", *ON_LABELS, "impact"), "blocked", "no_annual", "annual_recap"),
        **ask((*ON_APPRAISERS, "appraiser_group"), "blocked", "no_appraiser", "rater_id"),
    },
    "groups_of_one": ask(
        ("intersections", "components", "appraiser_group"), "blocked", "no_groups", "traits"
    ),
    "behaviours_all_missing": {
        **ask(("scale_use",), "review", "no_behaviours", "behaviours"),
        **ask(("group_scores", "severity"), "blocked", "no_scores", "scores_or_periodic"),
    },
    "two_schemes": ask(
        (
            "differentiation",
            "group_labels",
            "group_scores",
            "like_for_like",
            "same_appraiser",
            "intersections",
            "appraiser_group",
            "components",
            "impact",
        ),
        "review",
        "two_schemes",
        "one_scheme",
    ),
    "two_schemes_in_a_full_year": ask(
        tuple(one for one in QUESTIONS if one not in {"connectivity", "justice"}),
        "review",
        "two_schemes",
        "one_scheme",
    ),
    "appraiser_of_six_hundred": {
        **ask(("group_labels",), "review", "uneven_appraisers", "more_appraisers"),
        **ask(("components",), "review", "few_large_clusters", "more_appraisers"),
        **ask(ON_APPRAISERS, "blocked", "weakly_connected", "second_ratings"),
        **ask(("appraiser_group",), "blocked", "few_appraisers_of_both", "earlier_periods"),
    },
    "no_appraiser_column": {
        **ask((*ON_APPRAISERS, "appraiser_group"), "blocked", "no_appraiser", "rater_id"),
        **ask(("same_appraiser",), "blocked", "no_appraiser", "rater_id"),
        **ask(("scale_use", "components"), "review", "no_appraiser", "rater_id"),
    },
    "nothing_at_all": {
        **ask(("differentiation", *ON_LABELS, "impact"), "blocked", "no_annual", "annual_recap"),
        **ask((*ON_APPRAISERS, "appraiser_group"), "blocked", "no_appraisals", "appraisals"),
    },
}
"""Questions of a case: status, reason, and what is asked for."""

RESTS_ON_NO_RATING = {
    "appraisers_in_largest_component": "counts who rated whom, not what they gave",
    "reward_share": "counts decisions",
    "reward_share_ratio": "counts decisions",
    "nomination_share": "counts nominations",
    "nomination_share_ratio": "counts nominations",
}
"""Measures that two rule sets do not touch, and why."""


@cache
def result_of(case: str) -> StudyResult:
    return run_fairness(CASES[case]())


@cache
def sound_year() -> StudyResult:
    return run_fairness(full_year())


def named(case: str, name: str) -> list:
    found = [one for one in result_of(case).findings if one.id == f"fairness.{name}"]
    return [one for one in found if one.group.get("outcome") in {None, *SCORED}]


@pytest.mark.parametrize(
    ("case", "name"), [(case, name) for case, told in FINDINGS.items() for name in told]
)
def test_what_cannot_be_answered_says_so_and_why(case, name):
    statuses, reasons = FINDINGS[case][name]
    found = named(case, name)
    assert found
    assert {one.status for one in found} <= statuses
    assert {one.reason_code for one in found} <= reasons


@pytest.mark.parametrize("case", GATES)
def test_questions_say_why_and_what_would_help(case):
    gates = result_of(case).tables["gates"].frame.set_index("question")
    found = {one: tuple(gates.loc[one, ["status", "reason", "unblock"]]) for one in GATES[case]}
    assert found == GATES[case]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", GATES)
def test_what_would_help_is_asked_for_in_words_and_of_somebody(case, lang):
    (section,) = (
        one for one in result_of(case).output.narrative["sections"] if one["key"] == "asking"
    )
    told = " ".join(one[lang] for one in section["paragraphs"])
    for _, _, unblock in GATES[case].values():
        assert WORDS.say(f"unblock.{unblock}", lang) in told
        assert WORDS.say(f"holder.{unblock}", lang) in told


@pytest.mark.parametrize("case", ["two_schemes", "two_schemes_in_a_full_year"])
def test_nothing_on_ratings_is_sound_where_some_were_made_under_other_rules(case):
    told = [one for one in result_of(case).findings if one.measure not in RESTS_ON_NO_RATING]
    assert [(one.id, one.group) for one in told if one.status not in HELD] == []


def test_all_that_one_rule_set_leaves_sound_is_reviewed_under_two():
    sound = [one for one in sound_year().findings if one.status == "ok"]
    rated = [one for one in sound if one.measure not in RESTS_ON_NO_RATING]
    found = {
        (one.id, one.measure, tuple(one.group.items())): one
        for one in result_of("two_schemes_in_a_full_year").findings
    }
    for one in rated:
        other = found[one.id, one.measure, tuple(one.group.items())]
        assert (other.status, other.reason_code) == ("review", "two_schemes"), one.id
        assert other.text["en"] != one.text["en"]
    covered = {one.id.removeprefix("fairness.") for one in rated}
    assert {one.measure for one in sound} >= set(RESTS_ON_NO_RATING)
    assert covered == {
        *OF_LABELS,
        *OF_SEVERITY,
        *OF_MARKS,
        *OF_BEHAVIOURS,
        "top_box_share",
        "entropy",
        "good_or_better_share",
        "gap_within_appraiser",
        "gap_ordinal",
        "appraiser_group_spread",
        "agreement",
        "rating_difference",
        "decision_share",
        "decision_gap",
    }


@pytest.mark.parametrize("trait", ["gender", "status"])
def test_a_group_of_one_is_compared_with_nobody(trait):
    told = [one for one in result_of("groups_of_one").findings if one.status in {"ok", "review"}]
    assert told
    assert [one for one in told if trait in one.group] == []


@pytest.mark.parametrize("trait", ["gender", "status"])
def test_the_audit_says_why_a_group_of_one_is_not_compared(trait):
    (section,) = (
        one
        for one in result_of("groups_of_one").output.narrative["sections"]
        if one["key"] == "audit"
    )
    why = {lang: WORDS.say(f"paragraph.audit_{trait}_no_groups", lang) for lang in LANGS}
    blocked = {lang: WORDS.say("paragraph.audit_blocked", lang) for lang in LANGS}
    told = [one for one in section["paragraphs"] if one in (why, blocked)]
    assert len(told) == 1


def test_one_appraiser_a_unit_is_never_told_apart_from_the_unit():
    parts = {one.group.get("component") for one in named("one_appraiser_a_unit", "gap_component")}
    assert "unit_and_appraiser" in parts
    assert not parts & {"between_units", "between_appraisers"}


def test_parts_that_are_refused_are_not_explained():
    (section,) = (
        one
        for one in result_of("appraiser_of_six_hundred").output.narrative["sections"]
        if one["key"] == "components"
    )
    told = [one["en"] for one in section["paragraphs"]]
    assert any("fewer than 10 appraisers rated both groups" in one for one in told)
    assert not any("nit and appraiser" in one for one in told)


@pytest.mark.parametrize("case", CASES)
def test_every_promise_is_kept(case):
    result = result_of(case)
    assert {one.id.removeprefix("fairness.") for one in result.findings} >= set(PROMISED)
    assert set(result.tables["gates"].frame["question"]) == set(QUESTIONS)
    assert [problem for one in result.findings for problem in one.problems()] == []


@pytest.mark.parametrize("case", CASES)
def test_blocked_findings_hold_no_number_and_say_why(case):
    for one in result_of(case).findings:
        if one.status != "blocked":
            continue
        held = (one.estimate, one.std_error, one.ci_low, one.ci_high, one.p_value, one.n)
        assert held == (None,) * 6
        assert one.reason_code
        assert all(len(one.text[lang]) > len("tidak dapat dinilai") for lang in LANGS)


@pytest.mark.parametrize("case", CASES)
def test_unanswered_questions_say_why_and_blocked_ones_what_would_help(case):
    for row in result_of(case).tables["gates"].frame.to_dict("records"):
        if row["status"] != "ok":
            assert isinstance(row["reason"], str), row
        if row["status"] == "blocked":
            assert isinstance(row["unblock"], str), row


NEVER = re.compile(
    r"unbiased|\bno bias\b|not biased|free (of|from) bias|tidak bias|(bebas|tanpa) bias"
)
CALLED_FAIR = {"id": re.compile(r"\badil\b"), "en": re.compile(r"\bfair(ly)?\b")}
ASKED_OR_DENIED = {
    "id": re.compile(r"\?|apakah|bukan bukti|tidak berarti|rasa|rasakan|tidak sama dengan"),
    "en": re.compile(r"\?|whether|how fair|no evidence|does not mean|feel|felt|not the same as"),
}


def texts(case: str, lang: str) -> Iterator[str]:
    """Yield every text of the report in a language, sentence by sentence."""
    result = result_of(case)
    told = [one.text[lang] for one in result.findings]
    told += list(_of_language(result.output.narrative, lang))
    for table in result.tables.values():
        told += [table.title[lang], (table.note or {}).get(lang, "")]
    for figure in result.figures.values():
        told += list(_of_language(json.loads(json.dumps(vars(figure), default=vars)), lang))
    for text in told:
        yield from re.split(r"(?<=[.?;])\s+", text.lower())


def _of_language(value: object, lang: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == lang and isinstance(inner, str):
                yield inner
            else:
                yield from _of_language(inner, lang)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _of_language(inner, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", CASES)
def test_no_text_calls_an_appraisal_fair(case, lang):
    called = [one for one in texts(case, lang) if CALLED_FAIR[lang].search(one)]
    assert [one for one in texts(case, lang) if NEVER.search(one)] == []
    assert [one for one in called if not ASKED_OR_DENIED[lang].search(one)] == []


CALLED_EQUAL = {
    "id": re.compile(
        r"diperlakukan (sama|setara)|sama tegasnya|tidak berbeda|tanpa diskriminasi"
        r"|tidak ada (selisih|perbedaan|beda|diskriminasi)"
    ),
    "en": re.compile(
        r"treated (alike|equally|the same)|equally severe|do(es)? not differ|no difference"
        r"|(no|without) discrimination"
    ),
}
CHANCE_OR_SCALE = {
    "id": re.compile(r"bila semua|kebetulan|^tidak ada selisih$|^1 berarti"),
    "en": re.compile(r"if all|chance|^no difference$|^1 means"),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", CASES)
def test_no_text_calls_groups_or_appraisers_equal(case, lang):
    called = [one for one in texts(case, lang) if CALLED_EQUAL[lang].search(one)]
    kept = (ASKED_OR_DENIED[lang], CHANCE_OR_SCALE[lang])
    assert [one for one in called if not any(each.search(one) for each in kept)] == []


@pytest.mark.parametrize("case", CASES)
def test_nobody_is_named(case):
    result = result_of(case)
    for table in result.tables.values():
        assert not re.search(r"\be_\d", table.frame.to_csv())
    for lang in LANGS:
        assert not any(re.search(r"\be_\d", one) for one in texts(case, lang))
