"""Before the results: cover, foreword, contents, chapter I and II."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.periods import Period
from analysis.presenting.formats import is_missing
from analysis.products.document.blocks import (
    Block,
    BulletList,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    Space,
    TitleBlock,
)
from analysis.products.document.report import letterhead
from analysis.products.skm.drafting import Column, Draft
from analysis.products.skm.facts import listed, places_of, shown_rows
from analysis.wording import say

LINES_ABOVE_TITLE = 6
LAWS = ("law", "government_rule")
AIMS = ("level", "elements", "policy", "course")
STEPS = ("preparing", "collecting", "processing")
RANDOM_VARIATION_ONLY = "random_variation_only"


def write_opening(draft: Draft) -> Iterator[Block]:
    """Yield cover, foreword and contents, each on pages of its own."""
    yield from letterhead(draft.bundle)
    yield Space(LINES_ABOVE_TITLE)
    yield TitleBlock(
        title=draft.say("title"),
        kicker=draft.say("kicker"),
        place=draft.place,
        facts=tuple(_facts(draft)),
    )
    yield PageBreak()
    yield Heading(1, draft.say("heading.foreword"))
    for code in ("foreword_about", "foreword_honest", "foreword_thanks"):
        yield draft.paragraph(code)
    yield draft.note("foreword_blank")
    yield PageBreak()
    yield Contents(draft.say("heading.contents"), levels=2)


def _facts(draft: Draft) -> Iterator[tuple[str, str]]:
    told = draft.bundle.narrative
    if draft.unit:
        yield draft.say("fact.region"), str(told["region_name"])
    yield draft.say("fact.period"), draft.period
    yield draft.say("fact.year"), str(Period.parse(told["period"]).year)
    yield draft.say("fact.class"), say(f"products.class.{told['class']}", draft.lang)


def write_introduction(draft: Draft) -> Iterator[Block]:
    """Yield chapter I: background, legal basis, aims."""
    yield PageBreak()
    yield draft.heading("introduction", draft.say("chapter", number="I"), level=1)
    yield draft.heading("background", "1.1")
    yield draft.paragraph("background_why")
    yield draft.paragraph("background_survey")
    yield draft.heading("basis", "1.2")
    yield draft.paragraph("basis_lead")
    yield BulletList(tuple(_laws(draft)), numbered=True)
    yield from _what_the_rules_say(draft)
    yield draft.heading("aims", "1.3")
    yield draft.paragraph("aims_lead")
    yield BulletList(tuple(draft.say(f"aim.{one}") for one in AIMS))


def _laws(draft: Draft) -> Iterator[str]:
    for one in LAWS:
        yield draft.say(f"basis.{one}")
    titles = {one["id"]: one["title"][draft.lang] for one in draft.bundle.narrative["rules"]}
    for rule in draft.rules:
        yield _of_rule(draft, "basis", rule) or str(titles[rule])


def _what_the_rules_say(draft: Draft) -> Iterator[Block]:
    for rule in draft.rules:
        if told := _of_rule(draft, "content", rule):
            yield Paragraph(told)
    if not draft.rules:
        yield draft.paragraph("content.own")


def _of_rule(draft: Draft, kind: str, rule: str) -> str:
    """Return what `[report.<kind>]` says of a rule set, "" where it says nothing."""
    try:
        return draft.say(f"{kind}.{rule}")
    except KeyError:
        return ""


def write_collection(draft: Draft) -> Iterator[Block]:
    """Yield chapter II: who collected the data, how, where, when, and from how many."""
    yield PageBreak()
    yield draft.heading("collection", draft.say("chapter", number="II"), level=1)
    yield draft.heading("team", "2.1")
    yield draft.paragraph("team")
    yield draft.heading("method", "2.2")
    yield from _method(draft)
    yield draft.heading("location", "2.3")
    units = [one for one in places_of(draft.bundle) if one and one != draft.unit]
    code = "unit" if draft.unit or not units else "region"
    code = f"location_{code if draft.has_answers else 'nowhere'}"
    yield draft.paragraph(code, units=draft.integer(len(units)))
    yield draft.heading("time", "2.4")
    yield _calendar(draft)
    yield draft.heading("number", "2.5")
    yield from _number(draft)


def _method(draft: Draft) -> Iterator[Block]:
    names = _asked(draft)
    if names:
        yield draft.paragraph(
            "method_items", items=draft.integer(len(names)), names=listed(names, draft.lang)
        )
    if draft.has_answers:
        drawn = RANDOM_VARIATION_ONLY not in draft.bundle.document.warnings
        yield draft.paragraph("method_drawn" if drawn else "method_voluntary")
    yield draft.paragraph("method_mode")


def _asked(draft: Draft) -> list[str]:
    """Return the names of the unsur, in the order of the questionnaire."""
    table = draft.bundle.tables.get("by_unsur")
    codes = next((one.codes for one in table.columns if one.name == "unsur"), {}) if table else {}
    return [names[draft.lang] for names in codes.values()]


def _calendar(draft: Draft) -> Block:
    period = Period.parse(draft.bundle.narrative["period"])
    write = draft.formatter.date
    days = {
        "preparing": draft.say("blank_short"),
        "collecting": draft.say(
            "from_to", first=write(period.first_day), last=write(period.last_day)
        ),
        "processing": write(draft.bundle.document.generated_at.date()),
    }
    columns = [
        Column(draft.say("column.number"), "right", 0.35),
        Column(draft.say("column.step"), weight=2.2),
        Column(draft.say("column.days"), weight=2.4),
    ]
    rows = [(str(place), draft.say(f"step.{one}"), days[one]) for place, one in enumerate(STEPS, 1)]
    return draft.made_up("calendar", columns, rows)


def _number(draft: Draft) -> Iterator[Block]:
    yield from draft.sentences("adequacy")
    rows = [] if draft.unit else shown_rows(draft.bundle, "adequacy")
    judged = [row["verdict"] for row in rows if not is_missing(row["unit"])]
    if judged:
        enough = sum(one == "adequate" for one in judged)
        code = "number_units" if enough else "number_no_unit"
        yield draft.paragraph(code, enough=draft.integer(enough), units=draft.integer(len(judged)))
    yield from draft.section("who_answered")
