"""One look for figures and pages: colours, type, and matplotlib's settings.

Colours come from Okabe and Ito (2008), safe for colour-blind readers; meaning is never carried
by colour alone. Figures use DejaVu Sans, which ships with matplotlib, so that every machine
draws the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

INK = "#1b2733"
MUTED = "#5b6770"
RULE = "#cfd6db"
PAPER = "#ffffff"
TINT = "#f3f6f8"
ACCENT = "#0b5c8e"
ACCENT_SOFT = "#9cc3dc"

OK = "#00795a"
REVIEW = "#a85d00"
BLOCKED = "#5b6770"
SUPPRESSED = "#7b5a8c"
STAMP = "#b3480a"

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#5b6770")
BAND_TINTS = {"A": "#d5e6f1", "B": "#eaf2f7", "C": "#f8f3e8", "D": "#f3e3d8"}

SANS = "'Source Sans 3', 'Noto Sans', 'Segoe UI', 'Liberation Sans', 'DejaVu Sans', sans-serif"
SERIF = (
    "'Source Serif 4', Charter, 'Noto Serif', Cambria, Georgia, 'Liberation Serif', "
    "'DejaVu Serif', serif"
)

OFFICE_FONT = "Arial"
PRINT_SERIF = "Libertinus Serif"
PRINT_SANS = "DejaVu Sans"
POINTS = {
    "title": 22.0,
    "heading_1": 15.0,
    "heading_2": 12.0,
    "heading_3": 10.5,
    "lede": 12.0,
    "body": 10.5,
    "figure": 17.0,
    "caption": 9.0,
    "table": 8.0,
    "small": 8.0,
}
"""Sizes of type on paper: `figure` is a key figure, `small` is notes, heads and feet of pages."""
PAGE_MM = (210.0, 297.0)
MARGIN_MM = {"top": 25.0, "side": 22.0, "bottom": 24.0, "turned": 19.0}
"""`turned` stands above and below on a page turned on its side."""

WIDTH_INCHES = 7.2
DPI = 180

RC: dict[str, object] = {
    "figure.facecolor": PAPER,
    "figure.constrained_layout.use": True,
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 9,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": "#e4e9ec",
    "grid.linewidth": 0.7,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 9,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.solid_capstyle": "round",
    "path.simplify": False,
    "svg.hashsalt": "kinerja",
}


@contextmanager
def applied() -> Iterator[None]:
    """Draw in the house style inside the `with` block; settings before it are restored."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)  # type: ignore[arg-type]
        yield


def css_variables() -> str:
    """Return the colours and type families as CSS custom properties."""
    pairs = {
        "ink": INK,
        "muted": MUTED,
        "rule": RULE,
        "paper": PAPER,
        "tint": TINT,
        "accent": ACCENT,
        "accent-soft": ACCENT_SOFT,
        "ok": OK,
        "review": REVIEW,
        "blocked": BLOCKED,
        "suppressed": SUPPRESSED,
        "stamp": STAMP,
        "sans": SANS,
        "serif": SERIF,
    }
    return ":root{" + "".join(f"--{name}:{value};" for name, value in pairs.items()) + "}"
