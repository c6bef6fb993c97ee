"""Respondents' shares beside users' shares, one line a category."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import label_texts, new_sheet, number_ticks
from analysis.schemas.bundle import ReportTable
from analysis.studies.satisfaction.parts import ROOM
from analysis.wording import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW_INCHES = 0.27


def draw_coverage(table: ReportTable, lang: str) -> Figure:
    """Draw a filled dot for respondents and an open one for users, joined by a line."""
    known = table.frame.dropna(subset=["respondent_share", "users_share"])
    rows = known.iloc[::-1].reset_index(drop=True)
    figure, axes = new_sheet(height=1.0 + ROW_INCHES * max(len(rows), 3))
    places = range(len(rows))
    respondents = rows["respondent_share"].astype("float64")
    users = rows["users_share"].astype("float64")
    axes.hlines(places, respondents, users, color=style.RULE, lw=2, zorder=1)
    axes.plot(
        users,
        places,
        "o",
        ms=6,
        mfc=style.PAPER,
        mec=style.INK,
        label=say(f"{ROOM}.column.users_share", lang),
    )
    axes.plot(
        respondents,
        places,
        "o",
        ms=5.2,
        color=style.ACCENT,
        label=say(f"{ROOM}.column.respondent_share", lang),
    )
    axes.set_yticks(places, label_texts(replace(table, frame=rows), "level", lang))
    axes.set_xlim(left=0)
    number_ticks(axes.xaxis, lang, "share")
    axes.grid(axis="x")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    return figure
