"""The paragraphs and the figure about the parts of a gap."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter, is_missing
from analysis.schemas.bundle import ReportFigure
from analysis.schemas.finding import HIDDEN_STATUSES, Finding
from analysis.studies.fairness.charts import gap_dots
from analysis.studies.fairness.components.tables import APART, FIRST, GAP, GENDER
from analysis.studies.fairness.parts import TOP, TRAITS, WORDS
from analysis.studies.fairness.telling import compared

if TYPE_CHECKING:
    import pandas as pd

NAME = "gap_component"
UNEXPLAINED = "unexplained"
MEANING = ("explained", "unexplained", "equal")
Row = Mapping[Hashable, Any]


def components_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return what the gap of gender consists of, where a rest is left, and what that means."""
    found = [one for one in shown.findings if one.id == f"{shown.study}.{NAME}"]
    told = [one for one in found if one.status not in HIDDEN_STATUSES]
    whole = tuple(one.text for one in found if one.group == dict(shown.scope))
    rest = (*_hidden(found), *_refused(shown, found))
    if not told:
        return (*whole, *rest)
    parts = any(one.group["component"] in FIRST for one in told)
    meaning = tuple(
        WORDS.both(f"paragraph.components_{one}") for one in (MEANING if parts else MEANING[:1])
    )
    return (
        *_gender(shown, told),
        *_rests(shown, told),
        *(_apart(told) if parts else ()),
        *meaning,
        *rest,
    )


def _hidden(found: list[Finding]) -> tuple[Paragraph, ...]:
    hidden = any(one.status == "suppressed" for one in found)
    return (WORDS.both("paragraph.components_hidden"),) if hidden else ()


def _gender(shown: Shown, told: list[Finding]) -> tuple[Paragraph, ...]:
    """Return the gap of gender with its parts, in per cent only where the gap is no chance."""
    parts = [one for one in told if GENDER in one.group and one.group["component"] in FIRST]
    rows = _rows(shown)
    if len(parts) < len(FIRST) or GAP not in rows:
        return ()
    sure = not any(is_missing(rows[one]["part_share"]) for one in FIRST)
    code = "paragraph.components_gender" if sure else "paragraph.components_gender_chance"
    return (
        {
            lang: WORDS.say(
                code,
                lang,
                **_outcome(parts[0], lang),
                group=_who(shown, parts[0], lang),
                parts="; ".join(_part(one, rows, lang) for one in parts),
                **_numbers(rows[GAP], parts[0], lang),
            )
            for lang in LANGUAGES
        },
    )


def _rows(shown: Shown) -> dict[str, Row]:
    """Return the rows of gender by component."""
    rows = shown.rows("components_by_group")
    return {one["component"]: one for one in rows.to_dict("records") if one["margin"] == GENDER}


def _part(one: Finding, rows: Mapping[str, Row], lang: str) -> str:
    component = one.group["component"]
    row = rows[component]
    known = not is_missing(row["part_share"])
    return WORDS.say(
        "paragraph.components_part_share" if known else "paragraph.components_part",
        lang,
        part=WORDS.say(f"part_of_gap.{component}", lang),
        share=Formatter(lang).share(row["part_share"]),
        **_numbers(row, one, lang),
    )


def _numbers(row: Row, one: Finding, lang: str) -> dict[str, str]:
    write = Formatter(lang)
    return {
        "estimate": write.index(row["part_points"]),
        "confidence": f"{write.integer(100 * (one.confidence or 0))}%",
        "interval": write.interval(row["part_low"], row["part_high"], "index"),
        "n": write.integer(one.n),
    }


def _rests(shown: Shown, told: list[Finding]) -> tuple[Paragraph, ...]:
    """Return which groups keep a gap beyond chance once work, unit and appraiser are equal."""
    left = [one for one in told if one.group["component"] == UNEXPLAINED]
    found = compared(left)
    if not found.tested:
        return found.none_tested()
    code = f"paragraph.components_{'left' if found.sure else 'none_left'}"
    code += "_one" if len(left) == 1 else ""
    return (
        {
            lang: WORDS.say(
                code,
                lang,
                held=WORDS.say(f"held_equal.{'unit' if _by_unit(told) else 'appraiser'}", lang),
                compared=found.phrase(lang),
                left=Formatter(lang).integer(len(found.sure)),
                groups="; ".join(_left(shown, one, lang) for one in found.sure),
            )
            for lang in LANGUAGES
        },
    )


def _left(shown: Shown, one: Finding, lang: str) -> str:
    write = Formatter(lang)
    return WORDS.say(
        "paragraph.components_part",
        lang,
        part=_who(shown, one, lang),
        estimate=write.measured(one.estimate, one.measure_unit),
        confidence=f"{write.integer(100 * (one.confidence or 0))}%",
        interval=write.interval(one.ci_low, one.ci_high, "index"),
    )


def _apart(told: list[Finding]) -> tuple[Paragraph, ...]:
    """Return whether unit and appraiser are one part or two."""
    apart = any(one.group["component"] in APART for one in told)
    code = "apart" if apart else "by_unit" if _by_unit(told) else "together"
    return (WORDS.both(f"paragraph.components_{code}"),)


def _refused(shown: Shown, found: list[Finding]) -> tuple[Paragraph, ...]:
    """Return one sentence for each reason why some gaps are not taken apart."""
    refused: dict[str, list[Finding]] = {}
    for one in found:
        if (
            one.status == "blocked"
            and one.group.keys() & set(TRAITS)
            and "component" not in one.group
        ):
            refused.setdefault(one.reason_code or "", []).append(one)
    return tuple(
        {
            lang: WORDS.say(
                "paragraph.components_refused",
                lang,
                reason=WORDS.say(f"reason.{reason}", lang),
                groups="; ".join(dict.fromkeys(_who(shown, one, lang) for one in ones)),
            )
            for lang in LANGUAGES
        }
        for reason, ones in refused.items()
    )


def _who(shown: Shown, one: Finding, lang: str) -> str:
    group = {key: value for key, value in one.group.items() if key not in shown.scope}
    return shown.names.of_group({k: v for k, v in group.items() if k != "component"}, lang)


def _outcome(one: Finding, lang: str) -> dict[str, str]:
    """Return what is compared, and in which unit."""
    name = one.measure.removesuffix("_component")
    return {
        "outcome": WORDS.say(f"outcome.{'top' if name == TOP else name}", lang),
        "unit": WORDS.say(f"unit_of_gap.{_unit(one)}", lang),
    }


def _unit(one: Finding) -> str:
    return "percentage_points" if one.measure.startswith(TOP) else "points"


def _by_unit(told: list[Finding]) -> bool:
    return any(one.method.startswith("gelbach_unit") for one in told)


def components_figure(shown: Shown) -> ReportFigure | None:
    """Return the gap of gender and its parts."""
    rows = shown.rows("components_gender")
    told = [one for one in shown.findings if one.id == f"{shown.study}.{NAME}"]
    own = next((one for one in told if one.group.get("component") == UNEXPLAINED), None)
    if rows.empty or own is None:
        return None
    by_part = rows.set_index("component")["part_points"]
    values: Mapping[str, Mapping[str, str]] = {
        lang: {
            **_outcome(own, lang),
            "gap": Formatter(lang).index(by_part[GAP]),
            "left": Formatter(lang).index(by_part[UNEXPLAINED]),
        }
        for lang in LANGUAGES
    }
    axis = {
        lang: f"{WORDS.say(f'axis.components_{_unit(own)}', lang)}: {_who(shown, own, lang)}"
        for lang in LANGUAGES
    }
    chart = gap_dots("component", axis, value="part_points", low="part_low", high="part_high")
    alt = {lang: {"outcome": values[lang]["outcome"]} for lang in LANGUAGES}
    title = "components" if _is_sure(rows) else "components_chance"
    return WORDS.figure(
        "components", "components_gender", chart, values, title=title, alt_values=alt
    )


def _is_sure(rows: pd.DataFrame) -> bool:
    """Tell whether the interval of the whole difference leaves zero out."""
    whole = rows[rows["component"].eq(GAP)]
    return bool(((whole["part_low"] > 0) | (whole["part_high"] < 0)).any())
