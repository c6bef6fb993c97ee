"""Write the sample regions: files, region.toml, truth.json and the list of their checksums."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from analysis.checks import check_number
from analysis.files import sha256_of, write_atomically
from analysis.intake.sample import layouts, recaps
from analysis.intake.sample.knobs import ANSWERS_A_YEAR_AT_SCALE_1, COMMITTED_SCALE, SAMPLE_KNOBS
from analysis.intake.sample.population import draw_sheets, soil
from analysis.intake.sample.truth import DRAWS, truth_of
from analysis.schemas.region import load_region

REGIONS = tuple(SAMPLE_KNOBS)
CHECKSUMS = "SAMPLES.sha256"


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
        Share of 4,000 answers a year; None writes the sizes that are committed. Units never shrink.
    regions : sequence of str
    draws : int
        Size of the draw behind truth.json.
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
    region, knobs = load_region(folder), SAMPLE_KNOBS[name]
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    answers = max(1_000, round(ANSWERS_A_YEAR_AT_SCALE_1 * scale))
    sheets = soil(draw_sheets(region, knobs, answers, rng), knobs, rng)
    target = folder / "files"
    if name == "sawahlunto":
        layouts.write_clean(target, region, sheets, rng)
    elif name == "mamuju":
        layouts.write_gaspul(target, region, sheets, rng)
    elif name == "tanjungbalai":
        layouts.write_online_form(target, region, sheets, rng, unknown=knobs.unknown_unit_share)
    else:
        recaps.write_opd_recap(target, region, sheets, rng)
    if name != "wanggar":
        recaps.write_recap_csv(target, region, sheets)
        recaps.write_users(target, region)
    truth = truth_of(region, knobs, draws=draws)
    truth["scale"] = scale
    write_atomically(folder / "truth.json", json.dumps(truth, ensure_ascii=False, indent=1) + "\n")


def _write_checksums(raw: Path) -> list[Path]:
    written = sorted(
        path
        for name in REGIONS
        for path in (raw / name).rglob("*")
        if path.is_file() and (path.name in ("region.toml", "truth.json") or "files" in path.parts)
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
