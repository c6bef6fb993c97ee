"""What simulations tell, whether they pass or fail; `tests/conftest.py` prints it at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from tests.lib.told import SHOWN, TRUTH
from tests.simulation.known_truth import TruthRow


@pytest.fixture
def show(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Have lines printed after the run."""

    def write(*lines: str) -> None:
        request.node.user_properties.append((SHOWN, "\n".join(lines)))

    return write


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Callable[[Iterable[TruthRow]], None]:
    """Put rows into the one table of known truth that ends the run."""

    def put(rows: Iterable[TruthRow]) -> None:
        told = [(TRUTH, (row.line(), bool(row.held))) for row in rows]
        request.node.user_properties.extend(told)

    return put
