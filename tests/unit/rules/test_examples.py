"""The worked examples come out, and one that does not is seen."""

from __future__ import annotations

import dataclasses

import pytest

from analysis.rules import RuleBook, load_rulebook
from analysis.rules.examples import ExampleResult, read_examples, run_examples

RESULTS = run_examples(load_rulebook())


@pytest.mark.parametrize("result", RESULTS, ids=lambda one: one.id)
def test_example_comes_out(result: ExampleResult):
    assert result.computed == result.expected
    assert result.passed


def test_all_six_worked_cases_and_the_edges_are_there():
    ids = {one.id for one in RESULTS}
    assert {one[0] for one in ids} >= set("ABCDEF")
    assert {"batas-88_305", "batas-64_995", "batas-76_605", "kosong-1", "kosong-3"} <= ids
    assert len(ids) == len(RESULTS)


def test_every_example_says_what_and_whence_in_both_languages():
    for one in read_examples():
        assert one.source
        assert one.what.id
        assert one.what.en
        assert one.what.id != one.what.en


def test_changed_rules_make_examples_fail():
    book = load_rulebook()
    one = book.get("skm-2017")
    bands = [dict(band) for band in one.parameters["bands"]]
    bands[0]["lower"] = 95
    changed = dataclasses.replace(one, parameters={**one.parameters, "bands": bands})
    others = tuple(other for other in book if other.id != one.id)
    failed = [
        result.id for result in run_examples(RuleBook((*others, changed))) if not result.passed
    ]
    assert failed == ["A1", "A2", "A3", "A4", "batas-88_305", "batas-88_31"]
