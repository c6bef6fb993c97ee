"""The paragraphs and the figures of the equity audit."""

from __future__ import annotations

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.chance import is_beyond_chance
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.fairness.audit.rows import AUDITED, RAW, source_of, table_name
from analysis.studies.fairness.charts import gap_dots
from analysis.studies.fairness.outcomes import OUTCOMES
from analysis.studies.fairness.parts import TOP, WORDS
from analysis.studies.fairness.severity.fits import TRAIT
from analysis.studies.fairness.telling import named, readable

LIKE = ("same_appraiser", "same_unit", "same_work")
"""Rows that hold most equal, the strictest first."""
OF_APPRAISERS = ("sorting", "appraiser_differences")
"""Rows on who the appraisers are and how they differ."""
UNCERTAIN = ("shrinks", "unsure", "not_seen")
"""What is said where the strictest row may be chance."""
FEWEST_ROWS = 2


def audit_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return what is left of each audited difference, and what that does and does not say."""
    told = [one for trait in AUDITED for raw in _raw(shown, trait) for one in _told(shown, raw)]
    if not told and shown.hidden_rows(table_name(AUDITED[0])):
        return (WORDS.both("paragraph.some_hidden"),)
    if not told:
        blocked = tuple(one.text for one in named(shown, "gap_raw") if one.status == "blocked")
        return (*blocked[:1], WORDS.both("paragraph.audit_blocked"))
    left_out = [_left_out(shown, trait) for trait in AUDITED if not _raw(shown, trait)]
    return (WORDS.both("paragraph.audit"), *told, *left_out, WORDS.both("paragraph.audit_merit"))


def _left_out(shown: Shown, trait: str) -> Paragraph:
    """Return why the groups of a trait are not compared."""
    found = [one for one in named(shown, "gap_raw") if trait in one.group]
    blocked = [one.text for one in found if one.status == "blocked"]
    if blocked:
        return blocked[0]
    why = "hidden" if found else "no_groups"
    return WORDS.both(f"paragraph.audit_{trait}_{why}")


def _told(shown: Shown, raw: Finding) -> tuple[Paragraph, ...]:
    """Return the sentences on one comparison: raw, like for like, and who the appraisers are."""
    found = [source_of(stage, raw, shown.findings) for stage in OF_APPRAISERS]
    spread = found[-1]
    of_all_periods = spread is not None and spread.status not in HIDDEN_STATUSES
    return (
        _conclusion(shown, raw),
        *(one.text for one in found if one is not None),
        *([WORDS.both("paragraph.audit_periods")] * of_all_periods),
        *([WORDS.both("paragraph.audit_gender_only")] * (TRAIT not in raw.group)),
    )


def _conclusion(shown: Shown, raw: Finding) -> Paragraph:
    """Return what the strictest row says beside the raw one, and a row before it that differs."""
    stage, like = _strictest(shown, raw)
    verdict = _verdict(shown, raw)
    said = [_said(shown, f"audit_{verdict}", raw=raw, like=like, stage=stage)]
    if verdict in UNCERTAIN and like is not None:
        said.append(_said(shown, _bound_code(like), raw=raw, like=like, stage=stage))
        said += [
            _said(shown, "audit_step_differs", raw=raw, like=one, stage=before)
            for before, one in _before(shown, raw, stage)
            if _excludes_zero(one)
        ]
    return {lang: " ".join(one[lang] for one in said) for lang in LANGUAGES}


def _bound_code(like: Finding) -> str:
    return "audit_no_bound" if like.ci_low is None else "audit_bound"


def _before(shown: Shown, raw: Finding, strictest: str) -> list[tuple[str, Finding]]:
    """Return the rows that hold less equal than the strictest one."""
    stages = LIKE[LIKE.index(strictest) + 1 :]
    found = [(stage, source_of(stage, raw, shown.findings)) for stage in stages]
    return [(stage, one) for stage, one in found if one is not None and _known(one)]


def _excludes_zero(one: Finding) -> bool:
    return one.ci_low is not None and one.ci_high is not None and one.ci_low * one.ci_high > 0


def _strictest(shown: Shown, raw: Finding) -> tuple[str, Finding | None]:
    """Return the row that holds most equal of those that may be shown; none but the raw one."""
    for stage in LIKE:
        like = source_of(stage, raw, shown.findings)
        if like is not None and _known(like):
            return stage, like
    return RAW, None


def _verdict(shown: Shown, raw: Finding) -> str:
    like = _strictest(shown, raw)[1]
    return "raw_only" if like is None else _pattern(raw, like)


def _pattern(raw: Finding, like: Finding) -> str:
    """Return what the two differences say together."""
    if is_beyond_chance(like):
        return "remains"
    if not is_beyond_chance(raw):
        return "not_seen"
    return "shrinks" if abs(like.estimate or 0) < abs(raw.estimate or 0) / 2 else "unsure"


def _known(one: Finding) -> bool:
    """Tell whether a difference is shown, with an interval or at least a test."""
    tested = one.ci_low is not None or one.p_adjusted is not None
    return one.status not in HIDDEN_STATUSES and tested


def _said(
    shown: Shown, code: str, *, raw: Finding, like: Finding | None = None, stage: str = RAW
) -> Paragraph:
    outcome = raw.group.get("outcome", "top")
    pair = {key: raw.group[key] for key in raw.group if key in (*AUDITED, "reference")}
    last = like or raw
    return {
        lang: WORDS.say(
            f"paragraph.{code}",
            lang,
            group=shown.names.of_group(pair, lang),
            outcome=WORDS.say(f"outcome.{outcome}", lang),
            stage=WORDS.say(f"stage.{stage}", lang),
            raw=_written(raw, lang),
            like=_written(last, lang),
            widest=Formatter(lang).measured(
                max(abs(last.ci_low or 0), abs(last.ci_high or 0)), last.measure_unit
            ),
        )
        for lang in LANGUAGES
    }


def _written(one: Finding, lang: str) -> str:
    """Return an estimate with its interval, or with its test where there is none."""
    write = Formatter(lang)
    estimate = write.measured(one.estimate, one.measure_unit)
    if one.ci_low is None and one.p_adjusted is None:
        return WORDS.say("paragraph.audit_untested", lang, estimate=estimate)
    if one.ci_low is None:
        p_adjusted = write.pvalue(one.p_adjusted)
        return WORDS.say("paragraph.audit_tested", lang, estimate=estimate, p_adjusted=p_adjusted)
    return WORDS.say(
        "paragraph.audit_estimate",
        lang,
        estimate=estimate,
        confidence=f"{write.integer(100 * (one.confidence or 0))}%",
        interval=write.interval(one.ci_low, one.ci_high),
    )


def _raw(shown: Shown, trait: str) -> list[Finding]:
    """Return the shown raw differences of a trait, in the outcome that the models read."""
    told = readable(named(shown, "gap_raw"))
    outcomes = {one.group.get("outcome", TOP) for one in told}
    outcome = next((one for one in OUTCOMES if one in outcomes), TOP)
    return [one for one in told if trait in one.group and one.group.get("outcome", TOP) == outcome]


def _figure(shown: Shown, trait: str) -> ReportFigure | None:
    """Return the rows of the audit of one trait as dots, the raw difference on top."""
    rows, raw = shown.rows(table_name(trait)), _raw(shown, trait)
    if len(rows) < FEWEST_ROWS or rows[trait].nunique() != 1 or len(raw) != 1:
        return None
    outcome = raw[0].group.get("outcome", "top")
    pair = {key: raw[0].group[key] for key in (trait, "reference")}
    chart = gap_dots(
        "stage",
        WORDS.both(f"axis.{outcome}"),
        value="points",
        low="points_low",
        high="points_high",
        format="decimal" if outcome == "top" else "index",
    )
    spoken = {
        lang: {
            "group": shown.names.of_group(pair, lang),
            "outcome": WORDS.say(f"outcome.{outcome}", lang),
        }
        for lang in LANGUAGES
    }
    name, title = table_name(trait), f"audit_{_verdict(shown, raw[0])}"
    stage = _strictest(shown, raw[0])[0]
    values = {lang: {**spoken[lang], "stage": WORDS.say(f"stage.{stage}", lang)} for lang in spoken}
    return WORDS.figure(name, name, chart, values, title=title, alt="audit", alt_values=spoken)


def audit_of_gender(shown: Shown) -> ReportFigure | None:
    """Return the audit of the difference between women and men."""
    return _figure(shown, "gender")


def audit_of_status(shown: Shown) -> ReportFigure | None:
    """Return the audit of the difference between PPPK and PNS."""
    return _figure(shown, "status")


AUDIT_FIGURES = (audit_of_gender, audit_of_status)
