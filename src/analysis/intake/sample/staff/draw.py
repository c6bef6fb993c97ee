"""Draw the staff of a sample region with everything that happens to them in three years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.decisions import draw_decisions
from analysis.intake.sample.staff.history import History, draw_history
from analysis.intake.sample.staff.identity import draw_identities
from analysis.intake.sample.staff.knobs import StaffKnobs
from analysis.intake.sample.staff.people import people_of_year
from analysis.intake.sample.staff.performance import QUARTERS
from analysis.intake.sample.staff.plans import draw_plans, plan_frame
from analysis.intake.sample.staff.records import annual_frame, other_raters_frame, quarterly_frame
from analysis.intake.sample.staff.reports import draw_reports, feedback_frame, report_frame
from analysis.intake.sample.staff.streams import Streams
from analysis.intake.sample.staff.training_list import training_frame
from analysis.schemas.region import Region


@dataclass(frozen=True)
class Staff:
    """The drawn staff of a region. Persons are numbers in every frame.

    Attributes
    ----------
    history : History
        The draw in arrays, with all latent values.
    people : DataFrame
        One row a person and year (`people.PEOPLE`), with true performance, severity and the
        recorded annual predikat; never written to files.
    identities : DataFrame
        person, name, nip, birth_date, start_year.
    annual, quarterly, other_raters : DataFrame
        Appraisals by superiors a year and a quarter, and by second raters and oneself.
    work_plan, reports, feedback, decisions, trainings : DataFrame
        Columns of the canonical tables with `person` (and `rater`) in place of pseudonyms.
    """

    history: History
    people: pd.DataFrame
    identities: pd.DataFrame
    annual: pd.DataFrame
    quarterly: pd.DataFrame
    other_raters: pd.DataFrame
    work_plan: pd.DataFrame
    reports: pd.DataFrame
    feedback: pd.DataFrame
    decisions: pd.DataFrame
    trainings: pd.DataFrame


def draw_staff(region: Region, knobs: StaffKnobs, persons: int, rng: np.random.Generator) -> Staff:
    """Draw the staff of a region over the sample's years.

    Parameters
    ----------
    region : Region
    knobs : StaffKnobs
    persons : int
        Employees at any one time; at least eight for each unit are drawn.
    rng : Generator
        Gives the seed; the same generator gives the same staff.
    """
    streams = Streams.from_generator(rng)
    history = draw_history(region, knobs, persons, streams)
    years = range(len(YEARS))
    return Staff(
        history=history,
        people=_together([people_of_year(history, year) for year in years]),
        identities=draw_identities(history.careers.persons, streams.of("identities")),
        annual=_together([annual_frame(history, year) for year in years]),
        quarterly=_together([quarterly_frame(history, quarter) for quarter in range(QUARTERS)]),
        other_raters=other_raters_frame(history, QUARTERS - 1),
        work_plan=_together([_plans(history, year) for year in years]),
        reports=_together([_reports(history, half) for half in range(2 * len(YEARS))]),
        feedback=_together(
            [feedback_frame(knobs, history.careers, year, streams) for year in years]
        ),
        decisions=_together([_decisions(history, year) for year in years]),
        trainings=training_frame(region, history.performance.trained.rows),
    )


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)


def _plans(history: History, year: int) -> pd.DataFrame:
    person = history.annual[year].person
    performance = history.performance.yearly(year)[person]
    plans = draw_plans(history.knobs.planning, person, performance, YEARS[year], history.streams)
    return plan_frame(plans, YEARS[year])


def _reports(history: History, half: int) -> pd.DataFrame:
    drawn = draw_reports(history.knobs, history.careers, history.performance, half, history.streams)
    return report_frame(drawn, half, history.streams)


def _decisions(history: History, year: int) -> pd.DataFrame:
    return draw_decisions(
        history.region, history.knobs, history.careers, history.performance,
        annual=history.annual[year], year=year, streams=history.streams,
    )  # fmt: skip
