"""Staff of the sample regions: organisation, careers, appraisals, plans, decisions, trainings."""

from analysis.intake.sample.staff.draw import Staff, draw_staff
from analysis.intake.sample.staff.knobs import STAFF_AT_SCALE_1, STAFF_KNOBS, StaffKnobs
from analysis.intake.sample.staff.ratings import organisation_rating
from analysis.intake.sample.staff.truth import truth_of_staff
from analysis.intake.sample.staff.write import write_staff

__all__ = [
    "STAFF_AT_SCALE_1",
    "STAFF_KNOBS",
    "Staff",
    "StaffKnobs",
    "draw_staff",
    "organisation_rating",
    "truth_of_staff",
    "write_staff",
]
