"""What the report says and draws about severity."""

from __future__ import annotations

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.charts import Bars
from analysis.schemas.finding import Finding
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.severity.fits import LEVEL, REFERENCE, TRAIT
from analysis.studies.fairness.telling import named, readable

PAIR = {TRAIT: LEVEL, "reference": REFERENCE}
TABLE = "severity_distribution"
TWO_SCHEMES = "two_schemes"


def severity_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return how appraisers are linked, how severe they are, whom they meet, and their bias."""
    return (
        *shown.texts("connectivity"),
        WORDS.both("paragraph.meaning_connectivity"),
        *_severity(shown),
        *_bias(shown),
    )


def severity_figure(shown: Shown) -> ReportFigure | None:
    """Return the distribution of severities without names, with what the gate says of it."""
    spread = next(iter(shown.of("severity_spread")), None)
    if spread is None or spread.estimate is None or shown.rows(TABLE).empty:
        return None
    values = {lang: _heading(spread, lang) for lang in LANGUAGES}
    chart = Bars(label="band", axis=WORDS.both(f"axis.{TABLE}"))
    return WORDS.figure(TABLE, TABLE, chart, values)


def _heading(spread: Finding, lang: str) -> dict[str, str]:
    return {
        "spread": Formatter(lang).measured(spread.estimate, spread.measure_unit),
        "verdict": WORDS.say(f"severity_verdict.{_verdict_code(spread)}", lang),
    }


def _verdict_code(spread: Finding) -> str:
    return TWO_SCHEMES if spread.reason_code == TWO_SCHEMES else spread.status


def _severity(shown: Shown) -> tuple[Paragraph, ...]:
    """Return sources, spread and sorting; only why there is no spread where it is blocked."""
    spread = shown.of("severity_spread")
    if not readable(spread):
        return shown.texts("severity_spread")
    wanted = {*shown.scope, "component"}
    sources = (one.text for one in named(shown, "variance_share") if set(one.group) == wanted)
    return (
        *_basis(shown),
        *shown.texts("severity_spread"),
        *(_spread_in_words(shown) if spread[0].reason_code != "singular" else ()),
        *sources,
        *shown.texts("sorting", "fixed_less_random", **PAIR),
        *shown.texts("predikat_change_share"),
    )


def _spread_in_words(shown: Shown) -> tuple[Paragraph, ...]:
    """Return how many appraisers it concerns, what it means, and why no distribution is shown."""
    missing = shown.rows(TABLE).empty
    return (
        *_beyond(shown),
        WORDS.both("paragraph.meaning_severity"),
        *((WORDS.both("paragraph.severity_no_distribution"),) if missing else ()),
    )


def _bias(shown: Shown) -> tuple[Paragraph, ...]:
    told = shown.texts("appraiser_group_spread", **PAIR)
    if not readable(shown.of("appraiser_group_spread", **PAIR)):
        return told
    return (*told, *_bias_beyond(shown), WORDS.both("paragraph.meaning_appraiser_group"))


def _basis(shown: Shown) -> tuple[Paragraph, ...]:
    rows = shown.rows("severity_spread")
    if rows.empty:
        return ()
    outcome = WORDS.both(f"outcome.{rows['outcome'].iloc[0]}")
    told = {
        lang: WORDS.say("paragraph.severity_basis", lang, outcome=outcome[lang])
        for lang in LANGUAGES
    }
    return (told,)


def _beyond(shown: Shown) -> tuple[Paragraph, ...]:
    rows = shown.rows("severity_spread")
    if rows.empty:
        return ()
    row = rows.iloc[0]
    return (_of_shares("paragraph.severity_beyond", row["threshold"], share=row["beyond"]),)


def _bias_beyond(shown: Shown) -> tuple[Paragraph, ...]:
    """Return, where it matters that appraisers differ, with how many the group fares otherwise."""
    rows = shown.rows("appraiser_group")
    if rows.empty or shown.of("appraiser_group_spread", **PAIR)[0].value_code != "material":
        return ()
    row = rows.iloc[0]
    shares = {"behind": row["behind"], "ahead": row["ahead"]}
    return (_of_shares("paragraph.appraiser_group_beyond", row["threshold"], **shares),)


def _of_shares(code: str, threshold: float, **shares: float) -> Paragraph:
    """Return a sentence on shares of appraisers beyond what matters."""

    def told(lang: str) -> str:
        write = Formatter(lang)
        written = {name: write.share(one) for name, one in shares.items()}
        return WORDS.say(code, lang, threshold=write.index(threshold), **written)

    return {lang: told(lang) for lang in LANGUAGES}
