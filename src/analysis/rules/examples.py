"""Worked examples of the rule sets, kept as data, and the check that they still come out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from analysis.errors import UsageError
from analysis.rules.appraisal_examples import AppraisalExample
from analysis.rules.complaint_examples import ComplaintExample
from analysis.rules.credit_examples import CreditExample
from analysis.rules.distribution_examples import DistributionExample
from analysis.rules.ip_asn_examples import IndexExample
from analysis.rules.registry import RuleBook
from analysis.rules.skm_examples import SkmExample
from analysis.rules.training_examples import TrainingExample
from analysis.rules.worked_example import Example

EXAMPLES: dict[str, type[Example]] = {
    "skm": SkmExample,
    "appraisal": AppraisalExample,
    "distribution": DistributionExample,
    "complaints": ComplaintExample,
    "training": TrainingExample,
    "credit": CreditExample,
    "ip_asn": IndexExample,
}
"""Kind of rules to the form of its worked examples."""


@dataclass(frozen=True)
class ExampleResult:
    """One worked example, checked.

    Attributes
    ----------
    id : str
    what : dict of str to str
        What is computed, in "id" and "en".
    expected, computed : str
        Index, letter, predikat or code of the error, as text.
    source : str
    passed : bool
    """

    id: str
    what: dict[str, str]
    expected: str
    computed: str
    source: str
    passed: bool


def run_examples(rulebook: RuleBook) -> list[ExampleResult]:
    """Return every worked example, by id, with what the rules of `rulebook` make of it."""
    examples = sorted(read_examples(), key=lambda one: one.id)
    return [_checked(example, rulebook) for example in examples]


def read_examples() -> Iterator[Example]:
    """Yield the worked examples that ship with the package, by file and place."""
    folder = files("analysis.rules").joinpath("worked")
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        declared = tomllib.loads(path.read_text("utf-8"))
        yield from (EXAMPLES[declared["kind"]](**one) for one in declared["examples"])


def _checked(example: Example, rulebook: RuleBook) -> ExampleResult:
    try:
        computed = example.computed(rulebook)
    except UsageError as error:
        computed = error.code
    return ExampleResult(
        id=example.id,
        what=example.what.model_dump(),
        expected=example.expected,
        computed=computed,
        source=example.source,
        passed=example.expected == computed,
    )
