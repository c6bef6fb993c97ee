"""The identity of an intake covers all code that can shape the tables."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from analysis.intake.deliveries.identity import CODE_PLACES, code_hash

WITHOUT_EFFECT = {"checks", "errors", "files", "settings", "wording", "privacy", "store", "rules"}
"""Messages, paths and atomic writing; packages without code of their own; the study's rules."""

FOR_REPORTS = {"store.study_data", "store.ledger", "privacy.floors", "privacy.ledger"}
"""Loaded with the store, used when reports are made."""

LOADED = """
import sys, analysis.intake.run
print("\\n".join(name for name in sys.modules if name.startswith("analysis.")))
"""


def test_every_module_that_intake_loads_is_covered():
    told = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    names = {name.removeprefix("analysis.") for name in told.stdout.split()}
    places = {place.removesuffix(".py").replace("/", ".") for place in CODE_PLACES}
    left = {
        name
        for name in names
        if name not in WITHOUT_EFFECT
        and not name.startswith("rules.")
        and not any(name == place or name.startswith(place + ".") for place in places)
    }
    assert left == FOR_REPORTS


def test_every_place_exists_and_counts():
    root = Path(str(files("analysis")))
    assert all((root / place).exists() for place in CODE_PLACES)
    assert len(code_hash()) == 64
