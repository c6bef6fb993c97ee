"""What all writers of documents agree on: signs of statuses, and when type or page changes."""

from __future__ import annotations

MARKS = {"ok": "●", "review": "▲", "blocked": "■", "suppressed": "◆"}
"""A sign for each status, so that it never hangs on colour alone."""
LONG_VALUE = 14
"""Characters of a key figure beyond which it is set as words."""
MOST_UNBROKEN_ROWS = 12
"""A table with no more rows stands on one page."""


def key_columns(figures: int) -> int:
    """Return how many key figures stand side by side, so that the last row is not left thin."""
    return 2 if figures in (2, 4) else 3
