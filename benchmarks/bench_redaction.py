"""Redaction of comments, and the search of a large page with a check list, in seconds.

    .venv/bin/python benchmarks/bench_redaction.py [--comments 50000] [--names 5000]

The comments are made from the labelled ones of the tests; one in three holds a name of the region,
exactly or with one typing error. Seconds are compared with reading the same comments word by word.
"""

from __future__ import annotations

import argparse
import re
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.privacy.checklist import CheckList
from analysis.privacy.redaction import Redactor

LABELLED = Path(__file__).parent.parent / "tests" / "data" / "redaction" / "labelled.toml"
SYLLABLES = [
    "ba",
    "ri",
    "tu",
    "sa",
    "ni",
    "wa",
    "ti",
    "dor",
    "man",
    "lin",
    "har",
    "ya",
    "su",
    "ke",
    "mo",
]
LIMIT_SECONDS, PAGE_LIMIT_SECONDS, PAGE_BYTES = 20.0, 3.0, 5_000_000


def made_up_names(rng: np.random.Generator, count: int) -> list[str]:
    parts = rng.choice(SYLLABLES, (count, 6))
    return ["".join(one[:3]).title() + " " + "".join(one[3:]).title() for one in parts]


def misspelt(name: str, at: int) -> str:
    at = at % (len(name) - 2) + 1
    return name[:at] + name[at + 1 :]


def made_up_comments(rng: np.random.Generator, names: list[str], count: int) -> pd.Series:
    labelled = tomllib.loads(LABELLED.read_text("utf-8"))
    texts = [
        re.sub(r"[{}]", "", one)
        for kind, comments in labelled.items()
        if kind != "names"
        for one in comments
    ]
    chosen = rng.integers(0, len(texts), count)
    named = rng.integers(0, len(names), count)
    kinds = rng.integers(0, 6, count)
    made = []
    for number, (text, name, kind) in enumerate(zip(chosen, named, kinds, strict=True)):
        said = {0: names[name], 1: misspelt(names[name], number)}.get(int(kind), "")
        made.append(f"{texts[text]} {said} no antrean {number % 1000}")
    return pd.Series(made, dtype="str")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--names", type=int, default=5_000)
    given = parser.parse_args()
    rng = np.random.default_rng(11)
    names = made_up_names(rng, given.names)
    comments = made_up_comments(rng, names, given.comments)
    plain = seconds(lambda: [re.findall(r"\w+", one) for one in comments])
    redacted = seconds(lambda: Redactor(names).redact(comments))
    print(f"{given.comments} comments, {given.names} names, {comments.nunique()} distinct comments")
    print(f"redaction {redacted:.1f} s (limit {LIMIT_SECONDS:.0f} s), {redacted / plain:.0f}x")
    text = "\n".join(f"<td>{one}</td>" for one in comments)
    text = (text * (PAGE_BYTES // len(text) + 1))[:PAGE_BYTES]
    checklist = CheckList.build([], names, b"k" * 32)
    searched = seconds(lambda: checklist.find(text))
    print(f"check of a page of 5 MB {searched:.1f} s (limit {PAGE_LIMIT_SECONDS:.0f} s)")


if __name__ == "__main__":
    main()
