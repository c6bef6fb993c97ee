"""Labels of a rule set, matched whole: case, punctuation and spaces do not matter, parts never do.

"Kurang" is not found in "Sangat Kurang". What another word means ("Cukup" under PermenPANRB 6/2022)
is part of the rule set, as `variants`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

_PUNCTUATION = re.compile(r"[\W_]+")


def fold_label(text: str) -> str:
    """Return `text` lower-case, with punctuation as single spaces."""
    return _PUNCTUATION.sub(" ", text.casefold()).strip()


@dataclass(frozen=True)
class Vocabulary:
    """The labels of a rule set.

    Attributes
    ----------
    rule_set : str
        Id of the rule set, for messages.
    labels : tuple of str
        As the rules write them, lowest first where they have an order.
    variants : dict of str to tuple of str
        Label to other words for it.
    """

    rule_set: str
    labels: tuple[str, ...]
    variants: Mapping[str, Sequence[str]]

    @cached_property
    def meanings(self) -> dict[str, str]:
        """Folded word to label."""
        words = {fold_label(one): one for one in self.labels}
        other = {
            fold_label(word): label for label, known in self.variants.items() for word in known
        }
        return {**other, **words}

    def settle(self, words: pd.Series) -> pd.Series:
        """Return the label that each word means.

        Missing words stay missing. Settling twice changes nothing.

        Raises
        ------
        UsageError
            If a word is none of the labels or their variants; the message tells the labels, never
            the word.
        """
        found = self.settle_known(words)
        foreign = int((words.notna() & found.isna()).sum())
        if foreign:
            known = ", ".join(self.labels)
            raise UsageError(
                "rules.unknown_label", count=foreign, rule_set=self.rule_set, known=known
            )
        return found

    def settle_known(self, words: pd.Series) -> pd.Series:
        """Return the label that each word means, missing where the rules do not know the word."""
        import pandas as pd

        codes, distinct = pd.factorize(words)
        meant = [self.meanings.get(fold_label(str(word))) for word in distinct]
        labels = pd.array([*meant, None], dtype="str")
        return pd.Series(labels.take(codes), index=words.index, name=words.name)


def check_variants(labels: Iterable[str], variants: Mapping[str, Sequence[str]]) -> None:
    """Raise ValueError if a variant is of no label, or means two labels."""
    known = list(labels)
    unknown = sorted(set(variants) - set(known))
    if unknown:
        raise ValueError(f"variants of labels that do not exist: {', '.join(unknown)}")
    words = [fold_label(one) for one in known]
    words += [fold_label(word) for told in variants.values() for word in told]
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise ValueError(f"a word stands for two labels: {', '.join(twice)}")
