"""Where a line may not break (`n = 68`), and which signs no file may hold."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_BREAK = re.compile("[\x0b\x0c]")
_NO_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
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


def without_controls(text: str) -> str:
    """Return text without the characters that no XML file may hold; a break of line is a blank."""
    return text if text.isprintable() else _NO_XML.sub("", _BREAK.sub(" ", text))
