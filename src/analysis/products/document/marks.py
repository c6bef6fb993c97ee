"""What all writers of documents agree on: signs of statuses, and when type or page changes."""

from __future__ import annotations

MARKS = {"ok": "●", "review": "▲", "blocked": "■", "suppressed": "◆"}
"""A sign for each status, so that it never hangs on colour alone."""
LONG_VALUE = 14
"""Characters of a key figure beyond which it is set as words."""
MOST_UNBROKEN_ROWS = 12
"""A table with no more rows stands on one page."""
