"""The recap of quiz exports, from the file as it came to what the training study says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.run import intake_region
from analysis.settings import Project
from analysis.store import study_data
from analysis.studies.training import TrainingResult, run_training

REGION = """
[region]
name = "Kota Karangan"
[[sources]]
id = "rekap"
table = "trainings"
files = "rekap.csv"
identifier = "own"
constants = { programme = "Pemrograman", score_max = "29", start_date = "2017-10-09" }
ignore = ["*"]
[sources.columns]
batch = "@A"
employee_id = "@B"
pre_score = "@D"
post_score = "@E"
pre_present = "@G"
post_present = "@H"
""".strip()
TENTH = 0.05  # the means are known as printed, with one decimal


@pytest.fixture(scope="module")
def learnt(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainingResult:
    home = tmp_path_factory.mktemp("quiz")
    files = home / "data" / "raw" / "karangan" / "files"
    files.mkdir(parents=True)
    shutil.copy(shared_data / "pre_post_test_2017" / "rekap.csv", files)
    (files.parent / "region.toml").write_text(REGION, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KINERJA_SECRET", "rahasia-untuk-pengujian-saja-0123456789")
        intake_region(Project(home), "karangan")
        return run_training(study_data("karangan", "training", "2017", home / "data"))


def means(path: Path) -> tuple[int, float, float]:
    """Return the number of complete pairs and both means, straight from the file."""
    raw = pd.read_csv(path, header=None)
    both = raw[
        raw[6].astype(str).str.lower().eq("true") & raw[7].astype(str).str.lower().eq("true")
    ]
    return len(both), float(both[3].mean()), float(both[4].mean())


def test_pairs_and_gain_are_those_of_the_file(learnt: TrainingResult, shared_data: Path) -> None:
    pairs, before, after = means(shared_data / "pre_post_test_2017" / "rekap.csv")
    assert pairs == 115
    assert before == pytest.approx(15.5, abs=TENTH)
    assert after == pytest.approx(20.0, abs=TENTH)
    by_id = {one.id: one for one in learnt.findings if not one.group}
    gain, raw = by_id["training.learning_gain"], by_id["training.learning_gain_raw"]
    assert (gain.n, gain.status) == (115, "ok")
    assert raw.estimate == pytest.approx(after - before, rel=1e-10)
    assert gain.estimate == pytest.approx(100 * (after - before) / 29, rel=1e-10)
    hake = by_id["training.normalised_gain"]
    assert hake.estimate == pytest.approx((after - before) / (29 - before), rel=1e-10)


def test_who_missed_a_test_is_told_and_nobody_counts_as_zero(learnt: TrainingResult) -> None:
    told = " ".join(one["en"] for one in learnt.output.sections["learning"].paragraphs)
    assert "they do not count as zero" in told


def test_hours_are_blocked_because_the_recap_has_none(learnt: TrainingResult) -> None:
    hours = next(one for one in learnt.findings if one.id == "training.jp_mean")
    assert (hours.status, hours.reason_code) == ("blocked", "jp_not_recorded")
