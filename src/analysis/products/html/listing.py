"""What has been published, read from manifests and findings, in the order of the index."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.checks import Status
from analysis.periods import Period
from analysis.presenting.headlines import headlines
from analysis.presenting.names import Names
from analysis.products.html.downloads import Download, downloads
from analysis.products.html.unit_listing import PublishedUnit, pages, published_units
from analysis.schemas.finding import FindingsDocument
from analysis.schemas.study_tables import READS_FINDINGS

_LOG = logging.getLogger(__name__)

STUDY_ORDER = (
    "quality",
    "fairness",
    "resistance",
    "training",
    "satisfaction",
    "accountability",
    "policy",
)
"""What became of the data comes first, then the four main studies, then what rests on them."""

SHARE, PUBLIC, SCORECARD = "share", "public", "scorecard"
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
    units : tuple of PublishedUnit
        Reports of single units of the same study and period, by name.
    downloads : dict of str to list of Download
        Other files of the report by language, relative to the reports folder.
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
    units: tuple[PublishedUnit, ...] = ()
    downloads: dict[str, list[Download]] = field(default_factory=dict)


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


@dataclass(frozen=True)
class Shareable:
    """A folder of a region and period for readers outside: what to open first, by language."""

    region: str
    period: str
    files: dict[str, str]


def shareable_folders(reports_dir: Path) -> list[Shareable]:
    """Return the folders that may be shared, the latest period of a region first."""
    return _beside(reports_dir, SHARE, "checklist", "html")


def public_folders(reports_dir: Path) -> list[Shareable]:
    """Return the folders of what is shown to everybody, the latest period of a region first."""
    return _beside(reports_dir, PUBLIC, "ikm", "pdf")


def scorecards(reports_dir: Path) -> list[Shareable]:
    """Return the public folders that have a scorecard, the latest period of a region first."""
    found = _beside(reports_dir, PUBLIC, SCORECARD, "html")
    return [one for one in found if one.files]


def _beside(reports_dir: Path, name: str, stem: str, suffix: str) -> list[Shareable]:
    """Return the folders of this name beside the reports, with the files of this stem."""
    found = []
    for folder in sorted(reports_dir.glob(f"*/*/{name}/")):
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
            inside = folder.relative_to(reports_dir)
            languages = list(manifest["languages"])
            files = pages(folder, inside, languages, stem=stem, suffix=suffix)
            found.append(Shareable(manifest["region"], manifest["period"], files))
        except (OSError, ValueError, KeyError, TypeError):
            _LOG.warning("%s is damaged and not listed", folder.relative_to(reports_dir))
    return sorted(found, key=lambda one: Period.parse(one.period).last_day, reverse=True)


def _reports(reports_dir: Path) -> Iterator[Published]:
    for folder in sorted(reports_dir.glob("*/*/*/")):
        if folder.name not in STUDY_ORDER:
            continue
        try:
            found = _read(folder, reports_dir)
        except (OSError, ValueError, KeyError, TypeError):
            _LOG.warning("%s is damaged and not listed", folder.relative_to(reports_dir))
            continue
        if found is not None:
            yield found


def _read(folder: Path, reports_dir: Path) -> Published | None:
    units = published_units(folder, reports_dir)
    path = folder / "manifest.json"
    told = json.loads(path.read_text("utf-8")) if path.is_file() else None
    manifest = told or (units[0].manifest if units else {})
    if manifest.get("study") != folder.name:
        return None
    return _report(folder, manifest, reports_dir, units, whole=told is not None)


def _report(
    folder: Path,
    manifest: dict[str, Any],
    reports_dir: Path,
    units: tuple[PublishedUnit, ...],
    *,
    whole: bool,
) -> Published:
    """Return a report; without its `whole`, an entry that only leads to its unit reports."""
    inside = folder.relative_to(reports_dir)
    status = manifest["status"] if whole else {}
    return Published(
        folder=inside,
        region=manifest["region"],
        region_name=manifest["region_name"],
        study=manifest["study"],
        period=manifest["period"],
        generated_at=datetime.fromisoformat(manifest["generated_at"]),
        synthetic=bool(manifest["synthetic"]),
        files=pages(folder, inside, list(manifest["languages"])) if whole else {},
        counts={key: int(status.get(key, 0)) for key in STATUSES},
        headlines=_headlines(folder, manifest) if whole else [],
        units=units,
        downloads=_downloads(folder, inside, manifest) if whole else {},
    )


def _downloads(folder: Path, inside: Path, manifest: dict[str, Any]) -> dict[str, list[Download]]:
    languages = list(manifest["languages"])
    return {
        lang: [
            replace(one, file=(inside / one.file).as_posix())
            for one in downloads(folder, manifest["study"], lang, languages)
        ]
        for lang in languages
    }


def _claims(folder: Path) -> list[dict[str, Any]]:
    """Return the key figures of a report on claims, whose names it tells itself."""
    told = json.loads((folder / "narrative.json").read_text("utf-8"))["headlines"]
    return [one for one in told if set(one["group"]) == {"component"}]


def _headlines(folder: Path, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    if manifest["study"] in READS_FINDINGS:
        return _claims(folder)[:MOST_HEADLINES]
    document = FindingsDocument.read(folder / "findings.json")
    whole_region = [one for one in document.findings if not one.group]
    names = Names(manifest["region_name"], manifest["period"])
    return headlines(whole_region, names)[:MOST_HEADLINES]
