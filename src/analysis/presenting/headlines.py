"""The key figures that stand at the head of a report and in the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.presenting.formats import MEASURE_FORMATS, Formatter, is_missing
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
    only_verdict = finding.estimate is None and bool(verdict)
    return {
        "label": label,
        "value": "–" if hidden else verdict if only_verdict else number,
        "verdict": "" if hidden or only_verdict else verdict,
        "detail": "" if hidden else _detail(finding, lang),
        "status_name": say(f"presenting.status.{finding.status}", lang),
        "text": finding.text.get(lang, ""),
    }


def _detail(finding: Finding, lang: str) -> str:
    write = Formatter(lang)
    parts = []
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
