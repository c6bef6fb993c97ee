"""Pages from their template: shared look, marks of status, and the words of one language."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from analysis.presenting import style
from analysis.presenting.typography import glued
from analysis.wording import say

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

MARKS = {
    "ok": '<circle cx="6" cy="6" r="5"/>',
    "review": '<path d="M6 1 11.5 11H.5Z"/>',
    "blocked": '<rect x="1" y="1" width="10" height="10"/>',
    "suppressed": '<path d="M6 0 12 6 6 12 0 6Z"/>',
    "failed": '<path d="M1 3 3 1l3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3Z"/>',
}


def mark(status: str) -> str:
    """Return the shape that stands beside the word of a status."""
    return (
        f'<svg class="mark mark-{escape(status)}" viewBox="0 0 12 12" width="12" height="12" '
        f'aria-hidden="true">{MARKS.get(status, "")}</svg>'
    )


def css_string(text: str) -> Markup:
    """Return text as a quoted CSS string in which every unusual character is escaped."""
    from markupsafe import Markup

    escaped = "".join(one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in text)
    return Markup(f'"{escaped}"')


def build(template: str, lang: str, **content: Any) -> str:  # noqa: ANN401 - template values
    """Fill a template of this folder; `say(code)` in it gives words of `products.html`."""

    def words(code: str, **values: object) -> str:
        return say(f"products.html.{code}", lang, **values)

    page = _environment().get_template(template)
    return page.render(lang=lang, say=words, mark=mark, css=_css(), **content)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("analysis.products.html", "template")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"css_string": css_string, "glued": glued}
    return environment


@cache
def _css() -> str:
    text = files("analysis.products.html").joinpath("template", "page.css").read_text("utf-8")
    return style.css_variables() + "\n" + text
