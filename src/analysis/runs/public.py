"""The folder `public`: what offices show to everybody, made from public findings of the studies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import UsageError
from analysis.periods import Period
from analysis.presenting.reading import read_bundle
from analysis.products import skm
from analysis.products.scorecard import write_scorecard
from analysis.runs.beside import Beside, bring_up_to_date, published_studies
from analysis.schemas.region import Region
from analysis.settings import Project

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

PUBLIC = "public"


@dataclass(frozen=True)
class Maker:
    """What writes products for everybody from the bundle of a study.

    Attributes
    ----------
    study : str
    write : callable
        Takes the bundle, the folder and the languages, the default first; returns the files.
    """

    study: str
    write: Callable[[Bundle, Path, Sequence[str]], list[Path]]


@dataclass(frozen=True)
class Joiner:
    """What writes products for everybody from the bundles of several studies together.

    Attributes
    ----------
    studies : tuple of str
    write : callable
        Takes the bundles that are published, by study, the folder and the languages. A study that
        has no maker of its own comes from the shortest period that covers the folder's.
    """

    studies: tuple[str, ...]
    write: Callable[[Mapping[str, Bundle], Path, Sequence[str]], list[Path]]


MAKERS: tuple[Maker, ...] = (Maker("satisfaction", skm.write_sheets),)
JOINERS: tuple[Joiner, ...] = (Joiner(("satisfaction", "accountability"), write_scorecard),)


def publish_period(
    project: Project,
    region: str,
    period: str,
    *,
    makers: Sequence[Maker] = MAKERS,
    joiners: Sequence[Joiner] = JOINERS,
) -> Path | None:
    """Bring `reports/<region>/<period>/public` up to date with the reports beside it.

    Returns
    -------
    Path or None
        The folder; None where no study of the makers is published for the period.

    Raises
    ------
    PrivacyError
        If the staged folder does not pass the check; the last good one stays.
    ReportError
        If a product cannot be made.
    """
    studies = tuple(dict.fromkeys(one.study for one in makers))
    if not published_studies(project, region, period, studies):
        return None
    reports = published_studies(project, region, period, studies)
    joined = dict.fromkeys(study for one in joiners for study in one.studies)
    reports += tuple(
        found
        for study in joined
        if study not in studies and (found := _covering(project, region, period, study))
    )

    def build(staged: Path, declared: Region, _: datetime) -> dict[str, Any]:
        files: list[Path] = []
        bundles = {report.name: read_bundle(report) for report in reports}
        for study, bundle in bundles.items():
            for maker in makers:
                if maker.study == study:
                    files += maker.write(bundle, staged, declared.languages)
        for joiner in joiners:
            own = {study: bundles[study] for study in joiner.studies if study in bundles}
            if own:
                files += joiner.write(own, staged, declared.languages)
        return {"files": [one.relative_to(staged).as_posix() for one in files]}

    return bring_up_to_date(Beside(project, region, period, PUBLIC, reports), build)


def periods_within(
    project: Project, region: str, period: str, *, makers: Sequence[Maker] = MAKERS
) -> list[str]:
    """Return the periods whose folder a report on `period` may change, in order.

    A report of a year stands beside those of its halves: every period within this one that has a
    published report of a maker's study.
    """
    wanted = Period.parse(period)
    found = {
        own
        for study in dict.fromkeys(one.study for one in makers)
        for own, _ in _published(project, region, study)
        if wanted.contains(own)
    }
    return [str(one) for one in sorted(found, key=lambda one: (one.first_day, one.last_day))]


def _covering(project: Project, region: str, period: str, study: str) -> Path | None:
    """Return the published report of a study for the shortest period that covers this one."""
    wanted = Period.parse(period)
    found = [
        (own.last_day - own.first_day, folder)
        for own, folder in _published(project, region, study)
        if own.contains(wanted)
    ]
    return min(found)[1] if found else None


def _published(project: Project, region: str, study: str) -> Iterator[tuple[Period, Path]]:
    """Yield the periods and folders of a study's reports; other folders are passed over."""
    for manifest in (project.reports / region).glob(f"*/{study}/manifest.json"):
        try:
            own = Period.parse(manifest.parents[1].name)
        except UsageError:
            continue
        yield own, manifest.parent
