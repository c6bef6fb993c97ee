"""What a notebook cell shows: HTML in one language for the reader, in all for the exporter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from analysis.presenting.typography import glued
from analysis.schemas.bundle import Section

MIME = "application/vnd.kinerja+json"
LIMITS = "limits"


@dataclass(frozen=True)
class Display:
    """One table, figure or section in every language.

    Attributes
    ----------
    html : dict of str to str
        Self-contained, shown in JupyterLab.
    lang : str
        Language that JupyterLab shows.
    linked : dict of str to str or None
        The same with images by their address in the bundle, for products; None means `html`.
    """

    html: Mapping[str, str]
    lang: str
    linked: Mapping[str, str] | None = None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ANN401, ARG002 - IPython's protocol
        return {
            "text/html": self.html[self.lang],
            "text/plain": "",
            MIME: dict(self.linked or self.html),
        }


def section_html(section: Section, lang: str, *, heading: bool = False) -> str:
    """Return the paragraphs of a section; the section `limits` becomes a titled box."""
    title = escape(section.heading[lang])
    body = "".join(f"<p>{escape(glued(paragraph[lang]))}</p>" for paragraph in section.paragraphs)
    name = escape(section.key)
    if section.key == LIMITS:
        return (
            f'<aside class="limits" data-section="{name}" aria-label="{title}">'
            f'<p class="box-title">{title}</p>{body}</aside>'
        )
    head = f"<h2>{title}</h2>" if heading else ""
    return f'<div class="prose" data-section="{name}">{head}{body}</div>'
