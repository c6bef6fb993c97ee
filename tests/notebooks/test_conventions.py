"""Study notebooks are thin, parameterised, in both languages, and stored without outputs."""

from __future__ import annotations

import ast
import io
import json
import tokenize
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
CONTRACT = {
    "region": str,
    "period": str,
    "lang": str,
    "unit": str,
    "data_dir": str,
    "out_dir": str,
    "min_cell": int,
    "seed": int,
    "audience": str,
    "sections": list,
}
MOST_LINES = 14
FORBIDDEN = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.With)

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [
        cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == kind
    ]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def parameters(path: Path) -> str:
    tagged = [c for c in cells(path, "code") if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1
    return source(tagged[0])


def test_has_no_outputs_and_no_execution_counts(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_parameters_keep_the_contract(path: Path) -> None:
    found = {
        statement.targets[0].id: ast.literal_eval(statement.value)  # type: ignore[attr-defined]
        for statement in ast.parse(parameters(path)).body
    }
    assert {name: type(found[name]) for name in CONTRACT} == CONTRACT


def test_each_parameter_has_a_comment_on_its_line(path: Path) -> None:
    text = parameters(path)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    commented = {token.start[0] for token in tokens if token.type == tokenize.COMMENT}
    assert commented == set(range(1, len(text.splitlines()) + 1))


def test_cells_are_thin(path: Path) -> None:
    for cell in cells(path, "code"):
        tree = ast.parse(source(cell))
        assert not [node for node in ast.walk(tree) if isinstance(node, FORBIDDEN)]
        if "parameters" not in cell["metadata"].get("tags", []):
            assert len(source(cell).splitlines()) <= MOST_LINES


def test_code_imports_only_the_package_and_display(path: Path) -> None:
    for cell in cells(path, "code"):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.Import):
                assert {name.name.split(".")[0] for name in node.names} == {"analysis"}
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] in ("analysis", "IPython")


def test_prose_stands_in_both_languages_without_numbers(path: Path) -> None:
    prose = cells(path, "markdown")
    languages = [cell["metadata"]["lang"] for cell in prose]
    assert languages == ["id", "en"] * (len(prose) // 2)
    headings = [source(cell).split(" ")[0] for cell in prose]
    assert headings[:2] == ["#", "#"]
    assert set(headings[2:]) == {"##"}


def test_last_cell_writes_the_bundle(path: Path) -> None:
    assert source(cells(path, "code")[-1]) == "bundle = result.write(out_dir)"
