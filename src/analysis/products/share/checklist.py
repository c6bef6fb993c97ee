"""The page that goes with what is shared: class of every product, smallest groups, what to tick."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from analysis.files import write_atomically
from analysis.presenting.bundle import sample_stamp
from analysis.presenting.formats import Formatter
from analysis.privacy.floors import RULES
from analysis.products.html.addresses import index_file, page_file
from analysis.products.html.export import LANGUAGE_NAMES, made_on
from analysis.products.html.page import build
from analysis.products.share.collecting import Collected, SharedTable
from analysis.wording import say

STEPS = ("purpose", "basis", "read", "period", "recipient", "sign")
"""What a person ticks before the folder is handed on; the program has checked the rest."""

CHECKED = ("floors", "together", "persons", "numbers", "stamps")
PAGE = "checklist"


def write_checklist(
    folder: Path,
    collected: Sequence[Collected],
    *,
    region_name: str,
    period: str,
    languages: Sequence[str],
    synthetic: bool,
    made: datetime,
) -> None:
    """Write the checklist in every language, and the same facts as release.json."""
    pages = {lang: page_file(lang, languages, stem=PAGE) for lang in languages}
    for lang, name in pages.items():
        siblings = [
            {"lang": one, "name": LANGUAGE_NAMES[one], "file": file}
            for one, file in pages.items()
            if one != lang
        ]
        page = build(
            "checklist.html.j2",
            lang,
            region_name=region_name,
            period=Formatter(lang).period(period),
            made=made_on(made, lang),
            products=[_product(one, lang) for one in collected],
            tables=[_table(one, of, lang) for of in collected for one in of.tables],
            smallest=_smallest(collected, lang),
            checked=CHECKED,
            steps=STEPS,
            siblings=siblings,
            words=partial(_words, lang),
            index=index_file(lang),
            stamp=(sample_stamp(synthetic=synthetic) or {}).get(lang, ""),
        )
        write_atomically(folder / name, page)
    release = {
        "schema": 1,
        "period": period,
        "synthetic": synthetic,
        "stamp": sample_stamp(synthetic=synthetic),
        "products": [asdict(one) for one in collected],
    }
    write_atomically(
        folder / "release.json", json.dumps(release, ensure_ascii=False, indent=1) + "\n"
    )


def _words(lang: str, code: str, **values: object) -> str:
    return say(f"products.share.{code}", lang, **values)


def _product(one: Collected, lang: str) -> dict[str, Any]:
    write = Formatter(lang)
    return {
        "title": one.title[lang],
        "class": say(f"products.class.{one.report_class}", lang),
        "findings": write.integer(one.findings),
        "kept_findings": write.integer(one.kept_findings),
        "tables": write.integer(len(one.tables)),
        "kept_tables": write.integer(one.kept_tables),
    }


def _table(one: SharedTable, of: Collected, lang: str) -> dict[str, str]:
    write = Formatter(lang)
    floor = RULES[one.disclosure].floor
    return {
        "study": of.title[lang],
        "title": one.title[lang],
        "class": say(f"products.share.class.{one.disclosure}", lang),
        "rows": write.integer(one.rows),
        "hidden": write.integer(one.hidden),
        "k": write.integer(one.k) if one.k is not None else "–",
        "floor": write.integer(floor) if one.k is not None else "–",
        "unique": write.integer(one.unique) if one.k is not None else "–",
    }


def _smallest(collected: Sequence[Collected], lang: str) -> str:
    bases = [one.k for of in collected for one in of.tables if one.k is not None]
    return Formatter(lang).integer(min(bases)) if bases else "–"
