"""Charts go to JSON and come back as they were."""

from __future__ import annotations

import json

import pytest

from analysis.schemas.charts import (
    KINDS,
    Band,
    Bars,
    Dots,
    Heat,
    Pairs,
    Quadrant,
    Reference,
    Stacked,
    Trend,
    Verdicts,
    read_chart,
)

WORDS = {"id": "Indeks", "en": "Index"}
CHARTS = [
    Dots(label="unit", bands=(Band(25, 64.99, "D"),), reference=Reference(81.2, WORDS), axis=WORDS),
    Dots(label="unit", ordered=False),
    Bars(label="predikat", most=5, low="ci_low", high="ci_high"),
    Stacked(label="source", parts=("accepted", "held")),
    Heat(label="unit_group", columns=("a", "b"), limits=(25.0, 65.0)),
    Trend(axis=WORDS),
    Quadrant(label="unsur", x="estimate", y="importance", y_axis=WORDS),
    Verdicts(label="claim", value="verdict"),
    Pairs(label="level", filled="a", open="b"),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda one: one.kind)
def test_a_chart_survives_json(chart) -> None:
    assert read_chart(json.loads(json.dumps(chart.to_dict()))) == chart


def test_every_kind_is_tried() -> None:
    assert {one.kind for one in CHARTS} == set(KINDS)


def test_unknown_kinds_and_fields_are_errors() -> None:
    with pytest.raises(KeyError):
        read_chart({"kind": "pie", "label": "unit"})
    with pytest.raises(TypeError):
        read_chart({"kind": "pairs", "label": "level", "filled": "a", "open": "b", "third": "c"})
