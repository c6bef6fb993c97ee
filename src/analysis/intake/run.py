"""Intake of a region: files to deliveries to tables, in one step or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import AnalysisError, SourceError, UsageError
from analysis.files import locked, sha256_of
from analysis.intake.across.completing import complete_across
from analysis.intake.across.roster import EMPLOYEES
from analysis.intake.across.trainings import join_trainings
from analysis.intake.assembly import SourceProduct, finish_source
from analysis.intake.blocks.corrections import Correction, load_corrections
from analysis.intake.blocks.reading import SourceContext
from analysis.intake.deliveries.arrivals import check_samples, files_in, matching
from analysis.intake.deliveries.carrying import LastIntake
from analysis.intake.deliveries.changes import changed_file
from analysis.intake.deliveries.identity import identity
from analysis.intake.deliveries.keys_across import refuse_other_sources
from analysis.intake.deliveries.registry import Arrival, Delivery, Registry
from analysis.intake.naming import name_people
from analysis.intake.people import People
from analysis.intake.raw import Problem
from analysis.intake.record.report import IntakeReport
from analysis.intake.source import SourceDraft, read_source
from analysis.intake.stops import SourceStopError
from analysis.intake.writing import write_products
from analysis.rules.registry import RuleBook, load_rulebook
from analysis.schemas.codebook import Codebook, builtin_names, load_codebook
from analysis.schemas.region import Region, Source, load_region
from analysis.settings import Project, ensure_private

FILES_FOLDER, CODEBOOKS_FOLDER, RULES_FOLDER = "files", "codebooks", "rules"
Progress = Callable[[str, int, int], None]


def intake_region(
    project: Project,
    region_id: str,
    *,
    accept: Sequence[str] = (),
    on_progress: Progress | None = None,
) -> IntakeReport:
    """Take in all sources of a region.

    A source that cannot be read without a person's decision is stopped, its last good rows stay
    in use, and the others go on. Where nothing has changed since the last intake, nothing is
    written.

    Parameters
    ----------
    project : Project
    region_id : str
        Folder name of the region.
    accept : sequence of str
        Changed files whose new bytes replace the registered ones.
    on_progress : function of (source id, sources done, sources in all), or None

    Raises
    ------
    UsageError
        If the region's name is no plain folder name, `accept` names an unknown file, or another
        intake of the region is at work.
    ConfigError
        If region.toml, a codebook or corrections.toml is missing or not valid.
    SourceError
        If real and sample files are mixed.
    """
    folder = project.region_dir(region_id)
    region = load_region(folder)
    with _one_at_a_time(project, region_id):
        found = {
            file: sha256_of(folder / FILES_FOLDER / file)
            for file in files_in(folder / FILES_FOLDER)
        }
        check_samples(project, region_id, found, synthetic=region.synthetic)
        registry = Registry(project, region_id)
        arrival = registry.arrival(found, _sizes(folder, found), accept=accept)
        registered = {one.file: one.sha256 for one in arrival.deliveries}
        key = identity(folder, found, registered)
        last = LastIntake.of(project, region_id)
        if last.report is not None and last.identity == key:
            return last.report
        return _take_in(_Intake(project, region, folder, registry, arrival, last, key), on_progress)


@dataclass(frozen=True)
class _Intake:
    project: Project
    region: Region
    folder: Path
    registry: Registry
    arrival: Arrival
    last: LastIntake
    identity: str


def _take_in(job: _Intake, on_progress: Progress | None) -> IntakeReport:
    corrections = load_corrections(job.folder)
    drafts, stopped = _read_all(job, corrections, on_progress)
    people = People.of(job.region, drafts.values())
    key = people.keys.pseudonym
    drafts, alone = complete_across(
        {name: name_people(one, key=key, redactor=people.redactor) for name, one in drafts.items()},
        [_carried(job, one, stopped[one.id]).frame for one in _employees(job, stopped)],
    )
    stopped |= alone
    products = [
        finish_source(drafts[source.id], key=key, redactor=people.redactor)
        if source.id in drafts
        else _carried(job, source, stopped[source.id])
        for source in job.region.sources
    ]
    products = refuse_other_sources(join_trainings(products))
    report = IntakeReport(
        job.region.id, tuple(one.report for one in products), _problems(job, corrections)
    )
    _register(job, drafts.values())
    people.write_check_list(job.project, keep_old=bool(stopped))
    write_products(job.project, report, products, job.arrival.deliveries, identity=job.identity)
    return report


def _read_all(
    job: _Intake, corrections: Sequence[Correction], on_progress: Progress | None
) -> tuple[dict[str, SourceDraft], dict[str, AnalysisError]]:
    """Read every source; return the drafts, and why the others were stopped."""
    codebooks = _codebooks(job)
    rulebook = load_rulebook(job.folder / RULES_FOLDER)
    drafts: dict[str, SourceDraft] = {}
    stopped: dict[str, AnalysisError] = {}
    sources = job.region.sources
    with _laid_out(job) as paths:
        for done, source in enumerate(sources):
            if on_progress is not None:
                on_progress(source.id, done, len(sources))
            context = _context(job, source, codebooks, corrections, rulebook)
            try:
                drafts[source.id] = _read(job, context, paths)
            except AnalysisError as error:
                stopped[source.id] = error
    return drafts, stopped


def _employees(job: _Intake, stopped: Mapping[str, AnalysisError]) -> list[Source]:
    """Return the stopped sources whose last good rows say where employees were."""
    return [one for one in job.region.sources if one.table == EMPLOYEES and one.id in stopped]


def _read(job: _Intake, context: SourceContext, paths: Mapping[str, Path]) -> SourceDraft:
    source = context.source
    by_file = {one.file: one for one in job.arrival.deliveries}
    files = matching(by_file, source.files)
    if not files:
        raise SourceStopError(
            "intake.run.no_files", source=source.id, pattern=source.files, region=job.region.id
        )
    changed = [file for file in files if file in job.arrival.changed]
    if changed:
        raise changed_file(
            job.region.id,
            source,
            changed[0],
            old=paths[changed[0]],
            new=job.folder / FILES_FOLDER / changed[0],
        )
    return read_source(context, [(by_file[file], paths[file]) for file in files])


def _carried(job: _Intake, source: Source, error: AnalysisError) -> SourceProduct:
    lines = getattr(error, "toml_lines", ())
    values: dict[str, object] = {
        name: value if isinstance(value, int) else str(value)
        for name, value in error.values.items()
    }
    return job.last.rows_of(source, Problem(error.code, values, stops=True), tuple(lines))


def _context(
    job: _Intake,
    source: Source,
    codebooks: Mapping[str, Codebook],
    corrections: Sequence[Correction],
    rulebook: RuleBook,
) -> SourceContext:
    own = tuple(one for one in corrections if one.source == source.id)
    return SourceContext(job.region, source, codebooks, own, rulebook)


def _codebooks(job: _Intake) -> dict[str, Codebook]:
    """Load the built-in codebooks, the region's own, and those that sources name."""
    folder = job.folder / CODEBOOKS_FOLDER
    own = {path.stem for path in folder.glob("*") if path.suffix in {".toml", ".xlsx"}}
    named = {source.codebook for source in job.region.sources if source.codebook}
    names = sorted({*builtin_names(), *own, *named})
    return {name: load_codebook(name, folder) for name in names}


def _problems(job: _Intake, corrections: Sequence[Correction]) -> tuple[Problem, ...]:
    found = list(job.arrival.problems)
    files = [one.file for one in job.arrival.deliveries]
    patterns = [source.files for source in job.region.sources]
    read = {file for pattern in patterns for file in matching(files, pattern)}
    names: dict[str, object] = {"region": job.region.id}
    found += [
        Problem("intake.run.unread_file", {**names, "file": f}) for f in files if f not in read
    ]
    if not job.region.sources:
        found.append(Problem("intake.run.no_sources", names))
    known = {source.id for source in job.region.sources}
    lost = [one for one in corrections if one.source not in known or one.file not in files]
    if lost:
        places = ", ".join(f"{one.file}:{one.row}" for one in lost[:5])
        found.append(Problem("intake.correction.unused", {"count": len(lost), "places": places}))
    return tuple(found)


def _register(job: _Intake, drafts: Iterable[SourceDraft]) -> None:
    taken = {one.file: one for draft in drafts for one in draft.deliveries}
    if taken:
        job.registry.register(taken.values(), job.folder / FILES_FOLDER)


def _sizes(folder: Path, found: Mapping[str, str]) -> dict[str, int]:
    return {file: (folder / FILES_FOLDER / file).stat().st_size for file in found}


@contextmanager
def _laid_out(job: _Intake) -> Iterator[dict[str, Path]]:
    """Give each delivery a path with its own name: the file itself, or its registered bytes."""
    with tempfile.TemporaryDirectory(prefix="kinerja-") as aside:
        yield {one.file: _path_of(job, one, Path(aside)) for one in job.arrival.deliveries}


def _path_of(job: _Intake, delivery: Delivery, aside: Path) -> Path:
    here = job.folder / FILES_FOLDER / delivery.file
    kept = job.registry.bytes_of(delivery.sha256)
    if delivery.file not in job.arrival.changed and here.is_file():
        return here
    if not kept.is_file():
        raise SourceError("intake.delivery.bytes_lost", file=delivery.file)
    link = aside / delivery.id / Path(delivery.file).name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(kept.absolute())
    return link


@contextmanager
def _one_at_a_time(project: Project, region_id: str) -> Iterator[None]:
    """Let one intake of a region work at a time; a second one is refused."""
    folder = ensure_private(project.private / "locks")
    try:
        with locked(folder / f"intake-{region_id}"):
            yield
    except BlockingIOError:
        raise UsageError("intake.run.busy", region=region_id) from None
