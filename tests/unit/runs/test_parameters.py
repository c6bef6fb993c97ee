from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from analysis.errors import UsageError
from analysis.runs.parameters import (
    FILLED_BY_THE_RUN,
    check_asked,
    check_parameters,
    notebook_defaults,
    read_parameters,
)

SOURCE = """region = "sawahlunto"  # region folder
min_cell = 5
confidence = 0.95
sections = []
masked = False"""
DEFAULTS = {
    "region": "sawahlunto",
    "min_cell": 5,
    "confidence": 0.95,
    "sections": [],
    "masked": False,
}


def notebook(folder: Path, *sources: str) -> Path:
    cells = [
        nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]}) for source in sources
    ]
    path = folder / "study.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_defaults_come_from_the_tagged_cell(tmp_path: Path) -> None:
    assert notebook_defaults(notebook(tmp_path, SOURCE)) == DEFAULTS


@pytest.mark.parametrize("sources", [(), (SOURCE, SOURCE)])
def test_exactly_one_parameters_cell_is_needed(tmp_path: Path, sources: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        notebook_defaults(notebook(tmp_path, *sources))
    assert caught.value.code == "runs.no_parameters_cell"


def test_unknown_parameter_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        check_parameters({"min_cel": 5}, DEFAULTS, "satisfaction.ipynb")
    assert caught.value.exit_code == 2
    text = caught.value.text("en")
    assert "min_cel" in text
    assert "min_cell" in text


@pytest.mark.parametrize(
    ("name", "value"), [("min_cell", "5"), ("masked", 1), ("region", 13), ("min_cell", True)]
)
def test_ill_typed_parameter_is_an_error(name: str, value: object) -> None:
    with pytest.raises(UsageError) as caught:
        check_parameters({name: value}, DEFAULTS, "satisfaction.ipynb")
    assert caught.value.code == "runs.wrong_type"


def test_texts_of_the_command_line_become_the_notebook_s_types() -> None:
    texts = {
        "region": "01",
        "min_cell": "10",
        "confidence": "0.9",
        "sections": "index, units",
        "masked": "True",
    }
    assert read_parameters(texts, DEFAULTS) == {
        "region": "01",
        "min_cell": 10,
        "confidence": 0.9,
        "sections": ["index", "units"],
        "masked": True,
    }


@pytest.mark.parametrize("name", FILLED_BY_THE_RUN)
def test_what_names_the_report_may_not_be_given_as_a_parameter(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_asked({name: "mamuju"})
    assert caught.value.code == "runs.filled_by_the_run"
    assert FILLED_BY_THE_RUN[name] in caught.value.text("id")


@pytest.mark.parametrize("audience", ["public", "workshop"])
def test_a_study_folder_takes_internal_reports_only(audience: str) -> None:
    check_asked({"audience": "internal", "min_cell": 10})
    with pytest.raises(UsageError) as caught:
        check_asked({"audience": audience})
    assert caught.value.code == "runs.audience"


def test_the_floor_of_what_is_written_may_not_be_lowered() -> None:
    with pytest.raises(UsageError) as caught:
        check_asked({"min_cell": 4})
    assert caught.value.exit_code == 2
    check_asked({"min_cell": 5})
