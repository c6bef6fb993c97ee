"""What the bundle says about the order of a report is what the notebook shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analysis.schemas.study_tables import STUDY_TABLES

SHOWN = re.compile(r'result\.(section|figure|table)\("(\w+)"\)')
FIRST = {
    ("section", "decision"),
    ("table", "key_figures"),
    ("table", "gates"),
    ("table", "accounting"),
}
"""What the whole result shows at the head of a notebook."""


def shown_by_notebook(path: Path) -> list[tuple[str, str]]:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    source = "\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "code")
    return [one for one in SHOWN.findall(source) if one not in FIRST]


@pytest.mark.parametrize("study", STUDY_TABLES)
def test_sections_hold_what_the_notebook_shows(root: Path, workbench: Path, study: str) -> None:
    (bundle,) = sorted(workbench.glob(f"reports/*/*/{study}/narrative.json"))
    narrative = json.loads(bundle.read_text("utf-8"))
    placed = [
        (kind, name)
        for one in narrative["sections"]
        for kind, names in (
            ("section", [one["key"]]),
            ("figure", one["figures"]),
            ("table", one["tables"]),
        )
        for name in names
        if (kind, name) not in FIRST
    ]
    held = set(placed)
    shown = shown_by_notebook(root / "notebooks" / f"{study}.ipynb")
    assert placed == [one for one in shown if one in held]
    tables = {("table", path.stem) for path in (bundle.parent / "tables").glob("*.json")}
    figures = {("figure", path.stem) for path in (bundle.parent / "figures").glob("*.json")}
    in_bundle = (tables | figures) - FIRST
    assert in_bundle == {one for one in held if one[0] != "section"}


@pytest.mark.parametrize("study", STUDY_TABLES)
def test_the_lede_is_the_one_of_the_notebook(root: Path, workbench: Path, study: str) -> None:
    (bundle,) = sorted(workbench.glob(f"reports/*/*/{study}/narrative.json"))
    narrative = json.loads(bundle.read_text("utf-8"))
    notebook = (root / "notebooks" / f"{study}.ipynb").read_text("utf-8")
    assert all(text in notebook for text in narrative["lede"].values())
