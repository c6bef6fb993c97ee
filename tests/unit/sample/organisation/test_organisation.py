from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from analysis.intake.sample.organisation.forums import FORUMS, POINT_SHARES, write_forums
from analysis.intake.sample.organisation.results import (
    LOW_UNSUR,
    PROMISED_A_UNIT,
    write_follow_ups,
    write_indicators,
    write_ratings,
)
from analysis.intake.sample.organisation.wording import sentences
from analysis.intake.sample.sizes import YEARS
from analysis.schemas.region import Region, Unit

REGION = Region(
    id="wanggar", name="Distrik Contoh", units=(Unit(id="a", name="A"), Unit(id="b", name="B"))
)
TITLE_ROWS = 3
INDICATORS_A_UNIT = 4


def rows_of(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_sentences_serve_every_topic_state_and_low_unsur() -> None:
    found = sentences()
    assert len(found["points"]) == len(POINT_SHARES)
    assert sum(POINT_SHARES) == pytest.approx(1.0)
    assert set(found["answers"]) == set(found["statuses"])
    assert set(found["actions"]) == set(LOW_UNSUR)


def test_minutes_hold_the_points_of_every_forum_and_year(tmp_path: Path) -> None:
    write_forums(tmp_path, REGION, np.random.default_rng(1))
    numbered = [row for row in rows_of(tmp_path / "Notulen Forum.xlsx") if type(row[0]) is float]
    points = sum(forum.points for forum in FORUMS["wanggar"])
    assert [row[0] for row in numbered] == list(range(1, points * len(YEARS) + 1))
    assert {row[2] for row in numbered} == {forum.name for forum in FORUMS["wanggar"]}


def test_every_unit_is_rated_every_year(tmp_path: Path) -> None:
    write_ratings(tmp_path, REGION)
    with (tmp_path / "capaian_organisasi.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))[1:]
    assert len(rows) == len(YEARS) * len(REGION.units)
    assert {row[3] for row in rows} <= {"Istimewa", "Baik", "Butuh Perbaikan"}


def test_indicators_hold_a_zero_target_and_both_directions(tmp_path: Path) -> None:
    write_indicators(tmp_path, REGION, np.random.default_rng(2))
    rows = rows_of(tmp_path / "Indikator Kinerja 2025.xlsx")[TITLE_ROWS:]
    assert len(rows) == INDICATORS_A_UNIT * len(REGION.units)
    assert len({row[4] for row in rows}) == 2
    assert 0 in {row[5] for row in rows}


def test_a_promise_is_crossed_in_one_quarter(tmp_path: Path) -> None:
    write_follow_ups(tmp_path, REGION, np.random.default_rng(3))
    rows = rows_of(tmp_path / "RTL SKM 2023.xlsx")[TITLE_ROWS:]
    assert len(rows) == PROMISED_A_UNIT * len(REGION.units)
    assert {tuple(sorted(row[6:10])) for row in rows} == {("", "", "", "v")}
    assert {row[3] for row in rows} <= set(LOW_UNSUR.values())
