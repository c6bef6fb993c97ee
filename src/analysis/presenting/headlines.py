"""The key figures that stand at the head of a report and in the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.presenting.formats import MEASURE_FORMATS, MISSING, Formatter, is_missing
from analysis.presenting.names import Names
from analysis.presenting.narrative import measure_name, value_name
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.wording import LANGS, say


def headlines(findings: Sequence[Finding], names: Names) -> list[dict[str, Any]]:
    """Return the headline findings as text, in every language.

    Each has `id`, `group`, `status`, and by language `label`, `value`, `verdict` (letter or
    signal), `detail` (interval and n), `status_name` and `text`.
    """
    return [_headline(one, names) for one in findings if one.headline]


def _headline(finding: Finding, names: Names) -> dict[str, Any]:
    by_lang = {lang: _words(finding, lang, names) for lang in LANGS}
    keys = by_lang[LANGS[0]]
    return {
        "id": finding.id,
        "group": finding.group,
        "status": finding.status,
        **{key: {lang: by_lang[lang][key] for lang in LANGS} for key in keys},
    }


def _words(finding: Finding, lang: str, names: Names) -> dict[str, str]:
    label = measure_name(finding, lang)
    if finding.group:
        label = f"{label}: {names.of_group(finding.group, lang)}"
    hidden = finding.status in HIDDEN_STATUSES
    number = Formatter(lang).measured(finding.estimate, finding.measure_unit)
    verdict = value_name(finding, lang)
    in_words = _leads_with_words(finding)
    return {
        "label": label,
        "value": MISSING if hidden else _capital(verdict) if in_words else number,
        "verdict": "" if hidden or in_words else verdict,
        "detail": "" if hidden else _detail(finding, lang, number if in_words else ""),
        "status_name": say(f"presenting.status.{finding.status}", lang),
        "text": finding.text.get(lang, ""),
    }


def _leads_with_words(finding: Finding) -> bool:
    """Tell whether the verdict is the key figure: no number, or only a chart's latest point."""
    return bool(finding.value_code) and (finding.estimate is None or is_signal(finding))


def is_signal(finding: Finding) -> bool:
    """Tell whether a finding says what a chart signals; its number is the latest point only."""
    names = (finding.id.rpartition(".")[2], finding.measure, finding.measure_unit)
    return any("signal" in name.split("_") for name in names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _detail(finding: Finding, lang: str, latest: str) -> str:
    write = Formatter(lang)
    parts = []
    if latest and finding.estimate is not None:
        parts.append(say("presenting.latest_point", lang, value=latest))
    if not (is_missing(finding.ci_low) or is_missing(finding.ci_high)):
        fmt = MEASURE_FORMATS.get(finding.measure_unit, "decimal")
        interval = write.interval(finding.ci_low, finding.ci_high, fmt)
        confidence = f"{write.integer(100 * (finding.confidence or 0))}%"
        parts.append(
            say("presenting.interval_short", lang, confidence=confidence, interval=interval)
        )
    if finding.n is not None:
        parts.append(f"n = {write.integer(finding.n)}")
    return " · ".join(parts)
