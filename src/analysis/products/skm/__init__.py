"""Products of the satisfaction study that offices deliver: publication sheets and SKM report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.products.skm.sheet import write_sheets

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle

__all__ = ["write_report", "write_sheets"]


def write_report(bundle: Bundle, lang: str, path: Path) -> None:
    """Write the SKM report as a Word file; see `report.write_report`."""
    from analysis.products.skm import report

    report.write_report(bundle, lang, path)
