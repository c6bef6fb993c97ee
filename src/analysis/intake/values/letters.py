"""Letters and grades as printed: "B", "Mutu B", "B (Baik)", "Sangat Baik"."""

from __future__ import annotations

from analysis.intake.values.folding import fold
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reading, Step

GRADES = {"sangat baik": "A", "baik": "B", "kurang baik": "C", "tidak baik": "D"}
"""Names of the letters in PermenPANRB 14/2017; KEP/25/2004 uses the same names."""

_PREFIXES = ("mutu pelayanan ", "mutu ", "kategori ", "nilai mutu ")


def read_letter(text: str) -> Reading:
    """Read a printed letter; a letter beside a name that is not its own is a conflict."""
    folded = fold(text)
    for prefix in _PREFIXES:
        folded = folded.removeprefix(prefix)
    if text in GRADES.values():
        return Reading(text)
    if folded.upper() in GRADES.values():
        return Reading(folded.upper(), steps=(Step("letter", "letter text", folded.upper()),))
    if folded in GRADES:
        return Reading(GRADES[folded], steps=(Step("grade_name", folded, GRADES[folded]),))
    return read_missing(text, zero=True) or _letter_with_name(folded)


def _letter_with_name(folded: str) -> Reading:
    words = folded.split()
    for letter, name in ((words[0], words[1:]), (words[-1], words[:-1])) if words else ():
        grade = GRADES.get(" ".join(name))
        if grade is not None and letter.upper() in GRADES.values():
            same = letter.upper() == grade
            steps = (Step("letter", "letter with name", grade),)
            return Reading(grade, steps=steps) if same else Reading(bad="label_number_conflict")
    return Reading(bad="unknown_value")
