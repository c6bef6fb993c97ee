"""Names of months and weekdays as they are written in Indonesian (and English) files."""

from __future__ import annotations

MONTH_NAMES: tuple[tuple[str, ...], ...] = (
    ("januari", "jan", "january", "januri"),
    ("februari", "pebruari", "feb", "peb", "february", "febuari"),
    ("maret", "mar", "mrt", "march"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("agustus", "agu", "agt", "ags", "agust", "aug", "august"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "des", "december", "dec"),
)

MONTHS: dict[str, int] = {
    name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names
}

WEEKDAYS = frozenset(
    {
        "senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad",
        "sen", "sel", "rab", "kam", "jum", "sab", "min",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    }
)  # fmt: skip
