"""The paragraphs about decisions."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.presenting.composing import Paragraph, Shown
from analysis.presenting.composing.chance import is_beyond_chance
from analysis.presenting.composing.words import LANGUAGES, listed
from analysis.schemas.finding import Finding
from analysis.studies.fairness.decisions.decided import FAVOURABLE, KINDS
from analysis.studies.fairness.groups.label_findings import WITHIN
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.telling import Compared, compared, readable, some_hidden

ALWAYS = "gender"
"""Trait whose gap at equal performance is told whatever it is."""


def decisions_section(shown: Shown) -> tuple[Paragraph, ...]:
    """Return who gets what, kind by kind, and what remains at equal performance."""
    impacts = [_of(shown, "adverse_impact_ratio", kind.name) for kind in KINDS]
    gaps = [_of(shown, "decision_gap", name) for name in FAVOURABLE]
    told = [one for found in impacts for one in _impact(shown, found)]
    open_ones = {one.group["outcome"] for found in impacts for one in readable(found)}
    equal = [one for found in gaps for one in _equal(found)]
    held = (WORDS.both("paragraph.held_equal"),) if any(readable(one) for one in gaps) else ()
    hidden = [f"{kind.name}_by_group" for kind in KINDS]
    return (
        *told,
        *_blocked("impact", impacts),
        *held,
        *equal,
        *_blocked("equal", [one for one in gaps if one and one[0].group["outcome"] in open_ones]),
        *some_hidden(shown, *hidden, code="few_hidden"),
    )


def _of(shown: Shown, name: str, outcome: str) -> list[Finding]:
    return [
        one
        for one in shown.findings
        if one.id == f"{shown.study}.{name}" and one.group.get("outcome") == outcome
    ]


def _impact(shown: Shown, found: Sequence[Finding]) -> tuple[Paragraph, ...]:
    """Return how many have one kind of decision, and which ratios are outside the limits."""
    ratios = readable(found)
    if not ratios:
        return ()
    kind = ratios[0].group["outcome"]
    pairs = compared(found)
    share = [one for one in shown.of("decision_share") if one.measure == f"{kind}_share"]
    if not pairs.tested:
        return (*_texts(share), *_none_tested(pairs, kind))
    apart = _outside(pairs.tested)
    sure = [one for one in apart if is_beyond_chance(one)]
    how = "impact" if kind in FAVOURABLE else "risk"
    which = "sure" if sure else "chance" if apart else "within"
    counts = {"outside": len(apart), "sure": len(sure)}
    unsure = len(_outside(pairs.untested)) if how == "impact" else 0
    said, code = {"outcome": _begun(kind)}, f"paragraph.decision_{how}_{which}"
    counted = pairs.counted(code, counts, unsure=unsure, said=said)
    return (*_texts(share), counted, *_texts(sure))


def _outside(ratios: Sequence[Finding]) -> list[Finding]:
    """Return the ratios that set two groups apart; of those that are blocked nothing is known."""
    return [one for one in ratios if one.value_code not in (*WITHIN, "not_apart", None)]


def _equal(found: Sequence[Finding]) -> tuple[Paragraph, ...]:
    """Return how many gaps of one kind of decision remain at equal performance."""
    pairs = compared(found)
    if not readable(found):
        return ()
    kind = found[0].group["outcome"]
    if not pairs.tested:
        return _none_tested(pairs, kind)
    code = "paragraph.equal_differ" if pairs.sure else "paragraph.equal_same"
    first = [one for one in pairs.tested if ALWAYS in one.group and one not in pairs.sure]
    counted = pairs.counted(code, {"different": len(pairs.sure)}, said={"outcome": _begun(kind)})
    return (*_texts(first), counted, *_texts(pairs.sure))


def _none_tested(pairs: Compared, kind: str) -> tuple[Paragraph, ...]:
    """Return the same as `Compared.none_tested`, beginning with the kind of decision."""
    return tuple(
        {
            lang: WORDS.say("paragraph.about_decision", lang, outcome=_begun(kind)[lang], told=text)
            for lang, text in one.items()
        }
        for one in pairs.none_tested()
    )


def _texts(found: Sequence[Finding]) -> tuple[Paragraph, ...]:
    return tuple(one.text for one in found)


def _begun(outcome: str) -> Paragraph:
    """Return the name of a kind of decision as a sentence begins with it."""
    named = WORDS.both(f"outcome.{outcome}")
    return {lang: text[:1].upper() + text[1:] for lang, text in named.items()}


def _blocked(about: str, kinds: Sequence[Sequence[Finding]]) -> tuple[Paragraph, ...]:
    """Return one sentence for each reason for which kinds of decision cannot be compared."""
    reasons: dict[str, list[str]] = {}
    for found in kinds:
        if found and all(one.status == "blocked" for one in found):
            reasons.setdefault(found[0].reason_code or "", []).append(found[0].group["outcome"])
    return tuple(_reason(about, reason, names) for reason, names in reasons.items())


def _reason(about: str, reason: str, names: Sequence[str]) -> Paragraph:
    return {
        lang: WORDS.say(
            f"paragraph.{about}_blocked",
            lang,
            outcomes=listed([WORDS.say(f"outcome.{one}", lang) for one in names], lang),
            reason=WORDS.say(f"reason.{reason}", lang),
        )
        for lang in LANGUAGES
    }
