"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from tests.lib.rendering import Renderer, require
from tests.lib.told import print_told

PROPERTY_EXAMPLES = {"quick": 40, "full": 400}
"""`make test` samples the properties, `make test-all` searches them (KINERJA_TESTS=full)."""

for name, examples in PROPERTY_EXAMPLES.items():
    hypothesis.settings.register_profile(
        name, max_examples=examples, deadline=None, derandomize=name == "quick"
    )
hypothesis.settings.load_profile(os.environ.get("KINERJA_TESTS", "quick"))

ROOT = Path(__file__).resolve().parent.parent


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    print_told(terminalreporter)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files for trying, beside the project; tests that use them skip where they are absent."""
    folder = ROOT.parent / "shared" / "data" / "real"
    if not folder.is_dir():
        pytest.skip("the folder of real files is not beside the project")
    return folder


@pytest.fixture(scope="session")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    """LibreOffice and poppler: what office files and PDF look like on their pages."""
    require()
    return Renderer(tmp_path_factory.mktemp("rendered"))
