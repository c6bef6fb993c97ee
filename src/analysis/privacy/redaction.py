"""Free text without what identifies a person: [nama] [telepon] [surel] [nomor] [alamat].

Rules by form (numbers, addresses, "Pak/Bu/Sdr" and titles before a name) and the region's own
names, exact or with one typing error. Recall and over-redaction are measured on
tests/data/redaction/labelled.toml; what is missed by design is said in docs/privacy.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.privacy.folding import words
from analysis.privacy.naming import NameIndex

if TYPE_CHECKING:
    import pandas as pd

NAME, PHONE, EMAIL, NUMBER, ADDRESS = "[nama]", "[telepon]", "[surel]", "[nomor]", "[alamat]"

_NAME_WORD = r"(?:\[nama\]|[A-Z][A-Za-z'’.]*)"
_EMAIL = re.compile(r"[\w.+\-]+\s?@\s?[\w\-]+(?:\.[\w\-]+)+")
_HANDLE = re.compile(r"(?<![\w@])@[A-Za-z][\w.]{2,}")
_PHONE = re.compile(
    r"(?<![\w.,])(?:(?:\+?62|0)[ .\-]?8\d{1,2}(?:[ .\-]?\d{2,5}){2,4}"
    r"|\(?0\d{2,3}\)?[ .\-]\d{5,8}|\(?0\d{2,3}\)?[ .\-]\d{3,4}[ .\-]\d{3,4})(?!\w)"
)
_NUMBER = re.compile(
    r"(?<![\w.,])(?<!Rp)(?<!Rp )(?:\d{8}[ .\-]?\d{6}[ .\-]?\d[ .\-]?\d{3}|(?:\d{4}[ .\-]){3}\d{4}"
    r"|\d{6}[ .\-]\d{6}[ .\-]\d{4}|\d{9,20})(?!\w)"
)
_HOUSE = r"(?:\s*,?\s*(?:no|nomor|nmr|blok)\.?\s*[A-Z]{0,2}\s?\d+\w?)"
_STREET = re.compile(
    rf"\b(?:[Jj]l|[Jj]ln|JL|JLN|[Gg]g|GG)\b\.?\s*[A-Za-z][\w'’]*(?:\s+(?:[A-Z][\w.'’]*|[IVX]+|\d+))*{_HOUSE}?"
    rf"|\b(?:[Jj]alan|JALAN|[Gg]ang|GANG)\s+(?!\[)[A-Z][\w.'’]*(?:\s+(?:[A-Z][\w.'’]*|[IVX]+|\d+))*{_HOUSE}?"
    rf"|\b(?:jalan|gang)\s+[a-z]+(?:\s+[a-z]+)?{_HOUSE}"
)
_BLOCK = re.compile(
    r"\b(?:rt|rw)\b\.?\s*[:.]?\s*\d{1,3}(?:\s*[/,]?\s*(?:rw\b\.?\s*[:.]?\s*)?\d{1,3})?",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"(?<![\w\-/])(?P<who>pak|bpk|bapak|bu|ibu|sdr|sdri|sdra|saudara|saudari|tn|tuan|ny|nyonya|mas|mbak|mba"
    r"|kak|bang|abang|uni|uda)\b(?P<dot>\.?)(?P<gap>\s+)(?P<rest>(?:[^\W\d_]|\[nama\])[^\n]{0,80})",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\[nama\]|[^\W\d_][\w'’]*\.?")
_MORE = re.compile(rf"(?:[ ]+{_NAME_WORD}){{1,3}}")
_TITLED = re.compile(
    rf"\b(?:Drs|Dra|Dr|dr|drg|Drg|Ir|Hj|H|Prof|Apt|apt|Ns)\.[ ]*(?:(?:[A-Z][A-Za-z]{{0,3}}\.)[ ]*)*"
    rf"{_NAME_WORD}(?:[ ]+{_NAME_WORD}){{0,3}}"
    rf"|\b(?:Hj|H|drg|dr|[Dd]okter|[Bb]idan|[Pp]erawat|[Ss]uster)[ ]+"
    rf"{_NAME_WORD}(?:[ ]+{_NAME_WORD}){{0,2}}"
)
_SUFFIX = (
    r"(?:S\.? ?(?:Sos|Pd|Kom|STP|IP|Kep|KM|K\.M|Ag|Farm|Gz|H|E|T|P|Si|Psi)\b|A\.?Md\b"
    r"|M\.? ?(?:Si|M|H|Pd|Kes|AP|Kom|T)\b|Sp\.? ?[A-Z]{1,3}\b)\.?"
)
_SUFFIXED = re.compile(rf"(?:{_NAME_WORD}[ ]+){{0,3}}{_NAME_WORD},?[ ]*{_SUFFIX}")
_SAID = re.compile(
    r"(?P<lead>\b(?:[Nn]ama(?: saya| lengkap)?|[Aa]tas nama|[Aa]\.?n\.|bernama)\s*:?\s+)"
    rf"{_NAME_WORD}(?:[ ]+{_NAME_WORD}){{0,3}}"
)
_TWICE = re.compile(r"(\[nama\]|\[alamat\])(?:[ ,]+\1)+")


class Redactor:
    """Replaces what identifies a person in texts of one region.

    Parameters
    ----------
    names : iterable of str
        The region's names of persons, held in memory only.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._index = NameIndex.of(names)

    def redact(self, texts: pd.Series) -> pd.Series:
        """Return the texts without identities; missing stays missing.

        Parameters
        ----------
        texts : Series of str

        Returns
        -------
        Series of str
            Same index and name.
        """
        codes, unique = texts.factorize()
        cleaned = [self.redact_text(str(one)) for one in unique]
        named = texts.__class__([*cleaned, None], dtype="str")
        result = named.iloc[codes].set_axis(texts.index)
        result.name = texts.name
        return result

    def redact_text(self, text: str) -> str:
        """Return one text without identities."""
        if "@" in text:
            text = _HANDLE.sub(NAME, _EMAIL.sub(EMAIL, text))
        if any(one.isdigit() for one in text):
            text = _NUMBER.sub(NUMBER, _PHONE.sub(PHONE, text))
        text = _STREET.sub(ADDRESS, _BLOCK.sub(ADDRESS, text))
        text = self._index.replace(text, NAME)
        text = _SUFFIXED.sub(NAME, _TITLED.sub(NAME, text))
        text = _SAID.sub(lambda match: match["lead"] + NAME, text)
        text = _HONORIFIC.sub(self._after_honorific, text)
        return _TWICE.sub(lambda match: match[1], text)

    def _after_honorific(self, match: re.Match[str]) -> str:
        """Replace the name after "Pak", past words such as "Camat" that are no names."""
        lead, rest, at = match["who"] + match["dot"] + match["gap"], match["rest"], 0
        first = _FIRST.match(rest)
        while first is not None and first[0].rstrip(".").casefold() in words("roles"):
            at = first.end() + len(rest[first.end() :]) - len(rest[first.end() :].lstrip(" "))
            first = _FIRST.match(rest, at) if at > first.end() else None
        if first is None or (at and not _is_capital(first[0])):
            return lead + self._again(rest)
        end = first.end()
        more = _MORE.match(rest, end)
        if more is not None:
            end = more.end()
        elif follower := self._index.part_at(rest, end):
            end = follower
        return lead + rest[:at] + NAME + self._again(rest[end:])

    def _again(self, rest: str) -> str:
        return _HONORIFIC.sub(self._after_honorific, rest)


def _is_capital(word: str) -> bool:
    return word.startswith("[") or word[:1].isupper()
