"""reports/index.html: every published report, its key figures, and the runs that failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from analysis.files import write_atomically
from analysis.presenting.formats import Formatter
from analysis.products.html.addresses import index_file
from analysis.products.html.export import LANGUAGE_NAMES, made_on
from analysis.products.html.listing import (
    STATUSES,
    STUDY_ORDER,
    Published,
    Shareable,
    public_folders,
    published_reports,
    scorecards,
    shareable_folders,
)
from analysis.products.html.page import build
from analysis.products.html.unit_listing import PublishedUnit
from analysis.wording import LANGS, say

MOST_UNITS_OPEN = 5
"""Unit reports listed in the open; more of them are folded under a line with their number."""


@dataclass(frozen=True)
class FailedRun:
    """A report that could not be made: what it was, and why, in both languages."""

    region: str
    period: str
    study: str
    reason: dict[str, str]


def write_index(
    reports_dir: Path,
    *,
    failed: Sequence[FailedRun] = (),
    default: str = "id",
    generated_at: datetime | None = None,
) -> list[Path]:
    """Write the index in every language from what is published and return the files.

    Parameters
    ----------
    reports_dir : Path
        Folder with <region>/<period>/<study>/manifest.json; manifests have the keys region,
        region_name, study, period, languages, generated_at, synthetic and status (counts).
    failed : sequence of FailedRun
        Listed at the end; the reports listed above are the last good ones.
    default : {"id", "en"}
        Language of index.html; the other stands in index.<lang>.html.
    """
    reports = published_reports(reports_dir)
    beside = {
        "scorecards": scorecards(reports_dir),
        "public": public_folders(reports_dir),
        "shareable": shareable_folders(reports_dir),
    }
    moment = generated_at or datetime.now(UTC)
    order = (default, *(lang for lang in LANGS if lang != default))
    written = []
    for lang in order:
        path = reports_dir / index_file(lang, default)
        siblings = [
            {"lang": one, "name": LANGUAGE_NAMES[one], "file": index_file(one, default)}
            for one in order
            if one != lang
        ]
        page = build(
            "index.html.j2",
            lang,
            regions=_regions(reports, beside, lang),
            overview=_overview(reports, lang),
            failed=[_failure(one, lang) for one in failed],
            siblings=siblings,
            made=made_on(moment, lang),
            stamp=say("presenting.sample_stamp", lang),
            statuses=STATUSES,
            total=sum(bool(one.files) + len(one.units) for one in reports),
            language_names=LANGUAGE_NAMES,
        )
        write_atomically(path, page)
        written.append(path)
    return written


def study_title(study: str, lang: str) -> str:
    """Return what a study is called; its code where it has no texts yet."""
    try:
        return say(f"studies.{study}.title", lang)
    except KeyError:
        return study


def _overview(reports: Sequence[Published], lang: str) -> list[dict[str, Any]]:
    """Return a row for each study with the latest report of every region; none of one region."""
    regions = list(dict.fromkeys(one.region for one in reports))
    latest: dict[tuple[str, str], Published] = {}
    for one in reports:
        latest.setdefault((one.study, one.region), one)
    studies = [one for one in STUDY_ORDER if any(study == one for study, _ in latest)]
    return [
        {
            "study": study_title(study, lang),
            "cells": [_cell(latest.get((study, region)), lang) for region in regions],
        }
        for study in studies
    ]


def _cell(report: Published | None, lang: str) -> dict[str, Any]:
    if report is None:
        return {"main": "", "period": "", "counts": dict.fromkeys(STATUSES, 0)}
    return {
        "main": _main_page(report, lang),
        "period": Formatter(lang).period(report.period),
        "counts": report.counts,
    }


def _main_page(report: Published, lang: str) -> str:
    return report.files.get(lang) or next(iter(report.files.values()), "")


def _regions(
    reports: Sequence[Published], beside: Mapping[str, Sequence[Shareable]], lang: str
) -> list[dict[str, Any]]:
    grouped = groupby(reports, key=lambda one: (one.region, one.region_name, one.synthetic))
    return [
        {
            "id": region,
            "name": name,
            "synthetic": synthetic,
            "rows": [_row(one, lang) for one in rows],
            **{
                name: [_share(one, lang) for one in folders if one.region == region]
                for name, folders in beside.items()
            },
        }
        for (region, name, synthetic), rows in grouped
    ]


def _share(one: Shareable, lang: str) -> dict[str, str]:
    first = next(iter(one.files.values()), "")
    return {"period": Formatter(lang).period(one.period), "file": one.files.get(lang) or first}


def _row(report: Published, lang: str) -> dict[str, Any]:
    return {
        "study": study_title(report.study, lang),
        "period": Formatter(lang).period(report.period),
        "made": Formatter(lang).date(report.generated_at),
        "files": report.files,
        "main": _main_page(report, lang),
        "downloads": report.downloads.get(lang) or next(iter(report.downloads.values()), []),
        "counts": report.counts,
        "headlines": report.headlines,
        "units": [_unit(one, lang) for one in report.units],
        "fold_units": len(report.units) > MOST_UNITS_OPEN,
    }


def _unit(unit: PublishedUnit, lang: str) -> dict[str, str]:
    first = next(iter(unit.files.values()), "")
    return {"name": unit.name, "file": unit.files.get(lang) or first}


def _failure(one: FailedRun, lang: str) -> dict[str, str]:
    return {
        "region": one.region,
        "study": study_title(one.study, lang),
        "period": one.period,
        "reason": one.reason[lang],
    }
