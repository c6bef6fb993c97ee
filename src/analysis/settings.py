"""Where things lie: the project's folders, found upward from the working folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from analysis.checks import check_slug
from analysis.errors import ConfigError

HOME_VARIABLE = "KINERJA_HOME"


@dataclass(frozen=True)
class Project:
    """The folders of one workbench; nothing is read or created here.

    Attributes
    ----------
    home : Path
        Folder that holds data/, reports/ and .kinerja/.
    """

    home: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Return the project at KINERJA_HOME, or the nearest upward of `start` with data/raw."""
        named = os.environ.get(HOME_VARIABLE)
        here = Path(named) if named else (start or Path.cwd())
        for folder in [here.absolute(), *here.absolute().parents]:
            if (folder / "data" / "raw").is_dir():
                return cls(folder)
        raise ConfigError("settings.no_project", start=here, variable=HOME_VARIABLE)

    @classmethod
    def of_data_dir(cls, data_dir: str | Path | None) -> Project:
        """Return the project whose `data` folder is given; empty means found upward."""
        return cls(Path(data_dir).absolute().parent) if data_dir else cls.find()

    @property
    def raw(self) -> Path:
        """Folder of the regions' raw files, one folder a region."""
        return self.home / "data" / "raw"

    @property
    def processed(self) -> Path:
        """Folder of the canonical tables, mode 700."""
        return self.home / "data" / "processed"

    @property
    def reports(self) -> Path:
        """Folder of the published products."""
        return self.home / "reports"

    @property
    def private(self) -> Path:
        """Folder .kinerja, mode 700: registered bytes, check lists, ledger, evidence, history."""
        return self.home / ".kinerja"

    @property
    def runs_file(self) -> Path:
        """The file runs.toml: which formats the reports have."""
        return self.home / "runs.toml"

    @property
    def notebooks(self) -> Path:
        """Folder of the study notebooks."""
        return self.home / "notebooks"

    def region_dir(self, region: str) -> Path:
        """Return the raw folder of `region`, whose name must be a plain slug."""
        return self.raw / check_slug(region, name="region")

    def regions(self) -> list[str]:
        """Names of the regions that have a region.toml, sorted."""
        return sorted(path.parent.name for path in self.raw.glob("*/region.toml"))


def ensure_private(folder: Path) -> Path:
    """Create `folder` readable by its owner only, missing parents included, and return it."""
    for parent in reversed([one for one in folder.parents if not one.exists()]):
        parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder
