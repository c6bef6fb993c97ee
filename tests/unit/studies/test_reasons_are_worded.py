"""Every reason that a deciding finding can have is also worded for the list of decisions."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

DECIDING = {
    "resistance": ("response_rate", "alpha", "index", "positive_share"),
    "training": ("jp_mean", "jp20_share", "reaction", "learning_gain"),
}
NO_REASONS = {"name", "measure", "ok", "review"}


@pytest.mark.parametrize("study", DECIDING)
def test_reasons_of_deciding_findings_are_worded(study: str) -> None:
    text = files(f"analysis.studies.{study}").joinpath("messages.toml").read_text("utf-8")
    messages = tomllib.loads(text)
    used = {
        template.split("_by_")[0] for finding in DECIDING[study] for template in messages[finding]
    }
    assert used - NO_REASONS <= set(messages["reason"])


@pytest.mark.parametrize("study", DECIDING)
def test_every_question_has_its_words(study: str) -> None:
    text = files(f"analysis.studies.{study}").joinpath("messages.toml").read_text("utf-8")
    messages = tomllib.loads(text)
    parts = __import__(f"analysis.studies.{study}.parts", fromlist=["QUESTIONS"])
    assert set(parts.QUESTIONS) == set(messages["question"])
