"""The slides of a report: one deck a language, from its bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import ReportError

if TYPE_CHECKING:
    from analysis.presenting.reading import Bundle


def write(bundle: Bundle, lang: str, path: Path) -> None:
    """Write the deck of a bundle in one language.

    Parameters
    ----------
    bundle : Bundle
        What disclosure control has left; nothing else is shown.
    lang : {"id", "en"}
    path : Path
        The .pptx file; equal bundles give equal bytes.

    Raises
    ------
    ReportError
        If the deck cannot be made from the bundle or written.
    """
    from analysis.products.slides.planning import plan_deck
    from analysis.products.slides.writing import written

    try:
        path.write_bytes(written(plan_deck(bundle, lang)))
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise ReportError(
            "products.slides.failed", file=path.name, reason=type(error).__name__
        ) from error
