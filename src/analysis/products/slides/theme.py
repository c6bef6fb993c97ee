"""The theme of a deck: colours and type of `presenting.style` as Office names them."""

from __future__ import annotations

from analysis.presenting import style

NAME = "kinerja"
COLOURS = {
    "dk1": style.INK,
    "lt1": style.PAPER,
    "dk2": style.ACCENT,
    "lt2": style.TINT,
    "accent1": style.PALETTE[0],
    "accent2": style.PALETTE[1],
    "accent3": style.PALETTE[2],
    "accent4": style.PALETTE[3],
    "accent5": style.PALETTE[4],
    "accent6": style.PALETTE[5],
    "hlink": style.ACCENT,
    "folHlink": style.SUPPRESSED,
}
_PLAIN = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{_PLAIN}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml() -> str:
    """Return the theme part: Arial for headings and text, flat fills, no effects."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{hex_of(value)}"/></a:{name}>'
        for name, value in COLOURS.items()
    )
    font = f'<a:latin typeface="{style.OFFICE_FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'name="{NAME}"><a:themeElements>'
        f'<a:clrScheme name="{NAME}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{NAME}"><a:majorFont>{font}</a:majorFont>'
        f"<a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="{NAME}"><a:fillStyleLst>{_PLAIN * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_PLAIN * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def hex_of(colour: str) -> str:
    """Return a colour `#rrggbb` as Office writes it."""
    return colour.removeprefix("#").upper()
