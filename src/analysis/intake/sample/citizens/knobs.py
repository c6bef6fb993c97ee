"""What is planted in a sample region. Every knob has a zero that switches it off."""

from __future__ import annotations

from dataclasses import dataclass

SCALE_MIN, SCALE_MAX = 1, 4
THRESHOLDS = (-3.2, -1.3, 1.1)
"""Cut points of the latent satisfaction (logit scale) between the scores 1|2, 2|3 and 3|4."""

UNSUR_EFFECT = {
    "persyaratan": 0.15,
    "prosedur": 0.0,
    "waktu": -0.55,
    "biaya": 0.75,
    "produk": 0.10,
    "kompetensi": 0.25,
    "perilaku": 0.35,
    "pengaduan": -0.25,
    "sarana": -0.40,
}


@dataclass(frozen=True)
class Jump:
    """A lasting change of one unit from a quarter on, in logits."""

    unit: str
    quarter: str
    size: float


@dataclass(frozen=True)
class Knobs:
    """The satisfaction part of a sample region, in logits unless said otherwise.

    Attributes
    ----------
    level : float
        Mean satisfaction of the region.
    unit_spread : float
        Standard deviation of the unit effects.
    unsur_spread : float
        Multiplier of `UNSUR_EFFECT`.
    person_spread : float
        Standard deviation of persons.
    education_gap : float
        How much lower users with at most SMP score.
    yearly_trend : float
        Change a year.
    nonresponse : float
        How much the log odds of answering rise with one unit of satisfaction; 0 = who answers
        does not depend on satisfaction.
    jumps : tuple of Jump
    missing_share, straightline_share, repeat_share, out_of_range_share, unknown_unit_share : float
        Shares of dirty answers or sheets.
    """

    level: float = 0.0
    unit_spread: float = 0.0
    unsur_spread: float = 0.0
    person_spread: float = 0.0
    education_gap: float = 0.0
    yearly_trend: float = 0.0
    nonresponse: float = 0.0
    jumps: tuple[Jump, ...] = ()
    missing_share: float = 0.0
    straightline_share: float = 0.0
    repeat_share: float = 0.0
    out_of_range_share: float = 0.0
    unknown_unit_share: float = 0.0


SAMPLE_KNOBS: dict[str, Knobs] = {
    "sawahlunto": Knobs(
        level=1.35,
        unit_spread=0.45,
        unsur_spread=1.0,
        person_spread=0.9,
        education_gap=0.35,
        yearly_trend=0.12,
        jumps=(Jump("dpmptsp", "2024-Q3", 0.6),),
        missing_share=0.01,
        straightline_share=0.03,
        repeat_share=0.002,
        out_of_range_share=0.0005,
    ),
    "mamuju": Knobs(
        level=0.85,
        unit_spread=0.40,
        unsur_spread=1.2,
        person_spread=0.9,
        education_gap=0.40,
        yearly_trend=0.05,
        jumps=(
            Jump("puskesmas-binanga", "2024-Q4", 0.7),
            Jump("puskesmas-kalukku", "2024-Q4", 0.5),
        ),
        missing_share=0.015,
        straightline_share=0.04,
        out_of_range_share=0.001,
    ),
    "tanjungbalai": Knobs(
        level=0.95,
        unit_spread=0.40,
        unsur_spread=1.0,
        person_spread=1.0,
        education_gap=0.50,
        yearly_trend=0.08,
        nonresponse=0.5,
        jumps=(Jump("dukcapil", "2024-Q3", 0.9),),
        missing_share=0.01,
        straightline_share=0.05,
        repeat_share=0.004,
        unknown_unit_share=0.002,
    ),
    "wanggar": Knobs(
        level=0.70,
        unit_spread=0.30,
        unsur_spread=1.3,
        person_spread=0.9,
        education_gap=0.30,
        yearly_trend=0.10,
        jumps=(Jump("dinas-pelayanan-umum", "2024-Q3", 0.6),),
        missing_share=0.02,
        straightline_share=0.04,
    ),
}

SURVEYED: dict[str, tuple[str, ...]] = {
    "wanggar": (
        "kantor-distrik",
        "dinas-pelayanan-umum",
        "puskesmas-wanggar",
        "kampung-bumi-mulia",
        "kampung-karadiri",
        "kampung-wanggar-makmur",
    )
}
"""Units that ask their users, where not all of a region's units do."""
