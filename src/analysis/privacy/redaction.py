"""Free text without what identifies a person: [nama] [telepon] [surel] [nomor] [alamat].

Rules by form (numbers, addresses, "Pak/Bu/Sdr" and titles before a name) and the region's own
names, exact or with one typing error. Recall and over-redaction are measured on
tests/data/redaction/labelled.toml; what is missed by design is said in docs/privacy.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.privacy import forms
from analysis.privacy.folding import words
from analysis.privacy.forms import ADDRESS, EMAIL, NAME, NUMBER, PHONE
from analysis.privacy.naming import NameIndex

_MOST_PARTS = 4
_BREAK = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


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
        cleaned = [*(self.redact_text(str(one)) for one in unique), None]
        rows = np.array(cleaned, dtype=object)[codes]
        return pd.Series(rows, index=texts.index, name=texts.name, dtype="str")

    def redact_text(self, text: str) -> str:
        """Return one text without identities, and without signs that nobody sees."""
        if not text.isprintable():
            text = _UNSEEN.sub("", _BREAK.sub(" ", text))
        if "@" in text:
            text = forms.HANDLE.sub(NAME, forms.MAIL.sub(EMAIL, text))
        if any(one.isdigit() for one in text):
            text = forms.TELEPHONE.sub(PHONE, forms.GROUPED_NUMBER.sub(NUMBER, text))
            text = forms.LONG_NUMBER.sub(NUMBER, text)
        text = forms.STREET.sub(ADDRESS, forms.BLOCK.sub(ADDRESS, text))
        text = forms.DEGREE.sub(NAME, self._index.replace(text, NAME))
        text = self._replace_after(text, forms.TITLE, keep_lead=False)
        text = self._replace_after(text, forms.SAID_NAME)
        text = self._replace_after(text, forms.HONORIFIC, past_roles=True)
        return forms.REPEATED.sub(lambda match: match[1], text)

    def _replace_after(
        self,
        text: str,
        lead: re.Pattern[str],
        *,
        keep_lead: bool = True,
        past_roles: bool = False,
    ) -> str:
        """Replace the name that follows each match of `lead`.

        With `past_roles` the name may come after words such as "Camat" in "Pak Camat Anwar", and
        a name in lower case counts where it follows at once.
        """
        parts, done = [], 0
        for match in lead.finditer(text):
            if match.start() < done:
                continue
            start = match.end()
            if past_roles:
                start = _after_roles(text, start)
            end = self._end_of_name(text, start)
            if end and (start == match.end() or _is_capital(text[start:end])):
                parts += [text[done : start if keep_lead else match.start()], NAME]
                done = end
        return "".join([*parts, text[done:]]) if parts else text

    def _end_of_name(self, text: str, start: int) -> int:
        """Return where the name that begins at `start` ends; 0 where there is none."""
        first = forms.WORD.match(text, start)
        if first is None or first[0].casefold() in words("roles"):
            return 0
        end = first.end()
        for _ in range(_MOST_PARTS - 1):
            following = _next_word(text, end)
            if following is None or not self._goes_on(first[0], following[0]):
                break
            end = following.end()
        return end

    def _goes_on(self, first: str, word: str) -> bool:
        """Tell whether a word behind a name belongs to it."""
        if word == NAME or self._index.is_part(word):
            return True
        shouted = word.isupper() and len(word) > 1 and not first.isupper()
        return word[:1].isupper() and not shouted and word.casefold() not in words("roles")


def _after_roles(text: str, start: int) -> int:
    """Return where the first word begins that is no office, kin or function word."""
    word = forms.WORD.match(text, start)
    while word is not None and word[0].casefold() in words("roles"):
        following = _next_word(text, word.end())
        if following is None:
            break
        start, word = following.start(), following
    return start


def _next_word(text: str, end: int) -> re.Match[str] | None:
    """Return the word behind one blank, or behind a full stop and a blank after an initial."""
    at = end + 1 if text[end : end + 2] == ". " else end
    blanks = len(text[at : at + 4]) - len(text[at : at + 4].lstrip(" "))
    return forms.WORD.match(text, at + blanks) if blanks else None


def _is_capital(word: str) -> bool:
    return word.startswith("[") or word[:1].isupper()
