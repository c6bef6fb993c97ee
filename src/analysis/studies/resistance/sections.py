"""The paragraphs of the report, section by section."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.caveats import caveat_once
from analysis.presenting.composing.chance import is_beyond_chance
from analysis.presenting.composing.report import SectionWriter
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter, is_missing
from analysis.privacy.floors import limit_of
from analysis.schemas.finding import Finding
from analysis.studies.resistance.config import ResistanceConfig
from analysis.studies.resistance.groups import HEADINGS, TRAITS
from analysis.studies.resistance.parts import RANDOM_VARIATION_ONLY, WORDS
from analysis.studies.resistance.sensitivity import FLAGGED, PLAIN
from analysis.studies.resistance.survey import NoSurvey, StaffSurvey
from analysis.studies.resistance.units import median_finding

DISCUSSION = ("q1", "q2", "q3", "q4")


def section_writers(
    survey: StaffSurvey | NoSurvey, config: ResistanceConfig
) -> Mapping[str, SectionWriter]:
    """Return the writer of each section; without a survey only limits and questions are told."""
    if isinstance(survey, NoSurvey):
        return {**dict.fromkeys(_WRITERS, _nothing), "discussion": _discussion}
    told = {key: _bound(writer, survey, config) for key, writer in _WRITERS.items()}
    return {**told, "discussion": _discussion}


def _bound(writer: Writer, survey: StaffSurvey, config: ResistanceConfig) -> SectionWriter:
    def write(shown: Shown) -> tuple[Paragraph, ...]:
        return caveat_once(writer(shown, survey, config), WORDS, [RANDOM_VARIATION_ONLY])

    return write


def _nothing(_shown: Shown) -> tuple[Paragraph, ...]:
    return ()


def _who_answered(
    shown: Shown, survey: StaffSurvey, config: ResistanceConfig
) -> tuple[Paragraph, ...]:
    floor = limit_of("sensitive", min_cell=config.min_cell).floor
    found = [_in_view(shown, survey, floor)]
    if survey.other_waves:
        found.append(_said("other_waves", waves="; ".join(survey.other_waves)))
    found += [
        _said(code, count=count)
        for code, count in (("blank", survey.blank), ("unknown", survey.unknown))
        if count >= floor
    ]
    found.append(_sampling(survey))
    return (*found, *shown.texts("response_rate"))


def _in_view(shown: Shown, survey: StaffSurvey, floor: int) -> Paragraph:
    code = "in_view" if survey.wave else "in_view_unnamed"
    title = survey.codebook.title
    names = {"id": title.id, "en": title.en}
    if len(survey.sheets) < floor:
        return {lang: WORDS.say("paragraph.in_view_few", lang, floor=floor) for lang in LANGUAGES}
    return {
        lang: WORDS.say(
            f"paragraph.{code}",
            lang,
            instrument=names[lang],
            wave=survey.wave,
            period=Formatter(lang).period(shown.names.period),
            n=Formatter(lang).integer(len(survey.sheets)),
        )
        for lang in LANGUAGES
    }


def _sampling(survey: StaffSurvey) -> Paragraph:
    code = "designed" if survey.designed else "voluntary"
    return {
        lang: WORDS.say(
            f"paragraph.{code}", lang, sampling=WORDS.say(f"sampling.{survey.sampling}", lang)
        )
        for lang in LANGUAGES
    }


def _level(shown: Shown, survey: StaffSurvey, _config: ResistanceConfig) -> tuple[Paragraph, ...]:
    found = list(shown.texts("index", "positive_share"))
    rule = survey.scales[survey.outcome]
    found.append(_said("minimum_items", items=len(rule.items), minimum=rule.minimum_items))
    return (*found, *_without_flagged(shown))


def _without_flagged(shown: Shown) -> list[Paragraph]:
    rows = shown.rows("without_flagged")
    if rows.empty:
        return []
    counts = dict(zip(rows["quality"], rows["n"], strict=True))
    scores = dict(zip(rows["quality"], rows["estimate"], strict=True))
    if FLAGGED not in counts or is_missing(scores.get(PLAIN)):
        return []
    return [
        {
            lang: WORDS.say(
                "paragraph.without_flagged",
                lang,
                count=Formatter(lang).integer(counts[FLAGGED]),
                estimate=Formatter(lang).index(scores[PLAIN]),
            )
            for lang in LANGUAGES
        }
    ]


def _dimensions(
    shown: Shown, survey: StaffSurvey, _config: ResistanceConfig
) -> tuple[Paragraph, ...]:
    found = [
        one
        for one in shown.all_of("index", "dimension")
        if one.group["dimension"] in survey.dimensions
    ]
    return tuple(one.text for one in sorted(found, key=lambda one: -(one.estimate or 0)))


def _groups(shown: Shown, survey: StaffSurvey, _config: ResistanceConfig) -> tuple[Paragraph, ...]:
    told = []
    for trait in TRAITS:
        found = [one for one in shown.all_of("index", trait) if is_beyond_chance(one)]
        if found:
            told.append(_differing(shown, trait, found))
    if not any(shown.all_of("index", trait) for trait in TRAITS):
        return ()
    first = WORDS.both("paragraph.groups_how")
    verdict = WORDS.both(f"paragraph.{'groups_differ' if told else 'groups_same'}")
    review = [] if survey.designed else [WORDS.both("paragraph.groups_review")]
    return (first, verdict, *told, *review)


def _differing(shown: Shown, trait: str, found: list[Finding]) -> Paragraph:
    heading = WORDS.both(f"column.{HEADINGS.get(trait, trait)}")
    return {
        lang: WORDS.say(
            "paragraph.trait_differs",
            lang,
            trait=heading[lang],
            levels="; ".join(
                WORDS.say(
                    "paragraph.level_differs",
                    lang,
                    level=shown.names.of_value(trait, one.group[trait], lang),
                    estimate=Formatter(lang).index(one.estimate),
                    interval=Formatter(lang).interval(one.ci_low, one.ci_high),
                    n=Formatter(lang).integer(one.n),
                )
                for one in found
            ),
        )
        for lang in LANGUAGES
    }


def _units(shown: Shown, _survey: StaffSurvey, _config: ResistanceConfig) -> tuple[Paragraph, ...]:
    found = [one.text for one in median_finding(shown)]
    hidden = shown.hidden_rows("by_unit")
    if hidden:
        found.append(_said("units_hidden", hidden=hidden))
    return tuple(found)


def _reliability(
    shown: Shown, survey: StaffSurvey, _config: ResistanceConfig
) -> tuple[Paragraph, ...]:
    weak = [one for one in shown.all_of("alpha", "dimension") if one.reason_code == "weak_scale"]
    told = list(shown.texts("alpha"))
    if weak:
        told.append(_weak_scales(shown, weak))
    if not survey.codebook.scale(survey.outcome).validated:
        told.append(WORDS.both("paragraph.not_validated"))
    return tuple(told)


def _weak_scales(shown: Shown, weak: list[Finding]) -> Paragraph:
    return {
        lang: WORDS.say(
            "paragraph.weak_scales",
            lang,
            names="; ".join(
                shown.names.of_value("dimension", one.group["dimension"], lang) for one in weak
            ),
        )
        for lang in LANGUAGES
    }


def _limits(_shown: Shown, survey: StaffSurvey, _config: ResistanceConfig) -> tuple[Paragraph, ...]:
    codes = ["method", "limit_answered", "limit_cause", "limit_wording", "limit_midpoint"]
    if survey.codebook.scale(survey.outcome).validated:
        codes.remove("limit_wording")
    return tuple(WORDS.both(f"paragraph.{code}") for code in codes)


def _discussion(_shown: Shown) -> tuple[Paragraph, ...]:
    return tuple(WORDS.both(f"discussion.{key}") for key in DISCUSSION)


def _said(code: str, **values: int | str) -> Paragraph:
    return {
        lang: WORDS.say(
            f"paragraph.{code}",
            lang,
            **{
                name: Formatter(lang).integer(one) if isinstance(one, int) else one
                for name, one in values.items()
            },
        )
        for lang in LANGUAGES
    }


Writer = Callable[[Shown, StaffSurvey, ResistanceConfig], tuple[Paragraph, ...]]

_WRITERS: dict[str, Writer] = {
    "who_answered": _who_answered,
    "level": _level,
    "dimensions": _dimensions,
    "groups": _groups,
    "units": _units,
    "reliability": _reliability,
    "limits": _limits,
}
