"""runs.toml: which formats the reports of a workbench have."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.checks import FormatName, StudyName
from analysis.errors import ConfigError

ALL_FORMATS: tuple[FormatName, ...] = get_args(FormatName)
PAGE: FormatName = "html"

Chosen = Annotated[tuple[FormatName, ...], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Formats(_Strict):
    """Formats of all reports, and of studies that differ."""

    default: Chosen = ALL_FORMATS
    studies: dict[StudyName, Chosen] = Field(default_factory=dict)


class RunsFile(_Strict):
    """The file as declared; a missing file stands for its defaults."""

    formats: Formats = Formats()

    def formats_of(self, study: str) -> tuple[FormatName, ...]:
        """Return the formats of a study's reports, the page that the index needs included."""
        own = {str(name): formats for name, formats in self.formats.studies.items()}
        return with_page(own.get(study, self.formats.default))


def with_page(formats: Collection[str]) -> tuple[FormatName, ...]:
    """Return the formats in their usual order, each once, with the page among them."""
    return tuple(one for one in ALL_FORMATS if one == PAGE or one in formats)


def load_runs_file(path: Path) -> RunsFile:
    """Read runs.toml; a missing file means the defaults.

    Raises
    ------
    ConfigError
        If the file is not TOML or has unknown or wrong keys; the text lists all of them.
    """
    if not path.is_file():
        return RunsFile()
    try:
        return RunsFile.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except ValidationError as error:
        raise ConfigError("schemas.runs_file.invalid", problems=_problems(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("schemas.runs_file.not_toml", detail=error) from error


def _problems(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, one['loc'])) or 'runs.toml'}: {one['msg']}" for one in error.errors()
    )
