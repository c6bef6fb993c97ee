"""The paragraphs of the report, section by section."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.measures.groups import TRAITS
from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.caveats import caveat_once
from analysis.presenting.composing.chance import is_beyond_chance
from analysis.presenting.composing.report import SectionWriter
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.privacy.floors import limit_of
from analysis.rules.training import TrainingRules
from analysis.schemas.finding import Finding
from analysis.studies.training.config import TrainingConfig
from analysis.studies.training.groups import HEADINGS
from analysis.studies.training.participation import Participation
from analysis.studies.training.parts import NOT_AN_EFFECT, WORDS
from analysis.studies.training.reaction import reactions, scale_of
from analysis.studies.training.tests_taken import FULL, POST_ONLY, PRE_ONLY, TestsTaken

DISCUSSION = ("q1", "q2", "q3", "q4")
PROGRAMME = "programme"
UNPAIRED = (PRE_ONLY, POST_ONLY)


def section_writers(
    participation: Participation,
    tests: TestsTaken,
    rules: TrainingRules,
    rule_title: Mapping[str, str],
    config: TrainingConfig,
) -> Mapping[str, SectionWriter]:
    """Return the writer of each section."""
    floor = limit_of("personnel", min_cell=config.min_cell).floor
    return {
        "participation": lambda _: _participation(participation, floor),
        "coverage": lambda shown: _coverage(shown, rules, rule_title),
        "groups": _groups,
        "reaction": lambda shown: _reaction(shown, participation),
        "learning": lambda shown: caveat_once(_learning(shown), WORDS, [NOT_AN_EFFECT]),
        "limits": lambda _: _limits(participation, tests),
        "discussion": lambda _: tuple(WORDS.both(f"discussion.{key}") for key in DISCUSSION),
    }


def _participation(participation: Participation, floor: int) -> tuple[Paragraph, ...]:
    if participation.listed.empty:
        return ()
    found = [WORDS.both("paragraph.counted_rows")]
    counts = {"repeated": participation.repeated, "outside": participation.outside}
    found += [
        _said(code, count=count) if count >= floor else _said(f"{code}_few", floor=floor)
        for code, count in counts.items()
        if count
    ]
    if participation.by_state()["unstated"]:
        found.append(WORDS.both("paragraph.unstated_rows"))
    return tuple(found)


def _coverage(
    shown: Shown, rules: TrainingRules, rule_title: Mapping[str, str]
) -> tuple[Paragraph, ...]:
    texts = shown.texts("jp_mean", "trained_share", "jp20_share")
    over = tuple(one.text for one in shown.all_of("over_limit_share", "status"))
    return (*texts, *over, _limits_of_rules(rules, rule_title))


def _limits_of_rules(rules: TrainingRules, title: Mapping[str, str]) -> Paragraph:
    """Return which limits the rule set gives, for which employees."""
    told = {
        lang: "; ".join(
            WORDS.say(
                f"paragraph.limit_{one.kind}",
                lang,
                statuses=", ".join(one.statuses),
                jp=Formatter(lang).decimal(one.jp, 0),
            )
            for one in rules.limits
        )
        for lang in LANGUAGES
    }
    return {
        lang: WORDS.say("paragraph.rules", lang, title=title[lang], limits=told[lang])
        for lang in LANGUAGES
    }


def _groups(shown: Shown) -> tuple[Paragraph, ...]:
    shown_any = any(shown.all_of("jp_mean", trait) for trait in TRAITS)
    if not shown_any:
        return ()
    told = [
        _differing(shown, trait, found)
        for trait in TRAITS
        if (found := [one for one in shown.all_of("jp_mean", trait) if is_beyond_chance(one)])
    ]
    verdict = WORDS.both(f"paragraph.{'groups_differ' if told else 'groups_same'}")
    return (WORDS.both("paragraph.groups_how"), verdict, *told)


def _differing(shown: Shown, trait: str, found: list[Finding]) -> Paragraph:
    heading = WORDS.both(f"column.{HEADINGS.get(trait, trait)}")
    return {
        lang: WORDS.say(
            "paragraph.trait_differs",
            lang,
            trait=heading[lang],
            levels="; ".join(
                _level(one, level=shown.names.of_value(trait, one.group[trait], lang), lang=lang)
                for one in found
            ),
        )
        for lang in LANGUAGES
    }


def _level(finding: Finding, *, level: str, lang: str) -> str:
    write = Formatter(lang)
    code = "level_differs" if finding.status == "ok" else "level_differs_review"
    return WORDS.say(
        f"paragraph.{code}",
        lang,
        level=level,
        estimate=write.decimal(finding.estimate),
        confidence=f"{write.integer(100 * (finding.confidence or 0))}%",
        interval=write.interval(finding.ci_low, finding.ci_high, "decimal"),
        n=write.integer(finding.n),
    )


def _reaction(shown: Shown, participation: Participation) -> tuple[Paragraph, ...]:
    highest, _ = scale_of(reactions(participation))
    told = [] if highest is None else [_scale_told(highest)]
    return (*shown.texts("reaction"), *told)


def _scale_told(highest: float) -> Paragraph:
    return {
        lang: WORDS.say(
            "paragraph.reaction_scale",
            lang,
            highest=Formatter(lang).decimal(highest, 0 if highest.is_integer() else 1),
        )
        for lang in LANGUAGES
    }


def _learning(shown: Shown) -> tuple[Paragraph, ...]:
    found = list(
        shown.texts("learning_gain", "learning_gain_raw", "effect_size", "normalised_gain")
    )
    found += _tests_told(shown)
    programmes = shown.all_of("learning_gain", PROGRAMME)
    return (*found, _spread(shown, programmes)) if len(programmes) > 1 else tuple(found)


def _tests_told(shown: Shown) -> list[Paragraph]:
    """Return how many scores have no partner, and who had nothing left to gain."""
    rows = shown.rows("tests")
    if rows.empty:
        return []
    counts = dict(zip(rows["test_state"], rows["n"], strict=True))
    return [
        _said(f"tests_{state}", count=int(counts[state]))
        for state in (*UNPAIRED, FULL)
        if state in counts
    ]


def _spread(shown: Shown, found: list[Finding]) -> Paragraph:
    """Return the programmes with the smallest and the largest gain."""
    ordered = sorted(found, key=lambda one: one.estimate or 0)
    return {
        lang: WORDS.say(
            "paragraph.spread_programme",
            lang,
            lowest=_named(shown, ordered[0], lang),
            highest=_named(shown, ordered[-1], lang),
        )
        for lang in LANGUAGES
    }


def _named(shown: Shown, finding: Finding, lang: str) -> str:
    return WORDS.say(
        "paragraph.named_gain",
        lang,
        name=shown.names.of_value(PROGRAMME, finding.group[PROGRAMME], lang),
        estimate=Formatter(lang).decimal(finding.estimate),
        interval=Formatter(lang).interval(finding.ci_low, finding.ci_high, "decimal"),
        n=Formatter(lang).integer(finding.n),
    )


def _limits(participation: Participation, tests: TestsTaken) -> tuple[Paragraph, ...]:
    codes = ["method", "limit_effect", "limit_census", "limit_hours"]
    if not tests.rows.empty:
        codes.append("limit_tests")
    if not participation.has_register:
        codes.append("limit_participants")
    return tuple(WORDS.both(f"paragraph.{code}") for code in codes)


def _said(code: str, **values: int) -> Paragraph:
    return {
        lang: WORDS.say(
            f"paragraph.{code}",
            lang,
            **{name: Formatter(lang).integer(one) for name, one in values.items()},
        )
        for lang in LANGUAGES
    }
