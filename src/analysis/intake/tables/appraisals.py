"""Appraisals: kind and rule set of a row, words under that rule set, matrix, impossible rows."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.intake.blocks.titles import evaluation_unit
from analysis.intake.cells import map_texts
from analysis.intake.raw import Problem, RuleEdit
from analysis.intake.stops import SourceStopError
from analysis.intake.tables.moments import counted
from analysis.intake.tables.places import header_of, rows_problem
from analysis.intake.tables.predikat import appraisal_rules, predikat_of, rule_sets_of
from analysis.intake.tables.spans import first_days
from analysis.intake.tables.steps import StepContext, Stepped
from analysis.intake.values.declared import declared_values
from analysis.intake.values.folding import fold, tidy
from analysis.intake.values.ratings import (
    BARE_NUMBER,
    PREDIKAT,
    RATINGS,
    is_rating,
)

ORDINALS = {"result_rating": RATINGS, "behaviour_rating": RATINGS, "predikat_recorded": PREDIKAT}
SCORE_OF = {
    "result_rating": "result_score",
    "behaviour_rating": "behaviour_score",
    "predikat_recorded": "result_score",
}
FEWEST_TO_COMPARE = 10
BEHAVIOUR = "b_"
_ANNUAL = re.compile(r"\b(?:tahunan|annual)\b")
_PERIODIC = re.compile(r"\b(?:periodik|bulanan|triwulan\w*|tw|semester|smt|periodic)\b")


def refuse_bare_numbers(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Stop the source where ratings are numbers and the source does not say what they mean.

    Raises
    ------
    SourceStopError
        With the lines to add: 1 may be the best rating or the worst.
    """
    for target, words in ORDINALS.items():
        position = context.mapping.position_of(target)
        if position is None:
            continue
        declared = {tidy(text).casefold() for text in declared_values(context.source, target)}
        texts = context.block.body[position].dropna().unique()
        bare = {tidy(text) for text in map(str, texts) if BARE_NUMBER.fullmatch(text)} - {"0"}
        if unknown := sorted(bare - declared):
            raise _undeclared(target, unknown, words, context)
    return Stepped(frame)


def say_kind(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Say annual or periodic where a row does not: by title, header, then length of its period."""
    if "period" not in frame:
        return Stepped(frame)
    known = frame.get("assessment_kind", pd.Series(pd.NA, index=frame.index, dtype="str"))
    titled = _kind_named(context)
    whole_year = frame["period"].str.len().eq(4)
    by_length = pd.Series("periodic", index=frame.index, dtype="str").mask(whole_year, "annual")
    told = by_length.mask(frame["period"].isna())
    if titled:
        told = pd.Series(titled, index=frame.index, dtype="str")
    fresh = known.isna() & told.notna()
    rule = "kind_named" if titled else "kind_from_period"
    edits = counted("assessment_kind", rule, "blank", "kind", fresh)
    return Stepped(frame.assign(assessment_kind=known.fillna(told)), edits=tuple(edits))


def say_evaluation_unit(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Keep the part of an office in which a recap was made, where it has no column of its own."""
    stated = evaluation_unit(context.block) or context.block.facts.get("subunit", "")
    if not stated:
        return Stepped(frame)
    known = frame.get("eval_unit", pd.Series(pd.NA, index=frame.index, dtype="str"))
    return Stepped(frame.assign(eval_unit=known.fillna(stated)))


def say_scheme(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Say under which rule set a row was made, where it does not: the one of its year."""
    if "period" not in frame:
        return Stepped(frame)
    known = frame.get("scheme", pd.Series(pd.NA, index=frame.index, dtype="str"))
    choices = rule_sets_of(frame["period"], context.rulebook, context.region.rules)
    told = map_texts(frame["period"], choices, "str")
    fresh = known.isna() & told.notna()
    edits = counted("scheme", "scheme_of_year", "blank", "rule set", fresh)
    return Stepped(frame.assign(scheme=known.fillna(told)), edits=tuple(edits))


def settle_words(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Read "Cukup" as the rule set of its row means it; refuse words that it does not know."""
    if "predikat_recorded" not in frame or "scheme" not in frame:
        return Stepped(frame)
    words, scheme = frame["predikat_recorded"], frame["scheme"]
    edits: list[RuleEdit] = []
    strange = pd.Series(False, index=frame.index)
    for name, rules in appraisal_rules(context.rulebook).items():
        rows = scheme.eq(name)
        settled = rules.labels.settle_known(words[rows])
        for word in sorted(words[rows][settled.ne(words[rows]) & settled.notna()].unique()):
            said, meant = rows & words.eq(word), settled[words[rows].eq(word)].iloc[0]
            edits += counted("predikat_recorded", "predikat_of_scheme", fold(word), meant, said)
            words = words.mask(said, meant)
        strange |= rows & words.notna() & ~words.isin(rules.predikat)
    refused = ((strange, "predikat_other_scheme", "predikat_recorded"),)
    return Stepped(frame.assign(predikat_recorded=words), refused, edits=tuple(edits))


def derive_predikat(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Derive the predikat from the two ratings; count rows whose record differs from it."""
    if "scheme" not in frame:
        return Stepped(frame)
    derived = predikat_of(frame, appraisal_rules(context.rulebook))
    problems: list[Problem] = []
    if "predikat_recorded" in frame:
        recorded = frame["predikat_recorded"]
        differs = recorded.notna() & derived.notna() & recorded.ne(derived)
        problems = rows_problem("intake.appraisals.differs_from_matrix", differs, context)
    edits = counted("predikat_derived", "derived", "ratings or scores", "predikat", derived.notna())
    return Stepped(
        frame.assign(predikat_derived=derived), problems=tuple(problems), edits=tuple(edits)
    )


def refuse_mixed_behaviours(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Refuse words in a column of scores of behaviour, or scores in one of words; the fewer ones.

    A word is read as 1 to 3 and a score goes up to 120: one column cannot hold both.
    """
    refused = []
    for match in context.mapping.matches:
        if not match.target.startswith(BEHAVIOUR) or match.target not in frame:
            continue
        raw = context.block.body[match.column.position]
        known = frame[match.target].notna()
        words = known & raw.isin([text for text in raw.dropna().unique() if is_rating(text)])
        scores = known & ~words
        if words.any() and scores.any():
            fewer = words if words.sum() <= scores.sum() else scores
            refused.append((fewer, "mixed_behaviour", match.target))
    return Stepped(frame, tuple(refused))


def refuse_impossible(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Refuse rows in which somebody appraises himself as his superior, or before the period."""
    refused = []
    if {"employee_id", "rater_id"} <= set(frame):
        same = frame["employee_id"].eq(frame["rater_id"]) & frame["employee_id"].notna()
        role = frame.get("rater_role", pd.Series(pd.NA, index=frame.index, dtype="str"))
        refused.append((same & role.ne("self").fillna(True), "rater_is_employee", "rater_id"))
    if {"assessed_at", "period"} <= set(frame):
        before = frame["assessed_at"].lt(first_days(frame["period"]))
        refused.append((before, "assessed_before_period", "assessed_at"))
    return Stepped(frame, tuple(refused))


def tell_reversed(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Tell columns whose better ratings go with lower scores: the order may be reversed.

    Told is a rank correlation more than two of its standard errors, 1 / sqrt(n - 1) where nothing
    goes together (Kendall and Gibbons 1990, Rank Correlation Methods), below zero.
    """
    problems = []
    for target, words in ORDINALS.items():
        score = SCORE_OF[target]
        if not {target, score} <= set(frame):
            continue
        places = {word: place for place, word in enumerate(words)}
        pairs = pd.DataFrame({"rank": frame[target].map(places), "score": frame[score]}).dropna()
        if len(pairs) < FEWEST_TO_COMPARE or pairs.nunique().min() < 2:
            continue
        if pairs["rank"].rank().corr(pairs["score"].rank()) < -2 / np.sqrt(len(pairs) - 1):
            told: dict[str, object] = {
                "column": header_of(target, context),
                "score": header_of(score, context),
                "count": len(pairs),
                "place": context.block.sheet.file,
            }
            problems.append(Problem("intake.appraisals.reversed", told))
    return Stepped(frame, problems=tuple(problems))


STEPS = (
    refuse_bare_numbers,
    say_kind,
    say_evaluation_unit,
    say_scheme,
    settle_words,
    derive_predikat,
    refuse_mixed_behaviours,
    refuse_impossible,
    tell_reversed,
)
"""In this order: the rule set decides what a word means."""


def _undeclared(
    target: str, numbers: list[str], words: tuple[str, ...], context: StepContext
) -> SourceStopError:
    meant = ", ".join(f'"{number}" = "..."' for number in numbers)
    return SourceStopError(
        "intake.appraisals.bare_numbers",
        file=context.block.sheet.file,
        source=context.source.id,
        column=header_of(target, context),
        numbers=", ".join(numbers),
        words=", ".join(words),
        toml_lines=[f"values = {{ {target} = {{ {meant} }} }}"],
    )


def _kind_named(context: StepContext) -> str:
    """Return the kind that title lines, else the header of the predikat, state; "" if neither."""
    headers = (header_of("predikat_recorded", context), header_of("result_rating", context))
    for text in (context.block.facts.get("period", ""), *headers):
        annual, periodic = _ANNUAL.search(fold(text)), _PERIODIC.search(fold(text))
        if bool(annual) != bool(periodic):
            return "annual" if annual else "periodic"
    return ""
