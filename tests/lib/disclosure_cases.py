"""Report tables for the tests of disclosure control."""

from __future__ import annotations

import pandas as pd

from analysis.schemas.bundle import ReportColumn, ReportTable


def both(text: str) -> dict[str, str]:
    return {"id": text, "en": text}


def report_table(
    frame: pd.DataFrame,
    *,
    labels: list[str],
    disclosure: str = "service",
    counts: tuple[str, ...] = (),
    shares: tuple[str, ...] = (),
    unfavourable: bool = False,
    bases: tuple[str, ...] = ("n",),
    codes: tuple[str, ...] = (),
) -> ReportTable:
    columns = [ReportColumn(name, both(name), "label", "text") for name in labels]
    columns += [ReportColumn(name, both(name), "base", "integer") for name in bases]
    columns += [
        ReportColumn(name, both(name), "count", "integer", base="n", unfavourable=unfavourable)
        for name in counts
    ]
    columns += [
        ReportColumn(name, both(name), "share", "share", base="n", unfavourable=unfavourable)
        for name in shares
    ]
    columns += [ReportColumn(name, both(name), "code", "code") for name in codes]
    if "estimate" in frame:
        columns.append(ReportColumn("estimate", both("estimate"), "mean", "index"))
    return ReportTable("t", both("t"), tuple(columns), frame, disclosure)


def hidden(table: ReportTable) -> list[bool]:
    return (table.frame["disclosure_status"] == "suppressed").tolist()
