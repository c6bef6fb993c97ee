from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ConfigError
from analysis.schemas.runs_file import ALL_FORMATS, load_runs_file


def written(folder: Path, text: str) -> Path:
    path = folder / "runs.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_the_file_every_report_has_every_format(tmp_path: Path) -> None:
    assert load_runs_file(tmp_path / "runs.toml").formats_of("quality") == ALL_FORMATS


def test_the_file_of_the_repository_asks_for_every_format(root: Path) -> None:
    found = load_runs_file(root / "runs.toml")
    assert found.formats.default == ALL_FORMATS
    assert found.formats.studies == {}


def test_a_study_may_differ_and_the_page_is_always_made(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[formats]\ndefault = ["pdf", "docx"]\n[formats.studies]\nquality = ["xlsx", "xlsx"]\n',
    )
    found = load_runs_file(path)
    assert found.formats_of("fairness") == ("html", "docx", "pdf")
    assert found.formats_of("quality") == ("html", "xlsx")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[formats]\ndefault = ["doc"]', "formats.default.0"),
        ("[formats]\ndefault = []", "formats.default"),
        ('[formats.studies]\nkualitas = ["pdf"]', "formats.studies.kualitas"),
        ('[format]\ndefault = ["pdf"]', "format: Extra inputs are not permitted"),
        ('[formats]\ndefaults = ["pdf"]', "formats.defaults"),
        ('default = ["pdf"', "not valid TOML"),
    ],
    ids=["format", "empty", "study", "table", "key", "toml"],
)
def test_what_is_wrong_is_told_and_ends_with_exit_2(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load_runs_file(written(tmp_path, text))
    assert told in raised.value.text("en")
    assert raised.value.exit_code == 2
    assert "runs.toml" in raised.value.text("id")
