"""The page of the scorecard, in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.files import write_atomically
from analysis.presenting.formats import Formatter
from analysis.products.html.addresses import page_file
from analysis.products.html.export import LANGUAGE_NAMES
from analysis.products.html.page import build
from analysis.products.scorecard.facts import ROOM, Card, cards_of, without_empty_tiles
from analysis.wording import say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

PAGE = "scorecard"
EXPLAINED = ("attainment", "ikm", "trend")
"""Tiles of which the page says how to read them."""


def write_scorecard(
    bundles: Mapping[str, Bundle], folder: Path, languages: Sequence[str]
) -> list[Path]:
    """Write the scorecard of the region and its units; nothing where no finding is public.

    Parameters
    ----------
    bundles : mapping of study to Bundle
        Of one region and period, at least one.
    folder : Path
        `reports/<region>/<period>/public` or where it is made.
    languages : sequence of str
        The default first, whose page bears no language.

    Returns
    -------
    list of Path
    """
    first = next(iter(bundles.values()))
    pages = {lang: page_file(lang, languages, stem=PAGE) for lang in languages}
    written = []
    for lang, name in pages.items():
        cards = cards_of(bundles, lang)
        if not cards:
            return []
        shown, missing = without_empty_tiles(cards)
        page = build(
            "scorecard.html.j2",
            lang,
            region_name=first.narrative["region_name"],
            period=first.narrative["period_name"][lang],
            made=Formatter(lang).date(
                max(one.document.generated_at for one in bundles.values()).date()
            ),
            cards=shown,
            missing="; ".join(missing),
            reading=_reading(shown),
            siblings=[
                {"lang": one, "name": LANGUAGE_NAMES[one], "file": file}
                for one, file in pages.items()
                if one != lang
            ],
            words=partial(_words, lang),
            units=Formatter(lang).integer(sum(bool(one.key) for one in shown)),
            stamp=first.stamp(lang),
        )
        write_atomically(folder / name, page)
        written.append(folder / name)
    return written


def _reading(cards: Sequence[Card]) -> list[str]:
    """Return the codes of `[reading_of.*]` that the tiles of the page need."""
    shown = {tile.code for card in cards for tile in card.tiles}
    return [*(one for one in EXPLAINED if one in shown), "careful"]


def _words(lang: str, code: str, **values: str) -> str:
    return say(f"{ROOM}.{code}", lang, **values)
