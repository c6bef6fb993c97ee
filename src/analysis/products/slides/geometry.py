"""Where things stand on a slide, and in which sizes they are set."""

from __future__ import annotations

from dataclasses import dataclass

EMU_PER_POINT = 12700
WIDTH, HEIGHT = 960.0, 540.0
"""Of a slide in points, 16:9."""
SIDE = 46.0
"""Margin to the left and right."""
TEXT_WIDTH = WIDTH - 2 * SIDE


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    def emu(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height in the unit of Office files."""
        left, top = round(self.left * EMU_PER_POINT), round(self.top * EMU_PER_POINT)
        right, bottom = round(self.right * EMU_PER_POINT), round(self.bottom * EMU_PER_POINT)
        return left, top, right - left, bottom - top


STAMP_WIDTH = 300.0
KICKER = Box(SIDE, 28.0, TEXT_WIDTH - STAMP_WIDTH - 16, 18.0)
STAMP = Box(WIDTH - SIDE - STAMP_WIDTH, 28.0, STAMP_WIDTH, 18.0)
TITLE_TOP = 48.0
TITLE_HEIGHT = 76.0
TITLE = Box(SIDE, TITLE_TOP, TEXT_WIDTH, TITLE_HEIGHT)
FOOTER = Box(SIDE, 511.0, TEXT_WIDTH - 70, 15.0)
NUMBER = Box(WIDTH - SIDE - 60, 511.0, 60.0, 15.0)
FOOT_RULE = 506.0
SMALL_BOTTOM = 501.0
GAP = 14.0
BODY = Box(SIDE, TITLE.bottom + GAP, TEXT_WIDTH, SMALL_BOTTOM - TITLE.bottom - GAP)

TITLE_SIZES = (26.0, 24.0, 22.0, 20.0)
TITLE_LINES, MOST_TITLE_LINES = 2, 3
BODY_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
SPLIT_BODY = 18.0
"""Size of text that goes on over further slides."""
QUESTION_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
TABLE_SIZES = (18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0)
PAIR_SIZES = (16.0, 14.0, 13.0, 12.0)
"""Sizes of two tables side by side."""
PAIR_GUTTER = 40.0
CAPTION_SIZE, CAPTION_GAP = 15.0, 8.0
SPLIT_TABLE_SIZES = (12.0, 11.0, 10.0)
"""Sizes of a table that goes on over further slides."""
KICKER_SIZE, SMALL_SIZE, FOOTER_SIZE, STAMP_SIZE = 13.0, 11.0, 10.0, 11.0
MOST_CHART_SIZE, LEAST_CHART_SIZE = 16.0, 10.0
