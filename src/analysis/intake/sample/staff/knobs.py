"""What is planted among the staff of a sample region. A knob at zero plants nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Appraising:
    """How superiors rate, in latent units (one unit is `POINTS_A_UNIT` points of a score).

    Attributes
    ----------
    severity_spread : float
        Standard deviation of the raters' severity.
    sorting : float
        Correlation within a unit between being a woman and working under a severe rater, 0 to 1.
    bias_spread : float
        Standard deviation over raters of what they add for women.
    direct_gap : float
        What every rater adds for women at equal performance.
    halo : float
        Share of a behaviour rating that is the general impression, 0 to 1.
    pretyped_share : float
        Share of raters who type the same appraisal for everybody.
    noise : float
        Standard deviation of one quarterly judgement.
    guide : float
        How far the rating of the organisation moves the cut points of the annual predikat.
    top_cut, low_cut : float
        Where annual results count as above and below expectation.
    differs_share : float
        Share of annual predikat recorded otherwise than the two ratings say.
    """

    severity_spread: float = 0.0
    sorting: float = 0.0
    bias_spread: float = 0.0
    direct_gap: float = 0.0
    halo: float = 0.0
    pretyped_share: float = 0.0
    noise: float = 0.6
    guide: float = 0.0
    top_cut: float = 1.75
    low_cut: float = -2.6
    differs_share: float = 0.0


@dataclass(frozen=True)
class Performing:
    """True performance, in latent units.

    Attributes
    ----------
    person_spread, unit_spread, year_spread : float
        Standard deviations of persons, units, and persons' years.
    gender_gap : float
        True difference of women.
    leader_gain : float
        How much holders of a leading post perform above others.
    leadership_gap : float
        Years of seniority by which men are preferred for leading posts.
    """

    person_spread: float = 0.0
    unit_spread: float = 0.0
    year_spread: float = 0.0
    gender_gap: float = 0.0
    leader_gain: float = 0.0
    leadership_gap: float = 0.0


@dataclass(frozen=True)
class Moving:
    """Yearly shares: employees moved to another superior, leading posts that change hands."""

    moved_share: float = 0.0
    rotated_share: float = 0.0


@dataclass(frozen=True)
class Planning:
    """Work plans, reports and feedback.

    Attributes
    ----------
    agreed_share, measurable_share, late_plan_share, missing_result_share, need_share : float
        Shares of plans agreed, indicators that can be measured, plans agreed late, results missing,
        plans that state a development need.
    attainment, attainment_slope, attainment_spread : float
        Mean attainment in percent, points a unit of true performance, standard deviation.
    report_log_odds, report_slope : float
        Log odds of reporting in time, and their rise with one unit of true performance.
    never_share : float
        Share of reports never handed in.
    feedback_share, feedback_days : float
        Share of employees with a feedback a year, and its mean delay.
    """

    agreed_share: float = 0.0
    measurable_share: float = 0.0
    late_plan_share: float = 0.0
    missing_result_share: float = 0.0
    need_share: float = 0.0
    attainment: float = 100.0
    attainment_slope: float = 0.0
    attainment_spread: float = 0.0
    report_log_odds: float = 0.0
    report_slope: float = 0.0
    never_share: float = 0.0
    feedback_share: float = 0.0
    feedback_days: float = 0.0


@dataclass(frozen=True)
class Training:
    """Selection into courses and what they change.

    Attributes
    ----------
    selection : float
        How much nomination follows true performance, in latent units.
    effects : tuple of float
        Lasting rise of true performance by cohort of the main course, for a full dose.
    placement_effect : float
        The same for placements at other offices or the second course.
    report_effect : float
        Rise of the log odds of reporting in time.
    gain : float
        Points of 100 learnt in a course, before ceilings.
    general_courses : float
        Mean number of other courses an employee attends in a year.
    """

    selection: float = 0.0
    effects: tuple[float, ...] = (0.0, 0.0, 0.0)
    placement_effect: float = 0.0
    report_effect: float = 0.0
    gain: float = 0.0
    general_courses: float = 0.0


@dataclass(frozen=True)
class Deciding:
    """Decisions on employees: how much they follow performance, and the gap beside it.

    Attributes
    ----------
    slope : float
        Rise of the log odds of a reward, promotion or further education with true performance.
    gap : float
        What being a woman adds to these log odds at equal performance.
    yearly_share : float
        Multiplier of the usual number of decisions; 0 means none.
    health_award : float
        Rise of the log odds of a reward in health units.
    """

    slope: float = 0.0
    gap: float = 0.0
    yearly_share: float = 0.0
    health_award: float = 0.0


@dataclass(frozen=True)
class Dirt:
    """Shares of rows that are damaged when files are written."""

    missing_rating: float = 0.0
    self_rated: float = 0.0
    damaged_nip: float = 0.0
    listed_twice: float = 0.0


@dataclass(frozen=True)
class StaffKnobs:
    """The staff part of a sample region."""

    appraising: Appraising = Appraising()
    performing: Performing = Performing()
    moving: Moving = Moving()
    planning: Planning = Planning()
    training: Training = Training()
    deciding: Deciding = Deciding()
    dirt: Dirt = Dirt()


USUAL_DIRT = Dirt(missing_rating=0.004, self_rated=0.001, damaged_nip=0.002, listed_twice=0.002)
USUAL_PERFORMING = Performing(
    person_spread=0.8, unit_spread=0.3, year_spread=0.3, leader_gain=0.35, leadership_gap=2.0
)
USUAL_PLANNING = Planning(
    agreed_share=0.93,
    measurable_share=0.82,
    late_plan_share=0.12,
    missing_result_share=0.03,
    need_share=0.7,
    attainment=97.0,
    attainment_slope=4.0,
    attainment_spread=9.0,
    report_log_odds=1.2,
    report_slope=0.5,
    never_share=0.04,
    feedback_share=0.5,
    feedback_days=24.0,
)
STAFF_KNOBS: dict[str, StaffKnobs] = {
    "sawahlunto": StaffKnobs(
        appraising=Appraising(
            severity_spread=0.45,
            sorting=0.25,
            bias_spread=0.12,
            direct_gap=-0.08,
            halo=0.6,
            pretyped_share=0.06,
            guide=0.5,
            top_cut=1.85,
            differs_share=0.012,
        ),
        performing=USUAL_PERFORMING,
        moving=Moving(moved_share=0.08, rotated_share=0.30),
        planning=USUAL_PLANNING,
        training=Training(
            selection=0.6,
            effects=(0.30, 0.22, 0.15),
            placement_effect=0.35,
            report_effect=0.5,
            gain=14.0,
            general_courses=0.85,
        ),
        deciding=Deciding(slope=0.8, gap=-0.25, yearly_share=1.0),
        dirt=USUAL_DIRT,
    ),
    "mamuju": StaffKnobs(
        appraising=Appraising(
            severity_spread=0.85,
            sorting=0.60,
            bias_spread=0.10,
            halo=0.75,
            pretyped_share=0.10,
            guide=0.5,
            top_cut=2.6,
            low_cut=-3.3,
            differs_share=0.015,
        ),
        performing=USUAL_PERFORMING,
        moving=Moving(moved_share=0.06, rotated_share=0.12),
        planning=USUAL_PLANNING,
        dirt=USUAL_DIRT,
    ),
    "tanjungbalai": StaffKnobs(
        appraising=Appraising(
            severity_spread=0.40,
            halo=0.5,
            pretyped_share=0.05,
            guide=0.3,
            differs_share=0.01,
        ),
        performing=USUAL_PERFORMING,
        moving=Moving(moved_share=0.05, rotated_share=0.10),
        planning=replace(USUAL_PLANNING, report_log_odds=0.7, never_share=0.06),
        training=Training(
            selection=0.4,
            effects=(0.20, 0.20, 0.20),
            placement_effect=0.25,
            report_effect=0.7,
            gain=11.0,
            general_courses=0.4,
        ),
        deciding=Deciding(slope=1.0, gap=-0.4, yearly_share=1.0),
        dirt=USUAL_DIRT,
    ),
    "wanggar": StaffKnobs(
        appraising=Appraising(
            severity_spread=0.35, halo=0.5, pretyped_share=0.2, top_cut=2.0, low_cut=-2.9
        ),
        performing=USUAL_PERFORMING,
        moving=Moving(moved_share=0.04, rotated_share=0.08),
        deciding=Deciding(slope=0.8, yearly_share=1.0, health_award=1.5),
        dirt=USUAL_DIRT,
    ),
}
STAFF_AT_SCALE_1: dict[str, int] = {
    "sawahlunto": 1500,
    "mamuju": 1500,
    "tanjungbalai": 1500,
    "wanggar": 200,
}
"""Employees at scale 1; the scale shrinks persons, never units."""
