"""Registered files: the bytes that were taken in, and what to do when a file has changed.

A file becomes a *delivery* when it is taken in: its bytes are copied to `.kinerja/raw/<sha256>` and
its name, size and place in the order of arrival go to `.kinerja/deliveries/<region>.json`. A later
file of the same name with other bytes is never read silently.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from analysis.errors import SourceError, UsageError
from analysis.files import sha256_of, write_atomically
from analysis.intake.raw import Problem
from analysis.settings import Project, ensure_private


@dataclass(frozen=True)
class Delivery:
    """One arrival of a file.

    Attributes
    ----------
    file : str
        Path below the region's `files` folder, with forward slashes.
    sha256 : str
    size : int
        Bytes.
    sequence : int
        Place in the order of arrival, from 1.
    registered_at : str
        Time in UTC, ISO 8601; empty for a file that is not registered yet.
    replaces : str
        sha256 of the version that `--accept` replaced.
    """

    file: str
    sha256: str
    size: int
    sequence: int
    registered_at: str = ""
    replaces: str = ""

    @property
    def id(self) -> str:
        """Short name of the delivery, the first 12 digits of its sha256."""
        return self.sha256[:12]

    @property
    def arrived(self) -> date:
        """Day of registration in UTC; today where the file is not registered yet."""
        if not self.registered_at:
            return datetime.now(UTC).date()
        return datetime.fromisoformat(self.registered_at).date()


@dataclass(frozen=True)
class Arrival:
    """What lies in the region's folder against what is registered.

    Attributes
    ----------
    deliveries : tuple of Delivery
        The version to be read of each file, in order of arrival. A registered file that was
        removed is still here: its registered bytes are read.
    changed : dict of str to Delivery
        Files whose bytes differ from the registered ones and are not accepted, with the
        registered version.
    problems : tuple of Problem
    """

    deliveries: tuple[Delivery, ...]
    changed: Mapping[str, Delivery]
    problems: tuple[Problem, ...] = ()


class Registry:
    """The registered deliveries of one region."""

    def __init__(self, project: Project, region_id: str) -> None:
        self._project = project
        self._path = project.private / "deliveries" / f"{region_id}.json"
        self.deliveries = self._load()

    def arrival(
        self, found: Mapping[str, str], sizes: Mapping[str, int], *, accept: Collection[str] = ()
    ) -> Arrival:
        """Compare the files found with the registered ones.

        Parameters
        ----------
        found : mapping of str to str
            File path to sha256.
        sizes : mapping of str to int
            File path to bytes.
        accept : collection of str
            Names of changed files whose new bytes replace the registered ones.
        """
        accepted = _accepted(accept, found)
        names = _renamed(self.deliveries, found)
        known = [replace(one, file=names.get(one.file, one.file)) for one in self.deliveries]
        changed = {
            one.file: one
            for one in known
            if found.get(one.file, one.sha256) != one.sha256 and one.file not in accepted
        }
        current = [_version(one, found, sizes, accepted) for one in known]
        gone = [
            Problem("intake.delivery.gone", {"file": o.file}) for o in known if o.file not in found
        ]
        added, twins = _added(current, found, sizes)
        ordered = sorted([*current, *added], key=lambda one: one.sequence)
        return Arrival(tuple(ordered), changed, (*gone, *twins))

    def register(self, deliveries: Iterable[Delivery], folder: Path) -> None:
        """Copy the bytes of new deliveries from `folder` and write them into the registry."""
        entries = {one.file: one for one in self.deliveries}
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        for delivery in deliveries:
            self._keep_bytes(delivery, folder)
            stamped = delivery if delivery.registered_at else replace(delivery, registered_at=now)
            entries = {name: one for name, one in entries.items() if one.sha256 != delivery.sha256}
            entries[delivery.file] = stamped
        ordered = sorted(entries.values(), key=lambda one: one.sequence)
        if ordered == list(self.deliveries):
            return
        ensure_private(self._project.private)
        ensure_private(self._path.parent)
        document = {"schema": 1, "deliveries": [asdict(one) for one in ordered]}
        write_atomically(self._path, json.dumps(document, indent=1, ensure_ascii=False) + "\n")
        self.deliveries = tuple(ordered)

    def bytes_of(self, sha256: str) -> Path:
        """Return where the registered bytes lie."""
        return self._project.private / "raw" / sha256

    def _keep_bytes(self, delivery: Delivery, folder: Path) -> None:
        kept = self.bytes_of(delivery.sha256)
        if kept.is_file():
            return
        ensure_private(self._project.private)
        ensure_private(kept.parent)
        aside = kept.with_name(f".{kept.name}.new")
        shutil.copyfile(folder / delivery.file, aside)
        aside.chmod(0o600)
        if sha256_of(aside) != delivery.sha256:
            aside.unlink()
            raise SourceError("intake.delivery.changed_while_reading", file=delivery.file)
        aside.replace(kept)

    def _load(self) -> tuple[Delivery, ...]:
        if not self._path.is_file():
            return ()
        stored = json.loads(self._path.read_text("utf-8"))
        return tuple(Delivery(**one) for one in stored["deliveries"])


def _version(
    known: Delivery, found: Mapping[str, str], sizes: Mapping[str, int], accepted: Collection[str]
) -> Delivery:
    sha = found.get(known.file, known.sha256)
    if sha == known.sha256 or known.file not in accepted:
        return known
    return Delivery(known.file, sha, sizes[known.file], known.sequence, replaces=known.sha256)


def _added(
    current: Collection[Delivery], found: Mapping[str, str], sizes: Mapping[str, int]
) -> tuple[list[Delivery], list[Problem]]:
    known = {one.file for one in current}
    first_with = {one.sha256: one.file for one in current}
    last = max((one.sequence for one in current), default=0)
    added: list[Delivery] = []
    twins = []
    for file in sorted(set(found) - known):
        twin = first_with.setdefault(found[file], file)
        if twin == file:
            added.append(Delivery(file, found[file], sizes[file], last + len(added) + 1))
        else:
            twins.append(Problem("intake.delivery.same_bytes", {"file": file, "twin": twin}))
    return added, twins


def _renamed(known: Iterable[Delivery], found: Mapping[str, str]) -> dict[str, str]:
    """Map registered files that are gone to a new file with the same bytes."""
    known = list(known)
    names = {one.file for one in known}
    new = {sha: file for file, sha in sorted(found.items(), reverse=True) if file not in names}
    return {
        one.file: new[one.sha256] for one in known if one.file not in found and one.sha256 in new
    }


def _accepted(accept: Collection[str], found: Mapping[str, str]) -> set[str]:
    accepted: set[str] = set()
    for name in accept:
        wanted = Path(name).as_posix()
        hits = [file for file in found if file == wanted or wanted.endswith(f"files/{file}")]
        hits = hits or [file for file in found if Path(file).name == Path(name).name]
        if not hits:
            raise UsageError("intake.delivery.accept_unknown", file=repr(name))
        accepted.update(hits)
    return accepted
