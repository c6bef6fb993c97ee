"""Sentences about findings, from the templates of the study and the names of the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.errors import ReportError
from analysis.presenting.formats import MEASURE_FORMATS, Formatter, is_missing
from analysis.presenting.names import Names
from analysis.privacy.floors import limit_of
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.wording import LANGS, entry, say


def sentence(finding: Finding, lang: str, names: Names, *, min_cell: int | None = None) -> str:
    """Return what the report says about one finding.

    The template is the first that exists of `studies.<finding.id>.<name>` with the names
    `<reason_code>_by_<group keys>`, `<reason_code>`, `<status>_by_<group keys>`, `<status>`, then
    the general sentence of this room; for a suppressed finding the reason is left aside.

    A template may use {name}, {group}, {region}, {period}, a group key such as {unit}, {floor};
    and, unless the finding is hidden, {estimate}, {std_error}, {ci_low}, {ci_high}, {interval},
    {with_interval} (in brackets, empty where there is none), {n}, {numerator}, {value} (where
    there is a value_code), {value_or_estimate}, {p_value}, {p_adjusted}. The sentence
    `studies.<study>.caveat.<caveat_code>` follows where the finding has a caveat.

    Raises
    ------
    ReportError
        If a template asks for something the finding does not have, such as a hidden number.
    """
    code = template_code(finding)
    values = _values(finding, lang, names, min_cell)
    texts = [_filled(code, lang, values), *_caveat(finding, lang, values)]
    return " ".join(text for text in texts if text)


def with_sentences(
    findings: Sequence[Finding], names: Names, *, min_cell: int | None = None
) -> list[Finding]:
    """Return the findings with their sentence in every language."""
    return [
        replace(one, text={lang: sentence(one, lang, names, min_cell=min_cell) for lang in LANGS})
        for one in findings
    ]


def template_code(finding: Finding) -> str:
    """Return the address of the template that speaks about `finding`."""
    by = "_by_" + "_".join(finding.group) if finding.group else ""
    reason = finding.reason_code if finding.status != "suppressed" else None
    stems = [stem for stem in (reason, finding.status) if stem]
    local = [
        f"studies.{finding.id}.{stem}{tail}" for stem in stems for tail in dict.fromkeys((by, ""))
    ]
    for code in local:
        if _exists(code):
            return code
    return f"presenting.sentence.{finding.status}"


def measure_name(finding: Finding, lang: str) -> str:
    """Return what the finding is called.

    The name `studies.<finding.id>.measure.<measure>` goes before `studies.<finding.id>.name`, for
    ids that stand for several measures; without either, the measure itself.
    """
    for code in (f"studies.{finding.id}.measure.{finding.measure}", f"studies.{finding.id}.name"):
        if _exists(code):
            return say(code, lang)
    return finding.measure.replace("_", " ")


def value_name(finding: Finding, lang: str) -> str:
    """Return the display text of the finding's letter, verdict or signal; empty if none."""
    value = finding.value_code
    if value is None:
        return ""
    study = finding.id.split(".")[0]
    for code in (f"studies.{finding.id}.value.{value}", f"studies.{study}.value.{value}"):
        if _exists(code):
            return say(code, lang)
    return str(value)


def _values(finding: Finding, lang: str, names: Names, min_cell: int | None) -> dict[str, str]:
    known = {
        "name": measure_name(finding, lang),
        "group": names.of_group(finding.group, lang),
        "region": names.region,
        "period": Formatter(lang).period(names.period),
        "floor": str(limit_of(finding.disclosure, min_cell=min_cell).floor),
    }
    known |= {key: names.of_value(key, value, lang) for key, value in finding.group.items()}
    if finding.status in HIDDEN_STATUSES:
        return known
    return known | _numbers(finding, lang)


def _numbers(finding: Finding, lang: str) -> dict[str, str]:
    write = Formatter(lang)
    unit = finding.measure_unit
    written = {
        name: write.measured(getattr(finding, name), unit)
        for name in ("estimate", "std_error", "ci_low", "ci_high")
    }
    written |= {name: write.integer(getattr(finding, name)) for name in ("n", "numerator")}
    written |= {name: write.pvalue(getattr(finding, name)) for name in ("p_value", "p_adjusted")}
    value = value_name(finding, lang)
    interval = write.interval(finding.ci_low, finding.ci_high, MEASURE_FORMATS.get(unit, "decimal"))
    if value:
        written["value"] = value
    return written | {
        "value_or_estimate": written["estimate"] if finding.estimate is not None else value,
        "interval": interval,
        "with_interval": _bracketed(finding, interval, lang),
    }


def _bracketed(finding: Finding, interval: str, lang: str) -> str:
    if is_missing(finding.ci_low) or is_missing(finding.ci_high):
        return ""
    confidence = f"{Formatter(lang).integer(100 * (finding.confidence or 0))}%"
    text = entry("presenting.interval_phrase")[lang]
    return text.format(confidence=confidence, interval=interval)


def _caveat(finding: Finding, lang: str, values: dict[str, str]) -> list[str]:
    study = finding.id.split(".")[0]
    code = f"studies.{study}.caveat.{finding.caveat_code}"
    if not finding.caveat_code or not _exists(code):
        return []
    return [_filled(code, lang, values)]


def _filled(code: str, lang: str, values: dict[str, Any]) -> str:
    try:
        return say(code, lang, **values)
    except KeyError as error:
        raise ReportError(
            "presenting.template", template=code, placeholder=error.args[0]
        ) from error


def _exists(code: str) -> bool:
    try:
        entry(code)
    except KeyError:
        return False
    return True
