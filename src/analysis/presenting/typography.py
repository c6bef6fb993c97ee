"""Where a line may not break: between a number and what it counts, and inside `n = 68`."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_COUNTED = (
    "lembar|jawaban|responden|orang|unit|poin|angka|kelompok|baris|laporan|titik|hari|bulan|tahun"
    "|answers?|sheets?|respondents?|people|units?|points?|groups?|rows?|reports?|days?|months?"
)
_GLUED = re.compile(
    rf"(?<=\d) (?=(?:{_COUNTED})\b)"
    r"|(?<=\b[npr]) (?=[=<] ?[\d<])"
    r"|(?<=[=<>≤≥]) (?=[\d<])"
    r"|(?<=\d) (?=×)|(?<=×) (?=\w)| (?=·)"
    r"|(?<=Semester) (?=[IV\d])|(?<=Triwulan) (?=[IV\d])|(?<=Quarter) (?=\d)"
    r"|(?<=\bmutu) (?=[A-D]\b)|(?<=\bletter) (?=[A-D]\b)"
)


def glued(text: str) -> str:
    """Return `text` with no-break spaces where a line end would part a number from its unit."""
    return _GLUED.sub(NO_BREAK, text)
