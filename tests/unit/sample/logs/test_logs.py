from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis.intake.sample.logs.draw import draw_visits, pooled
from analysis.intake.sample.logs.knobs import LOG_KNOBS, Drop, LogKnobs
from analysis.intake.sample.logs.truth import truth_of_logs
from analysis.intake.sample.logs.waiting import CROWD, hour_shares, mean_wait

JULY = date(2024, 7, 1)
DROP = Drop("a", JULY, "antrean", share=0.4)
DRAWS = 200_000
MEAN_TOLERANCE = 0.01
"""Relative error of a mean of 200,000 gamma waits of shape 2: 4 x 0.0016, and the crowd's."""


def wait_of(knobs: LogKnobs, unit: str, day: date, **kinds: bool) -> float:
    hours = np.array([1])
    return float(mean_wait(knobs, unit, day, hours=hours, online=np.array([bool(kinds)]))[0])


def test_the_usual_crowd_is_one_and_shares_of_hours_sum_to_one() -> None:
    assert CROWD.mean() == pytest.approx(1.0)
    assert hour_shares(None).sum() == pytest.approx(1.0)
    online = Drop("a", JULY, "antrean", online_share=0.4)
    assert hour_shares(online).max() < hour_shares(None).max()


def test_a_drop_works_in_its_unit_from_its_day_on() -> None:
    knobs = LogKnobs(units={"a": 50.0, "b": 50.0}, drops=(DROP,))
    assert wait_of(knobs, "a", date(2024, 6, 30)) == pytest.approx(50.0)
    assert wait_of(knobs, "a", JULY) == pytest.approx(30.0)
    assert wait_of(knobs, "b", JULY) == pytest.approx(50.0)


def test_truth_is_the_mean_with_and_without_the_event() -> None:
    """Half of the draws fall in each quarter: 2024-S1 before, 2024-S2 after the event."""
    knobs = LogKnobs(units={"a": 50.0}, drops=(DROP,))
    lines = truth_of_logs(knobs, draws=DRAWS).lines
    waits = {one["period"]: one for one in lines if one["id"] == "satisfaction.wait_minutes"}
    assert waits["2024-S1"]["value"] == pytest.approx(50.0, rel=MEAN_TOLERANCE)
    assert waits["2024-S2"]["value"] == pytest.approx(30.0, rel=MEAN_TOLERANCE)
    assert waits["2024-S2"]["without_event"] == pytest.approx(50.0, rel=MEAN_TOLERANCE)
    effects = {one["period"]: one["value"] for one in lines if "event" in one["group"]}
    assert sorted(effects) == ["2024-S2", "2025-S1", "2025-S2"]
    assert effects["2025-S2"] == pytest.approx(-20.0, rel=2 * MEAN_TOLERANCE)


def test_all_knobs_at_zero_leave_no_effect() -> None:
    lines = truth_of_logs(LogKnobs(units={"a": 20.0}), draws=1_000).lines
    assert {one["id"] for one in lines} == {"satisfaction.wait_minutes"}
    assert all(one["value"] == one["without_event"] for one in lines)
    assert len({one["value"] for one in lines}) == 1


def test_records_give_medians() -> None:
    """The median of a gamma of shape 1 and mean 40 is 40 x ln 2 = 27.73."""
    knobs = LogKnobs("record", units={"a": 40.0}, shape=1.0)
    line = truth_of_logs(knobs, draws=DRAWS).lines[0]
    assert line["statistic"] == "median"
    assert line["value"] == pytest.approx(27.73, rel=2 * MEAN_TOLERANCE)


@pytest.mark.parametrize("region", sorted(LOG_KNOBS))
def test_drawn_visits_recover_the_truth(region: str) -> None:
    knobs = replace(LOG_KNOBS[region], visits=20.0)
    visits = draw_visits(knobs, 0.3, np.random.default_rng(1))
    truth = truth_of_logs(knobs, draws=DRAWS).lines
    inside = visits[visits["date"].between("2025-01-01", "2025-06-30")]
    for line in truth:
        if line["id"] != "satisfaction.wait_minutes" or line["period"] != "2025-S1":
            continue
        waits = inside.loc[inside["unit_id"] == line["group"]["unit"], "wait_minutes"]
        found = waits.median() if line["statistic"] == "median" else waits.mean()
        error = 1.3 * waits.std() / np.sqrt(len(waits))
        assert abs(found - line["value"]) < 4 * error + 0.01 * line["value"]


def test_pooled_hours_keep_the_number_of_visits_and_their_mean() -> None:
    visits = draw_visits(LOG_KNOBS["tanjungbalai"], 0.1, np.random.default_rng(2))
    table = pooled(visits, ["date", "unit_id", "hour", "online"])
    assert table["visits"].sum() == len(visits)
    weighted = (table["visits"] * table["wait_minutes"]).sum() / len(visits)
    assert weighted == pytest.approx(visits["wait_minutes"].mean())
    assert table.loc[table["visits"] == 1, "wait_sd"].isna().all()
