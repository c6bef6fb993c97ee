"""What simulations print, whether they pass or fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture
def show(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture) -> Callable[..., None]:
    """Write lines to the terminal past pytest's capture."""
    writer = request.config.get_terminal_writer()

    def write(*lines: str) -> None:
        with capsys.disabled():
            for line in ("", *lines):
                writer.line(line)

    return write
