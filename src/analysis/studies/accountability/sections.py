"""The paragraphs of the report, section by section."""

from __future__ import annotations

from collections.abc import Callable

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.caveats import caveat_once
from analysis.presenting.composing.words import LANGUAGES, listed
from analysis.presenting.formats import Formatter
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.accountability.funnel import STAGES
from analysis.studies.accountability.parts import TRAITS, WORDS, nobody_differs

DISCUSSION = {
    "q1": ("plan_share", "plan_late_share"),
    "q2": ("report_on_time_share",),
    "q3": ("predikat_differs_share",),
    "q4": ("feedback_share", "feedback_soon_share"),
    "q5": ("measurable_share",),
}
"""Questions for discussion, and the measures of which one has to be known to ask it."""
LACKS = ("plan_late_share", "predikat_differs_share")
"""Shares of which nothing is left to discuss where they are 0."""
SILENT = "no_stage"
"""Reason of a step that the data hold nothing about."""
LIMITS = ("chance", "plans", "attainment", "reports", "predikat", "cause")


def section_of(*names: str) -> Callable[[Shown], tuple[Paragraph, ...]]:
    """Return the writer of a section on measures of persons: the whole, its spread over groups.

    That some groups are hidden is said once, below all of its measures.
    """

    def write(shown: Shown) -> tuple[Paragraph, ...]:
        told = (one for name in names for one in _measure(shown, name))
        hidden = any(_hides_groups(shown, name) for name in names)
        code = "some_hidden_in_unit" if shown.scope else "some_hidden"
        return (*told, *((WORDS.both(f"paragraph.{code}"),) if hidden else ()))

    return write


def _measure(shown: Shown, name: str) -> tuple[Paragraph, ...]:
    whole = _readable(shown, name)
    if whole is None:
        return shown.texts(name)
    spreads = () if nobody_differs(whole) else _spreads(shown, name)
    split = () if _tables(shown, name) else (_not_split(name),)
    return (*shown.texts(name), *spreads, *split, *_meaning(name))


def feedback_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return who gets feedback, how soon, and how scores went on."""
    measures = section_of("feedback_share", "feedback_soon_share")(shown)
    return (*measures, *shown.texts("feedback_change"))


def funnel_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return the steps of the cycle in order."""
    steps = [one for stage in STAGES for one in shown.of("funnel", stage=stage)]
    if not steps:
        return shown.texts("funnel")
    told = tuple(one.text for one in steps if one.reason_code != SILENT)
    hidden = any(shown.hidden_rows(one) for one in ("funnel_by_unit_group", "funnel_by_unit"))
    some = (WORDS.both("paragraph.some_hidden_in_unit"),) if hidden else ()
    return (*told, *_silent(steps), *_meaning("funnel"), *some)


def _silent(steps: list[Finding]) -> tuple[Paragraph, ...]:
    """Return once which steps the data hold nothing about."""
    stages = [one.group["stage"] for one in steps if one.reason_code == SILENT]
    if not stages:
        return ()
    return (
        {
            lang: WORDS.say(
                "paragraph.funnel_silent",
                lang,
                stages=listed([WORDS.say(f"stage.{one}", lang).lower() for one in stages], lang),
            )
            for lang in LANGUAGES
        },
    )


def told_of(name: str) -> Callable[[Shown], tuple[Paragraph, ...]]:
    """Return the writer of a section on a measure that is not split by the traits of persons."""

    def write(shown: Shown) -> tuple[Paragraph, ...]:
        readable = any(one.status not in HIDDEN_STATUSES for one in shown.of(name))
        return (*shown.texts(name), *(_meaning(name) if readable else ()))

    return write


def ranks_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return how ratings of persons go with results of units, and with the IKM."""
    told = (*told_of("rank_agreement")(shown), *shown.texts("rank_agreement", reference="ikm"))
    return caveat_once(told, WORDS, ["ecological"])


def follow_up_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return what became of what forums raised, and of promised actions."""
    return (*told_of("follow_up_share")(shown), *told_of("promise_share")(shown))


def limits_section(shown: Shown) -> tuple[Paragraph, ...]:  # noqa: ARG001 - every writer is given it
    """Return how the figures are computed and what they do not show."""
    return tuple(WORDS.both(f"paragraph.limit_{key}") for key in LIMITS)


def discussion_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return questions for the heads of units on what is known; else on what to ask for first."""
    asked = [
        key
        for key, names in DISCUSSION.items()
        if any(_can_be_discussed(shown, name) for name in names)
    ]
    return tuple(WORDS.both(f"discussion.{key}") for key in asked or ("missing",))


def _can_be_discussed(shown: Shown, name: str) -> bool:
    """Tell whether a measure is known, and not a lack that nobody has."""
    whole = _readable(shown, name)
    return whole is not None and not (name in LACKS and whole.estimate == 0)


def _spreads(shown: Shown, name: str) -> tuple[Paragraph, ...]:
    """Return which groups lie apart, and for which traits no order can be told."""
    found = {
        trait: sorted(some, key=lambda one: one.estimate or 0)
        for trait in TRAITS
        if len(some := shown.all_of(name, trait)) > 1
    }
    apart = [trait for trait, some in found.items() if _lie_apart(some[0], some[-1])]
    spreads = tuple(
        _spread(shown, trait, low=found[trait][0], high=found[trait][-1]) for trait in apart
    )
    alike = [trait for trait in found if trait not in apart]
    return (*spreads, _overlap(alike)) if alike else spreads


def _lie_apart(low: Finding, high: Finding) -> bool:
    """Tell whether the interval of the highest group begins above that of the lowest."""
    if low.ci_high is None or high.ci_low is None:
        return False
    return low.ci_high < high.ci_low


def _spread(shown: Shown, trait: str, *, low: Finding, high: Finding) -> Paragraph:
    return {
        lang: WORDS.say(
            "paragraph.spread",
            lang,
            trait=_trait(trait, lang),
            low=_named(shown, low, trait, lang),
            high=_named(shown, high, trait, lang),
        )
        for lang in LANGUAGES
    }


def _overlap(traits: list[str]) -> Paragraph:
    return {
        lang: WORDS.say(
            "paragraph.overlap", lang, traits=listed([_trait(one, lang) for one in traits], lang)
        )
        for lang in LANGUAGES
    }


def _trait(trait: str, lang: str) -> str:
    return WORDS.say(f"column.{trait}", lang).lower()


def _named(shown: Shown, finding: Finding, trait: str, lang: str) -> str:
    write = Formatter(lang)
    unit = finding.measure_unit
    fmt = "share" if unit == "share" else "decimal"
    return WORDS.say(
        f"paragraph.group_{fmt}",
        lang,
        group=shown.names.of_value(trait, finding.group[trait], lang),
        estimate=write.measured(finding.estimate, unit),
        confidence=f"{write.integer(100 * (finding.confidence or 0))}%",
        interval=write.interval(finding.ci_low, finding.ci_high, fmt),
    )


def _readable(shown: Shown, name: str) -> Finding | None:
    """Return the finding of everybody in view, where it may be read."""
    found = (one for one in shown.of(name) if one.status not in HIDDEN_STATUSES)
    return next(found, None)


def _not_split(name: str) -> Paragraph:
    return {
        lang: WORDS.say("paragraph.not_split", lang, name=WORDS.say(f"{name}.name", lang))
        for lang in LANGUAGES
    }


def _hides_groups(shown: Shown, name: str) -> bool:
    if _readable(shown, name) is None:
        return False
    return any(shown.hidden_rows(one) for one in _tables(shown, name))


def _tables(shown: Shown, name: str) -> list[str]:
    return [f"{name}_by_{trait}" for trait in TRAITS if f"{name}_by_{trait}" in shown.tables]


def _meaning(name: str) -> tuple[Paragraph, ...]:
    return (WORDS.both(f"paragraph.meaning_{name}"),)
