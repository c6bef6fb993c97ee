"""Answers to the items of a codebook: numbers, letters, labels, and a label beside its number.

Labels are matched whole, folded, and **per item**: "Cukup" is 2 for facilities, "Cukup mahal" is 2
for the fee, "Cukup baik" is 3 for complaints. Reverse items keep the score that was given;
`measures` turns them round later.
"""

from __future__ import annotations

import re

from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reader, Reading, Step
from analysis.schemas.codebook import Codebook, Item

_NUMBER = re.compile(r"([+-]?\d+)(?:[.,](\d+))?")
_CODE_FIRST = re.compile(r"(\d+|[a-z]) (.+)")
_CODE_LAST = re.compile(r"(.+) (\d+|[a-z])")


def answer_reader(item: Item, codebook: Codebook) -> Reader:
    """Return the function that reads the answers to `item`."""
    labels = {fold(label): score for label, score in item.labels.items()}
    letters = {letter.casefold(): score for letter, score in codebook.answers.letters.items()}
    low, high = codebook.answers.minimum, codebook.answers.maximum

    def read(text: str) -> Reading:
        folded = fold(text)
        if folded in labels:
            return Reading(labels[folded], steps=(_step("label", folded, labels[folded]),))
        nothing = read_missing(text, zero=low > 0)
        if nothing is not None:
            return nothing
        number = _NUMBER.fullmatch(tidy(text))
        if number is not None:
            return _scored(number, low=low, high=high)
        if folded in letters:
            return Reading(letters[folded], steps=(_step("letter", folded, letters[folded]),))
        if folded.isascii() and folded.isdigit() and len(folded) < 5:
            return _marked(int(folded), low=low, high=high)
        return _coded_label(folded, labels, letters) or _alternatives(text, labels)

    return read


def _scored(number: re.Match[str], *, low: int, high: int) -> Reading:
    whole, decimals = number.groups()
    if decimals and int(decimals):
        return Reading(bad="not_whole")
    if len(whole) > 4 or not low <= int(whole) <= high:
        return Reading(bad="out_of_range")
    steps = (_step("decimal_zero", "number", int(whole)),) if decimals else ()
    return Reading(int(whole), steps=steps)


def _marked(number: int, *, low: int, high: int) -> Reading:
    """Read a whole number between marks: "(4)", "'4", "4."."""
    if not low <= number <= high:
        return Reading(bad="out_of_range")
    return Reading(number, steps=(_step("number_in_marks", "number", number),))


def _coded_label(folded: str, labels: dict[str, int], letters: dict[str, int]) -> Reading | None:
    """Read "4 - Sangat sesuai", "d. Sangat sesuai", "Sangat sesuai (4)"."""
    for pattern, code_group, label_group in ((_CODE_FIRST, 1, 2), (_CODE_LAST, 2, 1)):
        match = pattern.fullmatch(folded)
        if match is None or match[label_group] not in labels:
            continue
        code, score = match[code_group], labels[match[label_group]]
        stated = int(code) if code.isdigit() else letters.get(code)
        if stated != score:
            return Reading(bad="label_number_conflict")
        return Reading(score, steps=(_step("label_and_number", match[label_group], score),))
    return None


def _alternatives(text: str, labels: dict[str, int]) -> Reading:
    """Read one option that prints two labels of the same score: "Kurang / Buruk"."""
    parts = [fold(part) for part in text.split("/")]
    scores = {labels.get(part) for part in parts}
    score = scores.pop() if len(scores) == 1 else None
    if score is None:
        return Reading(bad="unknown_label")
    return Reading(score, steps=(_step("label", " / ".join(parts), score),))


def _step(rule: str, label: str, score: int) -> Step:
    return Step(rule, label, str(score))
