"""The catalogues of messages: both languages, the same placeholders, every code that is said."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import analysis
from analysis import errors
from analysis.wording import LANGS, both, entry, say

SOURCE = Path(analysis.__file__).parent
CATALOGUES = sorted(SOURCE.rglob("messages.toml"))
SAYING = {"say", "both", "entry"}
ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.AnalysisError)
}


def entries_of(node: dict, path: str = "") -> Iterator[tuple[str, dict]]:
    texts = {key: value for key, value in node.items() if isinstance(value, str)}
    if texts:
        yield path, texts
    for key, value in node.items():
        if isinstance(value, dict):
            yield from entries_of(value, f"{path}.{key}" if path else key)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


ENTRIES = [
    pytest.param(texts, id=f"{catalogue.parent.relative_to(SOURCE)}:{path}")
    for catalogue in CATALOGUES
    for path, texts in entries_of(tomllib.loads(catalogue.read_text("utf-8")))
]


@pytest.mark.parametrize("texts", ENTRIES)
def test_entry_has_both_languages_with_the_same_placeholders(texts):
    assert set(texts) == set(LANGS)
    assert all(text.strip() for text in texts.values())
    assert placeholders(texts["id"]) == placeholders(texts["en"])


def said_codes() -> Iterator[tuple[str, str]]:
    for module in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            code = node.args[0]
            if (
                name in SAYING | ERRORS
                and isinstance(code, ast.Constant)
                and isinstance(code.value, str)
            ):
                yield code.value, f"{module.relative_to(SOURCE)}:{node.lineno}"


def test_every_code_that_is_said_has_its_text():
    missing = []
    for code, place in said_codes():
        try:
            entry(code)
        except KeyError:
            missing.append(f"{code} ({place})")
    assert missing == []


def test_codes_are_found_in_the_source():
    codes = {code for code, _ in said_codes()}
    assert {"periods.format", "schemas.region.missing", "rules.overlap"} <= codes


def test_placeholders_are_filled_in():
    assert say("periods.format", "en", value="'x'").startswith("'x' is not a period.")
    assert say("periods.format", "id", value="'x'").startswith("'x' bukan periode.")
    assert set(both("periods.format", value="x")) == {"id", "en"}


def test_unknown_code_is_a_defect():
    with pytest.raises(KeyError):
        say("periods.nothing", "en")


def test_errors_travel_between_processes_with_their_text():
    import pickle

    error = errors.ConfigError("rules.unknown_set", rule_set="x", known="y")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is errors.ConfigError
    assert again.text("id") == error.text("id")
    assert again.exit_code == 2
