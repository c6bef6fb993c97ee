"""What has been published, read from manifests and findings, in the order of the index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.checks import Status
from analysis.periods import Period
from analysis.presenting.headlines import headlines
from analysis.presenting.names import Names
from analysis.products.html.addresses import report_file
from analysis.schemas.finding import FindingsDocument

STUDY_ORDER = (
    "fairness",
    "resistance",
    "training",
    "satisfaction",
    "quality",
    "accountability",
    "policy",
)
MOST_HEADLINES = 3
STATUSES: tuple[Status, ...] = ("ok", "review", "blocked", "suppressed")


@dataclass(frozen=True)
class Published:
    """One published report as the index shows it.

    Attributes
    ----------
    folder : Path
        Relative to the reports folder.
    files : dict of str to str
        Report pages by language, relative to the reports folder; only those that exist.
    counts : dict of str to int
        Findings by status.
    headlines : list of dict
        As `presenting.headlines` gives them, those of the whole region only.
    """

    folder: Path
    region: str
    region_name: str
    study: str
    period: str
    generated_at: datetime
    synthetic: bool
    files: dict[str, str]
    counts: dict[str, int]
    headlines: list[dict[str, Any]]


def published_reports(reports_dir: Path) -> list[Published]:
    """Return the published study reports: by region name, study, latest period first."""
    found = list(_reports(reports_dir))
    return sorted(
        found,
        key=lambda one: (
            one.region_name,
            one.region,
            STUDY_ORDER.index(one.study),
            -Period.parse(one.period).last_day.toordinal(),
            one.period,
        ),
    )


def _reports(reports_dir: Path) -> Iterator[Published]:
    for path in sorted(reports_dir.glob("*/*/*/manifest.json")):
        manifest = json.loads(path.read_text("utf-8"))
        if manifest.get("study") in STUDY_ORDER and path.parent.name == manifest["study"]:
            yield _report(path.parent, manifest, reports_dir)


def _report(folder: Path, manifest: dict[str, Any], reports_dir: Path) -> Published:
    inside = folder.relative_to(reports_dir)
    document = FindingsDocument.read(folder / "findings.json")
    names = Names(manifest["region_name"], manifest["period"])
    whole_region = [one for one in document.findings if not one.group]
    return Published(
        folder=inside,
        region=manifest["region"],
        region_name=manifest["region_name"],
        study=manifest["study"],
        period=manifest["period"],
        generated_at=datetime.fromisoformat(manifest["generated_at"]),
        synthetic=bool(manifest["synthetic"]),
        files=_pages(folder, inside, list(manifest["languages"])),
        counts={key: int(manifest["status"].get(key, 0)) for key in STATUSES},
        headlines=headlines(whole_region, names)[:MOST_HEADLINES],
    )


def _pages(folder: Path, inside: Path, languages: list[str]) -> dict[str, str]:
    names = {lang: report_file(lang, languages) for lang in languages}
    return {
        lang: (inside / name).as_posix()
        for lang, name in names.items()
        if (folder / name).is_file()
    }
