"""Who complains about what, where and how: units, channels, classes and themes."""

from __future__ import annotations

import zlib
from datetime import date

import numpy as np

from analysis.intake.sample.complaints.knobs import Change, ComplaintKnobs
from analysis.schemas.region import Region

CLASS_SHARES = {
    "Pengaduan Berkadar Pengawasan": 0.42,
    "Pengaduan Tidak Berkadar Pengawasan": 0.33,
    "Aspirasi": 0.13,
    "Permintaan Informasi": 0.12,
}
LIMIT_DAYS = {
    "Pengaduan Berkadar Pengawasan": 60,
    "Pengaduan Tidak Berkadar Pengawasan": 14,
    "Permintaan Informasi": 5,
}
"""Working days to the end, as services are taken to promise them; an aspiration has none."""

CODES = {
    "Pengaduan Berkadar Pengawasan": "complaint_field_check",
    "Pengaduan Tidak Berkadar Pengawasan": "complaint_no_field_check",
    "Permintaan Informasi": "information_request",
    "Website": "web",
    "Android": "app",
    "Aplikasi": "app",
    "SMS 1708": "sms",
    "Tatap Muka": "in_person",
    "Loket": "in_person",
    "Kotak Saran": "letter",
    "WhatsApp": "whatsapp",
}
"""Classes and channels as the canonical table names them."""

THEME_SHARES = {
    "waktu": 0.24,
    "prosedur": 0.12,
    "sarana": 0.12,
    "perilaku": 0.10,
    "persyaratan": 0.08,
    "biaya": 0.06,
    "pengaduan": 0.06,
    "produk": 0.05,
    "kompetensi": 0.05,
    "lainnya": 0.12,
}


def unit_shares(region: Region, knobs: ComplaintKnobs, day: date) -> np.ndarray:
    """Return the share of each unit among the complaints received on `day`, shape (units,)."""
    log = np.array([knobs.volume_spread * _normal("volume", region, u.id) for u in region.units])
    for place, unit in enumerate(region.units):
        log[place] += knobs.volumes.get(unit.id, 0.0)
        log[place] += sum(change.volume for change in changes_at(knobs, unit.id, day))
    weights = np.exp(log)
    return weights / weights.sum()


def unit_departures(region: Region, knobs: ComplaintKnobs) -> np.ndarray:
    """Return each unit's departure in the log of days, shape (units,), changes not counted."""
    return np.array([knobs.unit_spread * _normal("days", region, unit.id) for unit in region.units])


def channel_shares(knobs: ComplaintKnobs, unit: str, day: date) -> np.ndarray:
    """Return the share of each channel of `knobs.channels` in one unit on a day."""
    weights = np.array(list(knobs.channels.values()), dtype=float)
    for change in changes_at(knobs, unit, day):
        weights += [change.opens.get(name, 0.0) for name in knobs.channels]
    return weights / weights.sum()


def changes_at(knobs: ComplaintKnobs, unit: str, day: date) -> list[Change]:
    """Return the changes of a unit that have happened by `day`."""
    return [change for change in knobs.changes if change.unit == unit and change.day <= day]


def _normal(what: str, region: Region, unit: str) -> float:
    seed = zlib.crc32(f"complaints/{what}/{region.id}/{unit}".encode())
    return float(np.random.default_rng(seed).standard_normal())
