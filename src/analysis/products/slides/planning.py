"""The slides of a report, from its bundle: cover, key figures, sections, limits, discussion."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.presenting.formats import Formatter
from analysis.presenting.hidden_tables import NOTHING_TO_SHOW
from analysis.presenting.typography import glued
from analysis.products.document.report import place_of
from analysis.products.slides.cards import MOST
from analysis.products.slides.deck import Card, Cards, Cover, Deck, Slide
from analysis.products.slides.figures import figure_slides
from analysis.products.slides.sections import table_slides
from analysis.products.slides.words import (
    discussion_slides,
    repeated_openings,
    section_words,
    text_slides,
)
from analysis.wording import both, say

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

ROOM = "products.slides"
DISCUSSION = "discussion"


def plan_deck(bundle: Bundle, lang: str) -> Deck:
    """Return the deck of a bundle in `lang`, every slide with a title of its own.

    Raises
    ------
    KeyError
        If the narrative names a table or figure that the bundle does not have.
    """
    told = bundle.narrative
    place = place_of(bundle, lang)
    classed = say(f"products.class.{told['class']}", lang)
    slides = [_cover(bundle, lang, place), *_key_figures(told, lang), *_warnings(told, lang)]
    repeated = repeated_openings(told["sections"], lang)
    for section in told["sections"]:
        slides += _section(bundle, section, lang, repeated)
    return Deck(
        lang=lang,
        title=f"{told['title'][lang]} – {place}",
        subject=f"{told['title'][lang]} · {place}",
        classed=classed,
        stamp=bundle.stamp(lang),
        footer=f"{classed} · {told['title'][lang]} · {place}",
        made=bundle.document.generated_at,
        slides=tuple(numbered(slides, lang)),
    )


def numbered(slides: Sequence[Slide], lang: str) -> list[Slide]:
    """Return the slides with `(1/2)` and so on after titles that come more than once."""
    count: dict[str, int] = {}
    for one in slides:
        count[one.title] = count.get(one.title, 0) + 1
    seen: dict[str, int] = {}
    found = []
    for one in slides:
        seen[one.title] = seen.get(one.title, 0) + 1
        part, parts = seen[one.title], count[one.title]
        title = say(f"{ROOM}.part", lang, title=one.title, part=part, parts=parts)
        found.append(replace(one, title=title) if parts > 1 else one)
    return found


def _cover(bundle: Bundle, lang: str, place: str) -> Cover:
    told = bundle.narrative
    rules = "; ".join(one["title"][lang] for one in told["rules"])
    day = Formatter(lang).date(bundle.document.generated_at)
    facts = [
        say(f"{ROOM}.fact.made", lang, date=day),
        say(f"{ROOM}.fact.class", lang, name=say(f"products.class.{told['class']}", lang)),
    ]
    if rules:
        facts.append(say(f"{ROOM}.fact.rules", lang, names=rules))
    head = told.get("letterhead") or {}
    return Cover(
        title=told["title"][lang],
        lede=glued((told.get("lede") or {}).get(lang, "")),
        place=place,
        facts=tuple(facts),
        letterhead=(*head.get("lines", ()), *filter(None, [head.get("address", "")])),
    )


def _key_figures(told: Mapping[str, Any], lang: str) -> Iterator[Slide]:
    cards = [_card(one, lang) for one in told["headlines"]]
    parts = -(-len(cards) // MOST)
    each = -(-len(cards) // parts) if parts else 0
    for first in range(0, len(cards), each or 1):
        chosen = told["headlines"][first : first + each]
        yield Cards(
            title=say(
                f"{ROOM}.key_figures",
                lang,
                region=told["region_name"],
                period=told["period_name"][lang],
            ),
            kicker=told["title"][lang],
            cards=tuple(cards[first : first + each]),
            notes=_notes_of(chosen, lang),
        )


def _notes_of(headlines: Sequence[Mapping[str, Any]], lang: str) -> tuple:
    from analysis.products.slides.deck import Note

    texts = tuple(glued(one["text"][lang]) for one in headlines)
    return (Note(say(f"{ROOM}.notes.says", lang), texts),)


def _card(told: Mapping[str, Any], lang: str) -> Card:
    keys = ("label", "value", "verdict", "detail", "status_name")
    return Card(status=told["status"], **{key: glued(told[key][lang]) for key in keys})


def _warnings(told: Mapping[str, Any], lang: str) -> Iterator[Slide]:
    texts = [glued(one["text"][lang]) for one in told["warnings"]]
    if texts:
        yield from text_slides(say(f"{ROOM}.warnings", lang), texts, kicker=told["title"][lang])


def _says_nothing(section: Mapping[str, Any]) -> bool:
    """Tell whether a section holds only the sentence that there is nothing to show in it."""
    empty = not section["figures"] and not section["tables"]
    return empty and all(one == both(NOTHING_TO_SHOW) for one in section["paragraphs"])


def _section(
    bundle: Bundle, section: Mapping[str, Any], lang: str, repeated: Collection[str]
) -> Iterator[Slide]:
    if section["key"] == DISCUSSION:
        yield from discussion_slides(section, lang)
    elif _says_nothing(section):
        return
    elif section["figures"]:
        for name in section["figures"]:
            yield from figure_slides(bundle, section, bundle.figures[name], lang)
    elif section["tables"]:
        yield from table_slides(bundle, section, lang, repeated=repeated)
    else:
        yield from section_words(section, lang, repeated=repeated)
