"""What is planted in the staff surveys of a sample region. Every knob has a zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

DIMENSIONS = ("resistensi_kognitif", "resistensi_emosional", "resistensi_perilaku")
FAIRNESS = (
    "keadilan_prosedural",
    "keadilan_distributif",
    "keadilan_interpersonal",
    "keadilan_informasional",
)
DRIVERS = ("pemahaman_peran", "partisipasi", "keadilan_penilaian")
OTHERS = ("motivasi", "perilaku_inovatif", "keterampilan_digital", "penerimaan_usulan")
THRESHOLDS = (-1.5, -0.5, 0.5, 1.5)
"""Cut points between the answers 1|2 … 4|5 on the scale of the latent values."""


@dataclass(frozen=True)
class ResistanceClass:
    """A kind of attitude: its share of the staff and its level on the three dimensions."""

    name: str
    share: float
    levels: tuple[float, float, float]


@dataclass(frozen=True)
class Wave:
    """One round of the survey: its name, first and last day, and the year of the staff list."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Socialisation:
    """Units in which the policy was explained on a day."""

    day: date
    units: tuple[str, ...]


@dataclass(frozen=True)
class SurveyKnobs:
    """The staff surveys of a sample region; latent values have item noise of standard deviation 1.

    Attributes
    ----------
    waves : tuple of Wave
    classes : tuple of ResistanceClass
        Empty means that all resist alike.
    slopes : mapping of str to float
        Change of resistance with one unit of each driver (understanding, participation, felt
        fairness).
    severity_on_fairness : float
        Change of felt fairness with one standard deviation of the severity of one's appraiser.
    tenure_on_resistance : float
        Change of resistance with ten years of service.
    unit_spread, person_spread, wave_spread : float
        Standard deviations of units, of persons within a class, and of one person between waves.
    driver_spread : float
        Standard deviation of the drivers and the other scales.
    socialisations : tuple of Socialisation
    socialisation_effect : float
        Lasting change of resistance in units where the policy was explained.
    socialisation_on_understanding : float
        Change of understanding there, which works on resistance by its slope.
    response : float
        Log odds of answering of a person without resistance.
    resistance_on_response : float
        Change of the log odds with one unit of resistance; 0 = who answers does not depend on it.
    response_unit_spread : float
        Standard deviation of the units in the log odds.
    code_share, code_error : float
        Respondents who give a code of their own; codes that are remembered wrongly.
    missing_share, straightline_share : float
    """

    waves: tuple[Wave, ...] = ()
    classes: tuple[ResistanceClass, ...] = ()
    slopes: Mapping[str, float] = field(default_factory=dict)
    severity_on_fairness: float = 0.0
    tenure_on_resistance: float = 0.0
    unit_spread: float = 0.0
    person_spread: float = 0.0
    wave_spread: float = 0.0
    driver_spread: float = 0.0
    socialisations: tuple[Socialisation, ...] = ()
    socialisation_effect: float = 0.0
    socialisation_on_understanding: float = 0.0
    response: float = 0.0
    resistance_on_response: float = 0.0
    response_unit_spread: float = 0.0
    code_share: float = 0.0
    code_error: float = 0.0
    missing_share: float = 0.0
    straightline_share: float = 0.0


FOUR_CLASSES = (
    ResistanceClass("accepting", 0.34, (-0.65, -0.70, -0.70)),
    ResistanceClass("worried", 0.30, (-0.20, 0.45, -0.35)),
    ResistanceClass("sceptical", 0.22, (0.60, -0.15, 0.10)),
    ResistanceClass("resisting", 0.14, (0.75, 0.80, 0.75)),
)
THREE_CLASSES = (
    ResistanceClass("accepting", 0.40, (-0.60, -0.60, -0.65)),
    ResistanceClass("worried", 0.38, (0.05, 0.50, -0.10)),
    ResistanceClass("resisting", 0.22, (0.75, 0.65, 0.65)),
)

SURVEY_KNOBS: dict[str, SurveyKnobs] = {
    "sawahlunto": SurveyKnobs(
        waves=(
            Wave("1", date(2024, 3, 4), date(2024, 3, 22)),
            Wave("2", date(2024, 11, 4), date(2024, 11, 22)),
            Wave("3", date(2025, 10, 6), date(2025, 10, 24)),
        ),
        classes=FOUR_CLASSES,
        slopes={"pemahaman_peran": -0.14, "partisipasi": -0.10, "keadilan_penilaian": -0.14},
        severity_on_fairness=-0.20,
        tenure_on_resistance=0.06,
        unit_spread=0.12,
        person_spread=0.30,
        wave_spread=0.20,
        driver_spread=0.90,
        socialisations=(
            Socialisation(
                date(2024, 6, 3),
                ("dukcapil", "dpmptsp", "dinas-pendidikan", "dinas-kesehatan", "bkpsdm", "rsud",
                 "puskesmas-kolok", "kec-lembah-segar"),
            ),
            Socialisation(
                date(2025, 3, 3),
                ("dinas-sosial", "dinas-pupr", "bapenda", "satpol-pp", "dinas-kominfo",
                 "puskesmas-silungkang", "puskesmas-talawi", "kec-barangin"),
            ),
        ),
        socialisation_effect=-0.25,
        socialisation_on_understanding=0.40,
        response=0.9,
        resistance_on_response=-0.45,
        response_unit_spread=0.30,
        code_share=0.85,
        code_error=0.05,
        missing_share=0.012,
        straightline_share=0.03,
    ),
    "mamuju": SurveyKnobs(
        waves=(Wave("1", date(2025, 8, 4), date(2025, 8, 29)),),
        classes=THREE_CLASSES,
        slopes={"pemahaman_peran": -0.10, "partisipasi": -0.10, "keadilan_penilaian": -0.24},
        severity_on_fairness=-0.50,
        unit_spread=0.12,
        person_spread=0.30,
        driver_spread=0.90,
        response=0.8,
        resistance_on_response=-0.35,
        response_unit_spread=0.25,
        missing_share=0.01,
        straightline_share=0.05,
    ),
    "tanjungbalai": SurveyKnobs(
        waves=(Wave("1", date(2025, 5, 5), date(2025, 5, 23)),),
        classes=THREE_CLASSES,
        slopes={"pemahaman_peran": -0.18, "partisipasi": -0.07, "keadilan_penilaian": -0.10},
        severity_on_fairness=-0.10,
        tenure_on_resistance=0.08,
        unit_spread=0.15,
        person_spread=0.30,
        driver_spread=0.90,
        response=0.7,
        resistance_on_response=-0.30,
        response_unit_spread=0.35,
        missing_share=0.02,
        straightline_share=0.03,
    ),
}  # fmt: skip
"""Wanggar asks no staff."""
