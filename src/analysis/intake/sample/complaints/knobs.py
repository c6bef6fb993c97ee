"""What is planted in the complaints of a sample region. Every knob has a zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Change:
    """A lasting change in how one unit takes complaints, from a day on.

    Attributes
    ----------
    unit : str
    day : date
    log_days : float
        Added to the log of the days to the first response and from there to the end.
    volume : float
        Added to the log of the unit's number of complaints.
    opens : mapping of str to float
        Channels that open or grow, with the weight added to their share; shares before sum to 1.
    """

    unit: str
    day: date
    log_days: float = 0.0
    volume: float = 0.0
    opens: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ComplaintKnobs:
    """The complaints of a sample region.

    Attributes
    ----------
    channels : mapping of str to float
        Share of each channel.
    channel_log_days : mapping of str to float
        Departure of a channel from the usual log of days.
    response_days : float
        Median days to the first response of the usual unit.
    closing_days : float
        Median days from there to the end.
    spread : float
        Standard deviation of the log of both times within a unit and channel.
    unit_spread : float
        Standard deviation of the units in the log of days.
    volume_spread : float
        Standard deviation of the units in the log of the number of complaints.
    volumes : mapping of str to float
        Units that get many more complaints, or fewer: added to the log of their number.
    changes : tuple of Change
    ignored_share : float
        Never answered; the system closes them after sixty days.
    system_closes : bool
        False where a book is kept by hand: what is never answered stays open.
    unconfirmed_share : float
        Answered, but never confirmed by the reporter; the system closes them ten days later.
    archived_share, not_ours_share, duplicate_share, rejected_share : float
    reopened_share : float
        Of the solved ones.
    confidential_share, anonymous_share : float
    named_share : float
        Texts that tell a (made-up) name and telephone number.
    backward_share : float
        Closed before they were received, as they were keyed in.
    repeated_share : float
        Rows that stand in the export twice.
    unknown_unit_share : float
        Handed to an office that is none of the region's.
    """

    channels: Mapping[str, float] = field(default_factory=lambda: {"Website": 1.0})
    channel_log_days: Mapping[str, float] = field(default_factory=dict)
    response_days: float = 3.0
    closing_days: float = 9.0
    spread: float = 0.9
    unit_spread: float = 0.0
    volume_spread: float = 0.0
    volumes: Mapping[str, float] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    ignored_share: float = 0.0
    system_closes: bool = True
    unconfirmed_share: float = 0.0
    archived_share: float = 0.0
    not_ours_share: float = 0.0
    duplicate_share: float = 0.0
    rejected_share: float = 0.0
    reopened_share: float = 0.0
    confidential_share: float = 0.0
    anonymous_share: float = 0.0
    named_share: float = 0.0
    backward_share: float = 0.0
    repeated_share: float = 0.0
    unknown_unit_share: float = 0.0


COMPLAINT_KNOBS: dict[str, ComplaintKnobs] = {
    "sawahlunto": ComplaintKnobs(
        channels={"Website": 0.45, "Android": 0.30, "SMS 1708": 0.10, "Tatap Muka": 0.15},
        channel_log_days={"Tatap Muka": -0.35, "SMS 1708": 0.25},
        response_days=3.2,
        closing_days=9.0,
        unit_spread=0.35,
        volume_spread=0.7,
        volumes={"dpmptsp": 1.5, "dinas-pupr": 0.8},
        changes=(
            Change("dpmptsp", date(2024, 7, 1), log_days=-0.45, volume=0.2, opens={"Website": 0.6}),
        ),
        ignored_share=0.08,
        unconfirmed_share=0.22,
        archived_share=0.07,
        not_ours_share=0.04,
        duplicate_share=0.02,
        rejected_share=0.01,
        reopened_share=0.04,
        confidential_share=0.18,
        anonymous_share=0.22,
        named_share=0.12,
        backward_share=0.006,
        repeated_share=0.004,
        unknown_unit_share=0.004,
    ),
    "mamuju": ComplaintKnobs(
        channels={"Website": 0.40, "Android": 0.25, "SMS 1708": 0.15, "Tatap Muka": 0.20},
        channel_log_days={"Tatap Muka": -0.25, "SMS 1708": 0.35},
        response_days=4.5,
        closing_days=12.0,
        unit_spread=0.40,
        volume_spread=0.6,
        volumes={"puskesmas-binanga": 2.2, "puskesmas-kalukku": 0.8},
        changes=(
            Change("puskesmas-binanga", date(2024, 10, 1), log_days=-0.3),
            Change("puskesmas-kalukku", date(2024, 10, 1), log_days=-0.3),
        ),
        ignored_share=0.14,
        unconfirmed_share=0.25,
        archived_share=0.08,
        not_ours_share=0.05,
        reopened_share=0.03,
        confidential_share=0.12,
        anonymous_share=0.20,
        named_share=0.15,
        backward_share=0.01,
        repeated_share=0.006,
        unknown_unit_share=0.006,
    ),
    "tanjungbalai": ComplaintKnobs(
        channels={"Website": 0.58, "Android": 0.26, "SMS 1708": 0.16},
        channel_log_days={"SMS 1708": 0.25},
        response_days=3.8,
        closing_days=10.0,
        unit_spread=0.35,
        volume_spread=0.7,
        volumes={"dukcapil": 1.2},
        changes=(Change("dukcapil", date(2024, 7, 1), log_days=-0.4, volume=-0.3),),
        ignored_share=0.20,
        unconfirmed_share=0.45,
        archived_share=0.14,
        not_ours_share=0.05,
        duplicate_share=0.02,
        confidential_share=0.35,
        anonymous_share=0.40,
        repeated_share=0.004,
        unknown_unit_share=0.01,
    ),
    "wanggar": ComplaintKnobs(
        channels={"Loket": 0.45, "Kotak Saran": 0.25, "WhatsApp": 0.30, "Aplikasi": 0.0},
        channel_log_days={"Kotak Saran": 0.6, "WhatsApp": -0.2, "Aplikasi": -0.3},
        response_days=6.0,
        closing_days=14.0,
        unit_spread=0.30,
        volume_spread=0.8,
        volumes={"dinas-pelayanan-umum": 3.4, "kantor-distrik": 1.5},
        changes=(
            Change(
                "dinas-pelayanan-umum",
                date(2024, 7, 1),
                log_days=-0.6,
                volume=0.5,
                opens={"Aplikasi": 1.2},
            ),
        ),
        ignored_share=0.15,
        system_closes=False,
        rejected_share=0.03,
        duplicate_share=0.02,
        anonymous_share=0.15,
        named_share=0.15,
        backward_share=0.01,
    ),
}
