"""What becomes of a complaint: answered, closed by whom, after how many days.

log(days to the first response) = usual + unit + channel + change + spread x normal noise; the days
from there to the end likewise. A complaint that nobody confirms is closed by the system.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from analysis.intake.sample.complaints.knobs import ComplaintKnobs

SYSTEM_CLOSES_UNANSWERED = 60.0
SYSTEM_CLOSES_UNCONFIRMED = 10.0
"""Days after which the system closes what was never answered, and what nobody confirmed."""
ADMIN_DAYS = 2.0
"""Median days until an administrator archives, hands on or merges a report."""


@dataclass(frozen=True)
class Noise:
    """The chance of each complaint, kept apart so that one draw serves several worlds.

    All fields have shape (n,): two standard normals and two uniforms on [0, 1).
    """

    response: np.ndarray
    closing: np.ndarray
    fate: np.ndarray
    confirmed: np.ndarray

    def part(self, rows: slice) -> Noise:
        """Return the noise of some of the complaints."""
        return Noise(*(getattr(self, one.name)[rows] for one in fields(self)))


@dataclass(frozen=True)
class Courses:
    """What becomes of n complaints, all fields of shape (n,).

    Attributes
    ----------
    response_days : ndarray of float
        Days to the first response; infinite where nobody answers.
    end_days : ndarray of float
        Days to the end.
    outcome : ndarray of str
        Canonical outcome.
    """

    response_days: np.ndarray
    end_days: np.ndarray
    outcome: np.ndarray

    def followed_by(self, other: Courses) -> Courses:
        """Return the courses of both sets of complaints."""
        pairs = ((getattr(self, one.name), getattr(other, one.name)) for one in fields(self))
        return Courses(*(np.concatenate(pair) for pair in pairs))


def draw_noise(count: int, rng: np.random.Generator) -> Noise:
    """Draw the chance of `count` complaints."""
    return Noise(
        rng.standard_normal(count),
        rng.standard_normal(count),
        rng.random(count),
        rng.random(count),
    )


def courses(departure: np.ndarray, noise: Noise, knobs: ComplaintKnobs) -> Courses:
    """Return what becomes of complaints.

    Parameters
    ----------
    departure : ndarray, shape (n,)
        Log of days relative to the usual unit and channel.
    noise : Noise
    knobs : ComplaintKnobs
    """
    response = knobs.response_days * np.exp(departure + knobs.spread * noise.response)
    closing = knobs.closing_days * np.exp(departure + knobs.spread * noise.closing)
    by_admin = ADMIN_DAYS * np.exp(knobs.spread * noise.closing)
    outcome = np.full(departure.shape, "solved", dtype="U12")
    end = response + closing
    after_days = {"auto_closed": SYSTEM_CLOSES_UNANSWERED, "open": np.inf}
    unconfirmed = noise.confirmed < knobs.unconfirmed_share
    outcome[unconfirmed] = "auto_closed"
    end = np.where(unconfirmed, end + SYSTEM_CLOSES_UNCONFIRMED, end)
    lower = 0.0
    for name, share in _other_fates(knobs):
        chosen = (noise.fate >= lower) & (noise.fate < lower + share)
        lower += share
        outcome[chosen] = name
        response = np.where(chosen, np.inf, response)
        end = np.where(chosen, after_days.get(name, by_admin), end)
    return Courses(response, end, outcome)


def _other_fates(knobs: ComplaintKnobs) -> tuple[tuple[str, float], ...]:
    return (
        ("auto_closed" if knobs.system_closes else "open", knobs.ignored_share),
        ("archived", knobs.archived_share),
        ("not_ours", knobs.not_ours_share),
        ("duplicate", knobs.duplicate_share),
        ("rejected", knobs.rejected_share),
    )
