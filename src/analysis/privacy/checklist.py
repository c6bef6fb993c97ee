"""The check list of a region: hashes by which a string is recognised as an identifier or a name.

Intake writes it; runs and `kinerja check` read it. The hashes are keyed; the key stands in the
file, which only its owner may read and which leads to no pseudonym. Names are recognised by two
neighbouring parts, single names only where they are long and no ordinary word; what this misses
is said in docs/privacy.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from analysis.errors import ConfigError
from analysis.files import write_atomically
from analysis.privacy.folding import (
    MIN_DIGITS,
    fold_identifier,
    fold_name,
    fold_word,
    is_telling,
    telling_pairs,
)
from analysis.privacy.patterns import Match, as_read, find_patterns
from analysis.settings import ensure_private

_DIGEST_BYTES = 8
_LONGEST_PART = 25
_MOST_GROUPS = 6
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_BETWEEN_PARTS = re.compile(r"[\s.,_+\-]{1,3}")
_DIGIT_GROUP = re.compile(r"\d+")
_BETWEEN_GROUPS = re.compile(r"[ .\-/()_]{1,2}")
_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3}){2,6}(?![\d,])")
_JOINED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_CODE = re.compile(
    r"(?=[A-Za-z\d\-]*\d)(?=[\d\-]*[A-Za-z])[A-Za-z\d](?:[A-Za-z\d\-]{4,}[A-Za-z\d])"
)


@dataclass(frozen=True)
class CheckList:
    """Keyed hashes of a region's identifiers and names.

    Attributes
    ----------
    key : bytes
        `RegionKeys.check`.
    identifiers, names : frozenset of str
        Hexadecimal hashes of folded identifiers, of neighbouring parts of names and of single
        names.
    """

    key: bytes
    identifiers: frozenset[str]
    names: frozenset[str]

    def __repr__(self) -> str:
        return f"CheckList({len(self.identifiers)} identifiers, {len(self.names)} name hashes)"

    @classmethod
    def build(
        cls,
        identifiers: Iterable[str],
        names: Iterable[str],
        key: bytes,
        *,
        not_names: Iterable[str] = (),
    ) -> CheckList:
        """Return the list for a region.

        Parameters
        ----------
        identifiers : iterable of str
            NIP, NIK, phone numbers, codes, as they stand in the raw files.
        names : iterable of str
            Names of persons, with or without titles.
        key : bytes
        not_names : iterable of str
            Names of units, services and places: a hospital named after a person is no person.
        """
        digest = _digest_under(key)
        folded = {fold_identifier(one) for one in identifiers} - {""}
        said = {sign for one in names for sign in _signs(fold_name(one))}
        innocent = {sign for one in not_names for sign in _all_signs(fold_name(one))}
        return cls(
            key=key,
            identifiers=frozenset(digest("i:" + one) for one in folded),
            names=frozenset(digest("n:" + one) for one in said - innocent),
        )

    def write(self, path: Path) -> None:
        """Write the list to `path`, readable by its owner only."""
        ensure_private(path.parent)
        told = {
            "schema": 1,
            "key": self.key.hex(),
            "identifiers": sorted(self.identifiers),
            "names": sorted(self.names),
        }
        write_atomically(path, json.dumps(told))
        path.chmod(0o600)

    @classmethod
    def read(cls, path: Path) -> CheckList:
        """Read what `write` wrote.

        Raises
        ------
        ConfigError
            If there is no list: the region has not been taken in.
        """
        if not path.is_file():
            raise ConfigError("privacy.checklist.missing", region=path.name)
        told = json.loads(path.read_text("utf-8"))
        return cls(
            key=bytes.fromhex(told["key"]),
            identifiers=frozenset(told["identifiers"]),
            names=frozenset(told["names"]),
        )

    def find(self, text: str) -> list[Match]:
        """Return where the text holds an identifier or a name of the region, or looks like one.

        Parameters
        ----------
        text : str
            Visible text, JSON, CSV; of any length (5 MB take about a second).

        Returns
        -------
        list of Match
            In the order of the text; one place may match twice. Never holds the text itself.
        """
        digest = _digest_under(self.key)
        text = as_read(text)
        found = [*find_patterns(text), *self._names(text, digest)]
        if self.identifiers:
            found += self._identifiers(text, digest)
        return sorted(found, key=lambda one: (one.start, one.kind))

    def _identifiers(self, text: str, digest: Callable[[str], str]) -> Iterator[Match]:
        spans = [one.span() for form in (_CODE, _THOUSANDS) for one in form.finditer(text)]
        for start, end in chain(_digit_spans(text), spans):
            folded = fold_identifier(text[start:end])
            if folded and digest("i:" + folded) in self.identifiers:
                yield Match("identifier", start, end)

    def _names(self, text: str, digest: Callable[[str], str]) -> Iterator[Match]:
        if not self.names:
            return
        last, last_start, last_end = "", 0, 0
        fold = cache(fold_word)

        def known(*parts: str) -> bool:
            return digest("n:" + " ".join(parts)) in self.names

        for match in _WORD.finditer(text):
            start, end = match.span()
            part = fold(match[0]) if 1 < end - start <= _LONGEST_PART else ""
            if part and is_telling(part) and known(part):
                yield Match("name", start, end)
            near = part and last and _BETWEEN_PARTS.fullmatch(text, last_end, start)
            if near and (known(last, part) or ("," in near[0] and known(part, last))):
                yield Match("name", last_start, end)
            joined = _JOINED.split(match[0]) if not match[0].isupper() else ()
            if any(known(fold(a), fold(b)) for a, b in pairwise(joined)):
                yield Match("name", start, end)
            last, last_start, last_end = part, start, end


def _digit_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield every run of neighbouring groups of digits that is as long as an identifier."""
    groups: list[tuple[int, int]] = []
    for match in _DIGIT_GROUP.finditer(text):
        near = groups and _BETWEEN_GROUPS.fullmatch(text, groups[-1][1], match.start())
        groups = [*groups[1 - _MOST_GROUPS :], match.span()] if near else [match.span()]
        for first, _ in groups:
            if match.end() - first >= MIN_DIGITS:
                yield first, match.end()


def _signs(parts: tuple[str, ...]) -> set[str]:
    signs = {f"{a} {b}" for a, b in telling_pairs(parts)}
    if len(parts) == 1 and is_telling(parts[0]):
        signs.add(parts[0])
    return signs


def _all_signs(parts: tuple[str, ...]) -> set[str]:
    return {*parts, *(f"{a} {b}" for a, b in pairwise(parts))}


def _digest_under(key: bytes) -> Callable[[str], str]:
    start = hashlib.blake2b(key=key[:64], digest_size=_DIGEST_BYTES)

    @cache
    def digest(text: str) -> str:
        one = start.copy()
        one.update(text.encode("utf-8"))
        return one.hexdigest()

    return digest
