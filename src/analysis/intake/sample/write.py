"""Write the sample regions: files, region.toml, truth.json and the list of their checksums."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from analysis.checks import check_number
from analysis.files import sha256_of, write_atomically
from analysis.intake.sample.citizens.writing import write_citizens
from analysis.intake.sample.complaints.writing import write_complaints
from analysis.intake.sample.logs.writing import write_logs
from analysis.intake.sample.order import DRAWS, Order, Truth
from analysis.intake.sample.organisation.writing import write_organisation
from analysis.intake.sample.sizes import COMMITTED_SCALE
from analysis.intake.sample.staff import STAFF_KNOBS, truth_of_staff, write_staff
from analysis.intake.sample.surveys.writing import write_surveys
from analysis.schemas.region import load_region

REGIONS = tuple(COMMITTED_SCALE)
CHECKSUMS = "SAMPLES.sha256"
BESIDE_THE_FILES = ("region.toml", "truth.json")


def _write_staff(folder: Path, order: Order) -> Truth:
    name = order.region.id
    rng = order.generator("staff files")
    write_staff(folder, order.region, order.staff, rng, name)
    lines = truth_of_staff(order.region, STAFF_KNOBS[name], order.draws)
    return Truth(asdict(STAFF_KNOBS[name]), lines)


PARTS: Mapping[str, Callable[[Path, Order], Truth]] = {
    "citizens": write_citizens,
    "complaints": write_complaints,
    "logs": write_logs,
    "staff": _write_staff,
    "surveys": write_surveys,
    "organisation": write_organisation,
}
"""Each writes its files below a folder and returns what is true of them."""


def write_samples(
    raw: Path,
    *,
    scale: float | None = None,
    regions: Sequence[str] = REGIONS,
    draws: int = DRAWS,
    on_progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write the sample regions below `raw`, replacing earlier samples, and list their checksums.

    Parameters
    ----------
    raw : Path
        The folder data/raw.
    scale : float or None
        Share of the full size (`sizes`); None writes the sizes that are committed. Units never
        shrink.
    regions : sequence of str
    draws : int
        Size of the draws behind truth.json.
    on_progress : callable or None
        Called with the name of each region when it is finished.

    Returns
    -------
    list of Path
        The files written.
    """
    if scale is not None:
        check_number(scale, name="scale", minimum=0.01, maximum=10)
    for name in regions:
        _write_region(raw / name, name, scale or COMMITTED_SCALE[name], draws)
        if on_progress:
            on_progress(name)
    return _write_checksums(raw)


def _write_region(folder: Path, name: str, scale: float, draws: int) -> None:
    shutil.rmtree(folder / "files", ignore_errors=True)
    (folder / "files").mkdir(parents=True)
    declared = files("analysis.intake.sample").joinpath("regions", f"{name}.toml")
    write_atomically(folder / "region.toml", declared.read_bytes())
    order = Order(load_region(folder), scale, draws)
    found = {part: write(folder / "files", order) for part, write in PARTS.items()}
    write_atomically(folder / "truth.json", _truth_as_text(order, found))


def _truth_as_text(order: Order, found: Mapping[str, Truth]) -> str:
    """Return truth.json with one finding a line, so that changes are seen line by line."""
    head = {
        "synthetic": True,
        "region": order.region.id,
        "scale": order.scale,
        "draws": order.draws,
        "knobs": {part: truth.knobs for part, truth in found.items()},
    }
    lines = [line for truth in found.values() for line in truth.lines]
    written = ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{opening},\n "findings": [\n{written}\n ]\n}}\n'


def _write_checksums(raw: Path) -> list[Path]:
    written = sorted(
        path
        for name in REGIONS
        for path in (raw / name).rglob("*")
        if path.is_file() and (path.name in BESIDE_THE_FILES or "files" in path.parts)
    )
    names = [path.relative_to(raw).as_posix() for path in written]
    lines = [f"{sha256_of(path)}  {name}\n" for path, name in zip(written, names, strict=True)]
    write_atomically(raw / CHECKSUMS, "".join(lines))
    write_atomically(raw / ".gitignore", _ignore_all_but(names))
    return written


def _ignore_all_but(names: Sequence[str]) -> str:
    folders = {f"{parent.as_posix()}/" for name in names for parent in Path(name).parents[:-1]}
    kept = [".gitignore", CHECKSUMS, *sorted(folders), *names]
    head = "# Raw data never enter git; only the made-up sample files do.\n*\n"
    return head + "".join(f"!/{name.replace(' ', chr(92) + ' ')}\n" for name in kept)
