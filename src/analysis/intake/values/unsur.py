"""Names and codes of the items in printed SKM tables: "U4 (Biaya)", "Biaya/Tarif", "U8".

A name decides; a bare number needs the order of the form. Where numbers 8 and 9 are read by an
order that nobody declared, the reading is listed for review.
"""

from __future__ import annotations

import re

from analysis.intake.values.folding import fold
from analysis.intake.values.missing import read_missing
from analysis.intake.values.reading import Reader, Reading, Step
from analysis.schemas.codebook import Codebook

WHOLE_INDEX = frozenset(
    {"ikm", "skm", "nilai ikm", "indeks", "jumlah", "total", "keseluruhan", "ikm unit pelayanan"}
)
_CODE = re.compile(r"(?:u|unsur|p|no)? ?(\d{1,2})(?: (.+))?")


def unsur_reader(codebook: Codebook, *, order: str = "") -> Reader:
    """Return the function that reads item keys of `codebook`.

    Parameters
    ----------
    codebook : Codebook
    order : {"", "A", "B"}
        Declared order of the form; empty means the codebook's default, to be reviewed.
    """
    names = item_names(codebook)
    used = codebook.orders.get(order or codebook.default_order, ())
    unstable = _order_dependent(codebook)

    def read(text: str) -> Reading:
        folded = fold(text)
        if folded in names:
            return Reading(names[folded])
        if folded in WHOLE_INDEX:
            return Reading(steps=(Step("whole_index", "whole index", ""),))
        nothing = read_missing(text, zero=True)
        if nothing is not None:
            return nothing
        code = _CODE.fullmatch(folded)
        if code is None:
            return Reading(bad="unknown_item")
        if code[2] is not None:
            key = names.get(code[2])
            return Reading(key) if key else Reading(bad="unknown_item")
        return _by_number(int(code[1]))

    def _by_number(number: int) -> Reading:
        if not 1 <= number <= len(used):
            return Reading(bad="unknown_item")
        key = used[number - 1]
        assumed = not order and key in unstable
        rule = "order_assumed" if assumed else "item_number"
        return Reading(key, steps=(Step(rule, "number", key),))

    return read


def item_names(codebook: Codebook) -> dict[str, str]:
    """Return folded name, synonym, question, code or key to item key."""
    found: dict[str, str] = {}
    for item in codebook.items:
        questions = (item.question.id, item.question.en) if item.question else ()
        for name in (item.key, item.code, item.name.id, item.name.en, *item.synonyms, *questions):
            if name:
                found.setdefault(fold(name), item.key)
    return found


def _order_dependent(codebook: Codebook) -> set[str]:
    """Items whose number differs between the orders of the codebook."""
    places = [{key: place for place, key in enumerate(order)} for order in codebook.orders.values()]
    return {key for place in places for key in place if place[key] != places[0][key]}
