"""How paragraphs of each kind look in our Word files: sizes, colours, distances."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.presenting import style
from analysis.products.document.widths import TEXT_MM

_POINTS = style.POINTS


@dataclass(frozen=True, kw_only=True)
class ParagraphStyle:
    """How paragraphs of one name look; sizes and distances in points, indents in millimetres.

    Attributes
    ----------
    border : str
        Side of a rule, left or bottom, and its colour, such as `left #0b5c8e`; empty for none.
    tabs : tuple of (str, float)
        Kind and place of tab stops.
    outline : int or None
        Level in the document's outline, 0 for a heading of level 1.
    """

    name: str
    based_on: str = "Normal"
    follows: str = ""
    size: float = _POINTS["body"]
    colour: str = style.INK
    bold: bool = False
    before: float = 0
    after: float = 0
    line: float = 1.0
    indent: float = 0
    hanging: float = 0
    right: float = 0
    align: str = ""
    keep_next: bool = False
    border: str = ""
    shade: str = ""
    tabs: tuple[tuple[str, float], ...] = ()
    outline: int | None = None

    @property
    def id(self) -> str:
        """Name without spaces, as paragraphs refer to it."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())


def _heading(level: int, *, before: float, after: float) -> ParagraphStyle:
    return ParagraphStyle(
        name=f"heading {level}",
        follows="BodyText",
        size=_POINTS[f"heading_{level}"],
        bold=True,
        colour=style.ACCENT if level == 1 else style.INK,
        before=before,
        after=after,
        keep_next=True,
        outline=level - 1,
        tabs=(("left", 9.0),),
        indent=9.0 if level == 1 else 0,
        hanging=9.0 if level == 1 else 0,
    )


_SMALL = _POINTS["small"]
_BODY_LINE = 1.25
PARAGRAPHS: tuple[ParagraphStyle, ...] = (
    ParagraphStyle(name="Body Text", after=7, line=_BODY_LINE),
    *(
        ParagraphStyle(name=name, bold="Bold" in name, align=align, after=7, line=_BODY_LINE)
        for name, align in (
            ("Body Text Bold", ""),
            ("Body Text Centred", "center"),
            ("Body Text Centred Bold", "center"),
            ("Body Text Right", "right"),
            ("Body Text Right Bold", "right"),
        )
    ),
    ParagraphStyle(name="First Paragraph", based_on="BodyText", after=7, line=_BODY_LINE),
    ParagraphStyle(name="Compact", after=3, line=1.15),
    ParagraphStyle(name="Title", size=_POINTS["title"], bold=True, after=2, keep_next=True),
    ParagraphStyle(name="Kicker", size=9, bold=True, colour=style.ACCENT, after=3, keep_next=True),
    ParagraphStyle(name="Place", size=12, colour=style.MUTED, after=8, keep_next=True),
    ParagraphStyle(
        name="Fact",
        size=9,
        colour=style.MUTED,
        after=1,
        indent=22,
        hanging=22,
        tabs=(("left", 22.0),),
    ),
    ParagraphStyle(name="Lede", size=_POINTS["lede"], before=12, after=10, line=_BODY_LINE),
    _heading(1, before=22, after=7),
    _heading(2, before=14, after=5),
    _heading(3, before=10, after=4),
    ParagraphStyle(
        name="caption", size=_POINTS["caption"], bold=True, before=12, after=4, keep_next=True
    ),
    ParagraphStyle(name="Note", size=_SMALL, colour=style.MUTED, before=3, after=3, line=1.1),
    ParagraphStyle(name="Cell", size=_POINTS["table"], before=1.5, after=1.5),
    ParagraphStyle(
        name="Cell Head", size=_POINTS["table"], bold=True, before=2, after=2, keep_next=True
    ),
    ParagraphStyle(name="Cell Total", size=_POINTS["table"], bold=True, before=1.5, after=1.5),
    ParagraphStyle(
        name="Cell Hidden", size=_POINTS["table"], colour=style.MUTED, before=1.5, after=1.5
    ),
    ParagraphStyle(name="Key Label", size=9, before=4, after=1, keep_next=True),
    ParagraphStyle(
        name="Key Value", size=_POINTS["figure"], bold=True, colour=style.ACCENT, keep_next=True
    ),
    ParagraphStyle(
        name="Key Words",
        size=11,
        bold=True,
        colour=style.ACCENT,
        before=3,
        after=2,
        keep_next=True,
    ),
    ParagraphStyle(name="Key Detail", size=_SMALL, colour=style.MUTED, keep_next=True),
    ParagraphStyle(name="Key Status", size=_SMALL, before=2, after=8),
    ParagraphStyle(
        name="Callout Title",
        size=9.5,
        bold=True,
        colour=style.REVIEW,
        before=10,
        indent=4,
        right=4,
        keep_next=True,
        border=f"left {style.REVIEW}",
        shade=style.TINT,
    ),
    ParagraphStyle(
        name="Callout Item",
        size=9.5,
        before=3,
        after=0,
        line=1.15,
        indent=4,
        right=4,
        border=f"left {style.REVIEW}",
        shade=style.TINT,
    ),
    ParagraphStyle(name="TOC Heading", size=12, bold=True, before=16, after=4, keep_next=True),
    ParagraphStyle(name="toc 1", size=10, after=2, indent=9, hanging=9, tabs=(("left", 9.0),)),
    ParagraphStyle(name="toc 2", size=10, after=2, indent=18, hanging=9, tabs=(("left", 18.0),)),
    ParagraphStyle(name="Legend", size=_SMALL, colour=style.MUTED, after=2, indent=5, hanging=5),
    ParagraphStyle(name="Letterhead", size=13, bold=True, align="center"),
    ParagraphStyle(
        name="Letterhead Address",
        size=9,
        align="center",
        after=14,
        border=f"bottom {style.INK}",
    ),
    ParagraphStyle(name="Signature", indent=TEXT_MM / 2, line=1.15, keep_next=True),
    ParagraphStyle(name="header", size=_SMALL, bold=True, colour=style.STAMP, align="right"),
    ParagraphStyle(name="footer", size=_SMALL, colour=style.MUTED),
    ParagraphStyle(name="Section End", size=1),
    ParagraphStyle(name="Page Break", size=1),
)
