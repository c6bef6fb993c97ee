"""The paragraphs on who answered: sheets, sampling, and users who are not covered."""

from __future__ import annotations

import pandas as pd

from analysis.presenting.formats import Formatter
from analysis.schemas.finding import Finding
from analysis.studies.satisfaction.coverage import compare_margins, without_users
from analysis.studies.satisfaction.names import level_names
from analysis.studies.satisfaction.parts import LANGUAGES, ROOM
from analysis.studies.satisfaction.section_view import Paragraph, Report, Shown
from analysis.studies.satisfaction.surveys import Survey
from analysis.wording import both, say


def who_answered_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return what came in, how respondents were drawn, and which users are not covered."""
    report = shown.report
    if report.survey is None:
        return ()
    found = [_received(report, report.survey), *_flagged(report, report.survey)]
    found.append(_sampling(report.survey))
    missed = [
        one
        for one in shown.findings
        if one.id == "satisfaction.coverage_gap" and one.value_code == "under_represented"
    ]
    blocked = shown.texts("coverage_gap")
    found += _missed(shown, missed) or list(blocked) or [both(f"{ROOM}.paragraph.covered")]
    found += _without_users(report, report.survey)
    if report.population.as_of and report.population.as_of != report.names.period:
        found.append(_of_period("users_as_of", report.population.as_of))
    return tuple(found)


def _missed(shown: Shown, found: list[Finding]) -> list[Paragraph]:
    """Return one sentence that names all who are under-represented; their own if it is one."""
    if len(found) < 2:
        return [one.text for one in found]
    levels = {lang: "; ".join(_gap_text(shown, one, lang) for one in found) for lang in LANGUAGES}
    code = f"{ROOM}.paragraph.under_represented"
    return [{lang: say(code, lang, levels=levels[lang]) for lang in LANGUAGES}]


def _gap_text(shown: Shown, finding: Finding, lang: str) -> str:
    write = Formatter(lang)
    own = {key: value for key, value in finding.group.items() if key not in shown.scope}
    return say(
        f"{ROOM}.paragraph.gap",
        lang,
        level=shown.report.names.of_group(own, lang),
        numerator=write.integer(finding.numerator),
        n=write.integer(finding.n),
        gap=write.measured(finding.estimate, finding.measure_unit),
    )


def _without_users(report: Report, survey: Survey) -> list[Paragraph]:
    """Name the levels that the table leaves out: their share of users is not known."""
    levels = without_users(compare_margins(survey, report.population))
    if not levels:
        return []
    named = {trait: level_names(trait, found) for trait, found in levels.items()}
    told = {
        lang: "; ".join(
            say(f"{ROOM}.margin.{trait}", lang)
            + f" ({', '.join(one[lang] for one in names.values())})"
            for trait, names in named.items()
        )
        for lang in LANGUAGES
    }
    code = f"{ROOM}.paragraph.without_users"
    return [{lang: say(code, lang, levels=told[lang]) for lang in LANGUAGES}]


def _received(report: Report, survey: Survey) -> Paragraph:
    came, used = sum(survey.received.values()), len(survey.sheets)
    numbers = {"received": came, "used": used, "left_out": came - used}
    code = "received_all" if came == used else "received"
    if used < report.config.min_cell:
        code = "received_few"
    return {
        lang: say(
            f"{ROOM}.paragraph.{code}",
            lang,
            period=Formatter(lang).period(report.names.period),
            floor=report.config.min_cell,
            **{key: Formatter(lang).integer(value) for key, value in numbers.items()},
        )
        for lang in LANGUAGES
    }


def _flagged(report: Report, survey: Survey) -> list[Paragraph]:
    """Return how many sheets screening has flagged; nothing below the floor."""
    marks = survey.sheets.get("quality_flags", pd.Series(dtype="str"))
    count = int((marks.fillna("") != "").sum())
    return [counted("flagged", count=count)] if count >= report.config.min_cell else []


def counted(code: str, **counts: int) -> Paragraph:
    """Return the paragraph `code` with its whole numbers."""
    return {
        lang: say(
            f"{ROOM}.paragraph.{code}",
            lang,
            **{name: Formatter(lang).integer(count) for name, count in counts.items()},
        )
        for lang in LANGUAGES
    }


def _sampling(survey: Survey) -> Paragraph:
    code = "designed" if survey.designed else "voluntary"
    return {
        lang: say(
            f"{ROOM}.paragraph.{code}",
            lang,
            sampling=say(f"{ROOM}.sampling.{survey.sampling}", lang),
        )
        for lang in LANGUAGES
    }


def _of_period(code: str, period: str) -> Paragraph:
    return {
        lang: say(f"{ROOM}.paragraph.{code}", lang, period=Formatter(lang).period(period))
        for lang in LANGUAGES
    }
