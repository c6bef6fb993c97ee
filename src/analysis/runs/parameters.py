"""Notebook parameters: known names and right types, checked before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.errors import UsageError
from analysis.privacy.floors import LOWEST_FLOOR

FILLED_BY_THE_RUN = {
    "region": "--region",
    "period": "--period",
    "lang": "--lang",
    "unit": "--unit",
    "data_dir": "-",
    "out_dir": "-",
}
"""Parameters that say which report is made and where, with the option that sets each."""

AUDIENCE_OF_STUDY_FOLDERS = "internal"


def notebook_defaults(path: Path) -> dict[str, Any]:
    """Return the parameters of a notebook and their defaults, from its cell tagged `parameters`."""
    import nbformat

    book = nbformat.read(path, as_version=4)
    tagged = [
        cell for cell in book.cells if "parameters" in cell.get("metadata", {}).get("tags", [])
    ]
    if len(tagged) != 1:
        raise UsageError("runs.no_parameters_cell", notebook=path.name, count=len(tagged))
    found = {}
    for statement in ast.parse(tagged[0].source).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            found[statement.targets[0].id] = ast.literal_eval(statement.value)
    return found


def check_parameters(given: Mapping[str, Any], defaults: Mapping[str, Any], notebook: str) -> None:
    """Raise `UsageError` for a parameter the notebook does not have or of another type."""
    for name, value in given.items():
        if name not in defaults:
            known = ", ".join(sorted(defaults))
            raise UsageError("runs.unknown_parameter", name=name, notebook=notebook, known=known)
        wanted = type(defaults[name])
        if type(value) is not wanted:
            raise UsageError(
                "runs.wrong_type",
                name=name,
                notebook=notebook,
                given=type(value).__name__,
                wanted=wanted.__name__,
            )


def check_asked(asked: Mapping[str, Any]) -> None:
    """Raise `UsageError` for parameters that a run may not be given.

    What names the report is filled in by the run, and a study's folder holds internal reports
    only: anything else would publish one thing under the name of another.
    """
    for name in asked:
        if name in FILLED_BY_THE_RUN:
            options = FILLED_BY_THE_RUN[name]
            raise UsageError("runs.filled_by_the_run", name=name, options=options)
    audience = asked.get("audience", AUDIENCE_OF_STUDY_FOLDERS)
    if audience != AUDIENCE_OF_STUDY_FOLDERS:
        raise UsageError("runs.audience", audience=audience)
    smallest = asked.get("min_cell", LOWEST_FLOOR)
    if isinstance(smallest, int) and smallest < LOWEST_FLOOR:
        raise UsageError("privacy.floors.min_cell", value=smallest, floor=LOWEST_FLOOR)


def read_parameters(texts: Mapping[str, str], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Turn `name=value` texts of the command line into values of the notebook's types.

    Names that the notebook does not have stay text, for `check_parameters` to name them.
    """
    return {name: _read(text, defaults.get(name)) for name, text in texts.items()}


def _read(text: str, default: Any) -> Any:  # noqa: ANN401 - any notebook literal
    if isinstance(default, list):
        return [part.strip() for part in text.split(",") if part.strip()]
    if default is None or isinstance(default, str):
        return text
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
