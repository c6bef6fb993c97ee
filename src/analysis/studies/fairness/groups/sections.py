"""The paragraphs of the report, section by section."""

from __future__ import annotations

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.chance import is_beyond_chance
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.presenting.narrative import measure_name
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.fairness.groups.intersection_tables import TABLES
from analysis.studies.fairness.groups.label_findings import WITHIN
from analysis.studies.fairness.parts import GOOD_OR_BETTER, WORDS
from analysis.studies.fairness.telling import (
    compared,
    difference,
    is_held_back,
    named,
    some_hidden,
)


def differentiation_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return how the labels are used, and what that means for all that follows."""
    told = shown.texts("top_box_share", "entropy")
    known = [one for one in shown.of("entropy") if one.status not in HIDDEN_STATUSES]
    if not known:
        return told
    kinds = shown.all_of("entropy", "unit_group")
    listed = (_by_unit_group(shown, kinds),) if len(kinds) > 1 else ()
    return (*told, *listed, WORDS.both("paragraph.meaning_entropy"))


def _by_unit_group(shown: Shown, kinds: list[Finding]) -> Paragraph:
    """Return the entropy of every kind of unit that may be shown, each with its interval."""
    return {
        lang: WORDS.say(
            "paragraph.entropy_by_unit_group",
            lang,
            kinds="; ".join(_entropy_of(shown, one, lang) for one in kinds),
        )
        for lang in LANGUAGES
    }


def _entropy_of(shown: Shown, one: Finding, lang: str) -> str:
    write = Formatter(lang)
    told = {
        "group": shown.names.of_group(_beside_scope(shown, one), lang),
        "estimate": write.measured(one.estimate, one.measure_unit),
        "n": write.integer(one.n or 0),
    }
    interval = write.interval(one.ci_low, one.ci_high, "score")
    return WORDS.say("paragraph.entropy_of", lang, interval=interval, **told)


def groups_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return which groups differ beyond chance, on labels and on scores."""
    gaps = named(shown, "gap_raw")
    blocked = tuple(one.text for one in gaps if one.status == "blocked" and _whole(shown, one))
    found = compared(gaps)
    hidden = some_hidden(shown, "top_by_group")
    if not found.tested:
        return (*blocked, *found.none_tested(), *hidden)
    first = "paragraph.groups_differ" if found.sure else "paragraph.groups_same"
    counted = found.counted(first, {"different": len(found.sure)})
    by_measure: dict[str, list[Finding]] = {}
    for one in found.sure:
        by_measure.setdefault(one.measure, []).append(one)
    listed = tuple(_listed(shown, ones) for ones in by_measure.values())
    return (*blocked, counted, *listed, *hidden, WORDS.both("paragraph.raw_only"))


def _listed(shown: Shown, found: list[Finding]) -> Paragraph:
    """Return the differences in one outcome as a sentence, each with its interval."""
    return {
        lang: WORDS.say(
            "paragraph.differences",
            lang,
            measure=measure_name(found[0], lang),
            differences="; ".join(difference(shown, one, lang) for one in found),
        )
        for lang in LANGUAGES
    }


def _beside_scope(shown: Shown, one: Finding) -> dict[str, str]:
    return {key: value for key, value in one.group.items() if key not in shown.scope}


def intersections_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return which intersections of gender with another trait differ beyond chance."""
    every = named(shown, "intersection_gap")
    found = compared(every)
    if not found.tested:
        hidden = any(is_held_back(one) for one in every)
        told = (WORDS.both("paragraph.intersections_hidden"),) if hidden else ()
        return (*shown.texts("intersection_gap"), *found.none_tested(), *told)
    code = "paragraph.intersections_differ" if found.sure else "paragraph.intersections_same"
    return (
        found.counted(code, {"different": len(found.sure)}),
        *(one.text for one in found.sure),
        *some_hidden(shown, *TABLES, code="few_hidden"),
        WORDS.both("paragraph.intersections_meaning"),
    )


def impact_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return where the ratio is outside four fifths beyond chance, and "Baik or better"."""
    ratios = named(shown, "adverse_impact_ratio")
    blocked = tuple(one.text for one in ratios if one.status == "blocked" and _whole(shown, one))
    top = [one for one in ratios if "outcome" not in one.group]
    good = tuple(
        one.text for one in ratios if one.value_code and one.group.get("outcome") == GOOD_OR_BETTER
    )
    share = shown.texts("good_or_better_share")
    return (*blocked, *_outside(top), *some_hidden(shown, "impact_by_group"), *share, *good)


def _outside(ratios: list[Finding]) -> tuple[Paragraph, ...]:
    """Return how many ratios are outside the limits, and those that go beyond chance."""
    found = compared(ratios)
    if not found.tested:
        return found.none_tested()
    apart = [one for one in found.tested if one.value_code not in WITHIN]
    sure = [one for one in apart if is_beyond_chance(one)]
    which = "sure" if sure else "chance" if apart else "within"
    unsure = sum(one.value_code not in (*WITHIN, None) for one in found.untested)
    counts = {"outside": len(apart), "sure": len(sure)}
    counted = found.counted(f"paragraph.impact_{which}", counts, unsure=unsure)
    return (counted, *(one.text for one in sure))


def _whole(shown: Shown, finding: Finding) -> bool:
    return finding.group == dict(shown.scope)
