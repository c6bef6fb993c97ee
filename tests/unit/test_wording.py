"""The catalogues of messages: both languages, the same placeholders, every code that is said."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import analysis
from analysis import errors, wording
from analysis.wording import LANGS, both, entry, say

SOURCE = Path(analysis.__file__).parent
CATALOGUES = sorted([*SOURCE.rglob("messages.toml"), *SOURCE.rglob("messages/*.toml")])
ROMAN = {"roman": "number"}
"""Indonesian writes Semester II where English writes semester 2: one value in two forms."""

ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.AnalysisError)
}
PREFIXES = {
    **dict.fromkeys(["say", "both", "entry", "Problem", *ERRORS], ""),
    "tell": "cli.",
    "Mistake": "rules.printed.",
}
"""Calls whose first argument is a code, and what they put before it."""

DRAFTS = {"draft": "products.skm.report."}
"""Objects that say the words of one room, and what they put before a code."""

SHARED = "presenting.composing."
"""Room of the words that all studies share."""


def entries_of(node: dict, path: str = "") -> Iterator[tuple[str, dict]]:
    texts = {key: value for key, value in node.items() if isinstance(value, str)}
    if texts:
        yield path, texts
    for key, value in node.items():
        if isinstance(value, dict):
            yield from entries_of(value, f"{path}.{key}" if path else key)


def placeholders(template: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    return {ROMAN.get(name, name) for name in names}


ENTRIES = [
    pytest.param(texts, id=f"{catalogue.relative_to(SOURCE).with_suffix('')}:{path}")
    for catalogue in CATALOGUES
    for path, texts in entries_of(tomllib.loads(catalogue.read_text("utf-8")))
]


@pytest.mark.parametrize("texts", ENTRIES)
def test_entry_has_both_languages_with_the_same_placeholders(texts):
    assert set(texts) == set(LANGS)
    assert all(text.strip() for text in texts.values())
    assert placeholders(texts["id"]) == placeholders(texts["en"])


def said() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield each code said in the source, where, and the placeholders given (None = unknown)."""
    for module in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            first = call.args[0]
            if (
                name in PREFIXES
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                place = module.relative_to(SOURCE)
                code = PREFIXES[name] + home_of(call, place) + first.value
                yield code, f"{place}:{call.lineno}", given(call, name)


def home_of(call: ast.Call, module: Path) -> str:
    """Return what the words of a study put before a code: its own room, else the shared one."""
    owner = getattr(call.func, "value", None)
    if isinstance(owner, ast.Name) and owner.id in DRAFTS:
        return DRAFTS[owner.id]
    if not isinstance(owner, ast.Name) or owner.id not in ("WORDS", "words"):
        return ""
    own = f"{'.'.join(module.parts[:2])}." if module.parts[0] == "studies" else SHARED
    return own if template_of(own + call.args[0].value) else SHARED


def given(call: ast.Call, name: str) -> set[str] | None:
    names = {keyword.arg for keyword in call.keywords}
    if name in ("entry", "Problem") or None in names:  # a Problem gets its file later
        return None
    if name == "Mistake":
        values = call.args[1] if len(call.args) > 1 else ast.Dict(keys=[], values=[])
        keys = values.keys if isinstance(values, ast.Dict) else [None]
        constant = [key.value for key in keys if isinstance(key, ast.Constant)]
        return set(constant) if len(constant) == len(keys) else None
    return names


def template_of(code: str) -> dict[str, str] | None:
    try:
        return entry(code)
    except KeyError:
        return None


def test_every_code_that_is_said_has_its_text():
    assert [f"{code} ({place})" for code, place, _ in said() if template_of(code) is None] == []


def test_every_placeholder_is_given_where_a_code_is_said():
    lacking = []
    for code, place, names in said():
        template = template_of(code)
        if template is None or names is None:
            continue
        if missing := placeholders(template["id"]) - {ROMAN.get(name, name) for name in names}:
            lacking.append(f"{code} ({place}): {sorted(missing)}")
    assert lacking == []


def test_codes_are_found_in_the_source():
    codes = {code for code, _, _ in said()}
    assert {"periods.format", "schemas.region.missing", "rules.printed.old_bands"} <= codes


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


def test_texts_of_one_room_may_stand_in_parts(monkeypatch, tmp_path):
    room = tmp_path / "room" / "messages"
    room.mkdir(parents=True)
    room.joinpath("a.toml").write_text('[table]\none = { id = "satu", en = "one" }\n')
    room.joinpath("b.toml").write_text('[table]\ntwo = { id = "dua", en = "two" }\n')
    monkeypatch.setattr(wording, "files", lambda _: tmp_path)
    wording._catalogue.cache_clear()
    assert (say("room.table.one", "en"), say("room.table.two", "id")) == ("one", "dua")
    room.joinpath("c.toml").write_text('[table]\ntwo = { id = "lagi", en = "again" }\n')
    wording._catalogue.cache_clear()
    with pytest.raises(ValueError, match="two"):
        say("room.table.one", "en")
    wording._catalogue.cache_clear()
