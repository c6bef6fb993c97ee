"""What the sections of the report share when they tell of findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.presenting.composing.chance import DIFFERENT, is_beyond_chance
from analysis.presenting.composing.words import LANGUAGES
from analysis.presenting.formats import Formatter, is_missing
from analysis.schemas.finding import HIDDEN_STATUSES
from analysis.studies.fairness.comparing import TOO_RARE
from analysis.studies.fairness.parts import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from analysis.presenting.composing import Paragraph, Shown
    from analysis.schemas.finding import Finding


@dataclass(frozen=True)
class Compared:
    """Comparisons of groups, those that disclosure control hid left out.

    Attributes
    ----------
    tested : tuple of Finding
        With a test of chance.
    untested : tuple of Finding
        Too few employees or appraisers stand behind them for a test.
    """

    tested: tuple[Finding, ...]
    untested: tuple[Finding, ...]

    @property
    def sure(self) -> tuple[Finding, ...]:
        """Those that go beyond chance."""
        return tuple(one for one in self.tested if is_beyond_chance(one))

    def phrase(self, lang: str, *, outside: int = 0) -> str:
        """Return how many are tested and how many are not, as part of a sentence.

        Parameters
        ----------
        outside : int
            How many of the untested ones are outside the four-fifths limits.
        """
        write = Formatter(lang).integer
        code = "paragraph.compared_one" if len(self.tested) == 1 else "paragraph.compared"
        tested = WORDS.say(code, lang, tested=write(len(self.tested)))
        if not self.untested:
            return tested
        code = "paragraph.untested_outside" if outside else "paragraph.untested"
        rest = WORDS.say(code, lang, count=write(len(self.untested)), outside=write(outside))
        return f"{tested} {rest}"

    def counted(
        self,
        code: str,
        counts: Mapping[str, int],
        *,
        unsure: int = 0,
        said: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Paragraph:
        """Return a sentence that counts comparisons.

        Parameters
        ----------
        counts : mapping of str to int
            Numbers of the sentence, by name.
        unsure : int
            `outside` of `phrase`.
        said : mapping of str to mapping of str to str, or None
            Further words of the sentence, by name and language.
        """
        return {
            lang: WORDS.say(
                code,
                lang,
                compared=self.phrase(lang, outside=unsure),
                **{name: text[lang] for name, text in (said or {}).items()},
                **{name: Formatter(lang).integer(n) for name, n in counts.items()},
            )
            for lang in LANGUAGES
        }

    def none_tested(self) -> tuple[Paragraph, ...]:
        """Return how many comparisons cannot be tested, where there are such and no others."""
        if self.tested or not self.untested:
            return ()
        count = len(self.untested)
        return (
            {
                lang: WORDS.say("paragraph.none_tested", lang, count=Formatter(lang).integer(count))
                for lang in LANGUAGES
            },
        )


def is_held_back(finding: Finding) -> bool:
    """Tell whether a finding is hidden, by disclosure control or because it would tell a count."""
    return finding.status == "suppressed" or finding.reason_code == TOO_RARE


def compared(found: Sequence[Finding]) -> Compared:
    """Return the findings that compare a group with a reference, by whether they have a test."""
    pairs = [one for one in found if "reference" in one.group and not is_held_back(one)]
    return Compared(
        tuple(one for one in pairs if one.p_adjusted is not None),
        tuple(one for one in pairs if one.p_adjusted is None),
    )


def told_of_tests(rows: pd.DataFrame) -> str:
    """Return the ending of the title of a figure of differences.

    Parameters
    ----------
    rows : DataFrame
        The rows drawn, with `gap_points` and `p_adjusted`.

    Returns
    -------
    {"some", "none", "none_of_tested", "untested"}
        Whether some go beyond chance, none, none of those that have a test, or none has one.
    """
    tests = rows.loc[rows["gap_points"].notna(), "p_adjusted"]
    if tests.isna().all():
        return "untested"
    if (tests < DIFFERENT).any():
        return "some"
    return "none_of_tested" if tests.isna().any() else "none"


def difference(shown: Shown, one: Finding, lang: str) -> str:
    """Return the group, its difference and the interval, as part of a list."""
    write = Formatter(lang)
    kept = (*shown.scope, "outcome", "stage")
    group = {key: value for key, value in one.group.items() if key not in kept}
    code = "difference_plain" if is_missing(one.ci_low) else "difference"
    return WORDS.say(
        f"paragraph.{code}" if one.status == "ok" else f"paragraph.{code}_review",
        lang,
        group=shown.names.of_group(group, lang),
        estimate=write.measured(one.estimate, one.measure_unit),
        confidence=confidence(one, lang),
        interval=write.interval(one.ci_low, one.ci_high),
    )


def confidence(one: Finding, lang: str) -> str:
    """Return the confidence of an interval in per cent."""
    return f"{Formatter(lang).integer(100 * (one.confidence or 0))}%"


def some_hidden(shown: Shown, *tables: str, code: str = "some_hidden") -> tuple[Paragraph, ...]:
    """Return that rows are hidden, where any of the tables has such."""
    hidden = any(shown.hidden_rows(one) for one in tables)
    return (WORDS.both(f"paragraph.{code}"),) if hidden else ()


def named(shown: Shown, name: str) -> list[Finding]:
    """Return all findings of one id, hidden ones among them."""
    return [one for one in shown.findings if one.id == f"{shown.study}.{name}"]


def readable(found: Sequence[Finding]) -> list[Finding]:
    """Return the findings whose numbers may be read."""
    return [one for one in found if one.status not in HIDDEN_STATUSES]
