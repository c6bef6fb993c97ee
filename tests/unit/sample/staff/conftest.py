from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest

from analysis.intake.sample.staff.history import History, draw_history
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.streams import Streams
from analysis.schemas.region import Region, Unit, load_region

KINDS = ("dinas", "badan", "kesehatan", "kecamatan")
SEED = 7


@pytest.fixture(scope="session")
def eight_units() -> Region:
    units = tuple(
        Unit(id=f"unit-{place}", name=f"Dinas Contoh {place}", kind=KINDS[place % len(KINDS)])
        for place in range(8)
    )
    return Region(id="contoh", name="Contoh", units=units)


@pytest.fixture(scope="session")
def root_region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """The large sample region as its region.toml declares it."""
    folder = tmp_path_factory.mktemp("regions") / "sawahlunto"
    folder.mkdir()
    declared = files("analysis.intake.sample").joinpath("regions", "sawahlunto.toml")
    (folder / "region.toml").write_bytes(declared.read_bytes())
    return load_region(folder)


@pytest.fixture(scope="session")
def many_regions(eight_units: Region) -> Callable[[StaffKnobs], History]:
    """Draw 60 regions of 320 employees under given knobs, always by the same chance."""

    def draw(knobs: StaffKnobs) -> History:
        return draw_history(eight_units, knobs, 320, Streams(SEED), copies=60)

    return draw
