"""Texts that mean that nothing was answered, by the role of the column."""

from __future__ import annotations

from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.reading import Reading, Step

WORDS = frozenset(
    {
        "n a", "na", "nan", "none", "null", "nil", "nihil", "tad", "t a d", "kosong", "tidak ada",
        "tdk ada", "tidak diisi", "tidak menjawab", "tidak ada jawaban", "belum diisi", "blank",
        "not applicable", "tidak berlaku", "tidak relevan", "missing",
    }
)  # fmt: skip
"""Folded words for "nothing"; an item of a codebook may use them as answers and is asked first."""

NOT_APPLICABLE = frozenset({"n a", "not applicable", "tidak berlaku", "tidak relevan"})
"""Folded words by which a respondent or an office says that the question does not apply."""

LONGEST = 30
"""No text longer than this means "nothing"; long comments are not looked at further."""

_EXCEL_ERRORS = ("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!")
_ZEROS = frozenset({"0", "0.0", "0,0", "00"})
_MARKS = frozenset("-.–—_?*…~/\\")


def read_missing(text: str, *, zero: bool) -> Reading | None:
    """Return a reading without value if `text` means nothing, otherwise None.

    Parameters
    ----------
    text : str
    zero : bool
        Whether 0 means nothing: true for answers and categories, false for counts.
    """
    plain = tidy(text).casefold()
    if not plain:
        return Reading()
    rule, word = _rule_of(plain, zero=zero)
    return Reading(steps=(Step(rule, word, ""),)) if rule else None


def is_not_applicable(text: str) -> bool:
    """Tell whether `text` says that the question does not apply."""
    return not text.lstrip().startswith("#") and fold(text) in NOT_APPLICABLE


def _rule_of(plain: str, *, zero: bool) -> tuple[str, str]:
    """Return the rule by which a text means nothing, and its class; empty where it does not."""
    if set(plain) <= _MARKS:
        return "missing_mark", "-"
    if len(plain) > LONGEST:
        return "", ""
    if plain in _EXCEL_ERRORS:
        return "spreadsheet_error", plain
    if zero and plain in _ZEROS:
        return "zero_missing", "0"
    folded = fold(plain)
    return ("missing_word", folded) if folded in WORDS else ("", "")
