"""An inspection as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.intake.inspection.inspecting import Inspection
from analysis.intake.raw import ColumnMatch, DataBlock, Mapping, Problem
from analysis.wording import say

_WIDEST = 44
_CODE = "intake.inspect"


def render(inspection: Inspection, lang: str) -> str:
    """Return what was found as text of fixed width, for a terminal or a file.

    Headers of the file are shown, never its values.
    """
    lines = [say(f"{_CODE}.file", lang, file=inspection.file, tables=len(inspection.blocks)), ""]
    shown = _shown_in_full(inspection)
    for place, (block, mapping) in enumerate(
        zip(inspection.blocks, inspection.mappings, strict=True)
    ):
        lines += _block_lines(block, mapping, lang, full=place == shown)
    if inspection.best < 0:
        lines += ["", say(f"{_CODE}.none_taken", lang)]
    if inspection.accept_rate is not None:
        rate = _percent(inspection.accept_rate, lang)
        lines += ["", say(f"{_CODE}.accept_rate", lang, rate=rate)]
    lines += _problem_lines(inspection.problems, lang)
    if inspection.toml_lines:
        code = "lines_known" if inspection.source else "lines_new"
        source = inspection.source.id if inspection.source else ""
        lines += ["", say(f"{_CODE}.{code}", lang, source=source), "", inspection.toml_lines]
    return "\n".join(lines)


def _shown_in_full(inspection: Inspection) -> int:
    """Return the place of the block whose columns are listed: the best, else the longest."""
    if inspection.best >= 0 or not inspection.blocks:
        return inspection.best
    return max(range(len(inspection.blocks)), key=lambda one: len(inspection.blocks[one].body))


def _block_lines(block: DataBlock, mapping: Mapping, lang: str, *, full: bool) -> list[str]:
    known = {
        "sheet": block.sheet.name or "-",
        "rows": len(block.body),
        "others": len(block.structural),
        "header": ", ".join(map(str, block.header_rows)) or "-",
        "table": mapping.table or say(f"{_CODE}.no_table", lang),
        "confidence": _percent(mapping.table_confidence, lang),
        "codebook": f" ({mapping.codebook})" if mapping.codebook else "",
    }
    lines = [say(f"{_CODE}.block", lang, **known)]
    facts = [f"{key} = {text}" for key, text in block.facts.items()]
    lines += [say(f"{_CODE}.facts", lang, facts="; ".join(facts))] if facts else []
    return lines + (_match_lines(mapping.matches, lang) if full else [])


def _match_lines(matches: Sequence[ColumnMatch], lang: str) -> list[str]:
    rows = [tuple(say(f"{_CODE}.headings", lang).split("|"))]
    rows += [
        (
            "" if match.certain else "?",
            _shortened(match.column.header or "-"),
            match.target or "-",
            _percent(match.confidence, lang),
            say(f"{_CODE}.reason.{match.reason}", lang),
        )
        for match in matches
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _problem_lines(problems: Sequence[Problem], lang: str) -> list[str]:
    if not problems:
        return ["", say(f"{_CODE}.no_problems", lang)]
    lines = ["", say(f"{_CODE}.problems", lang)]
    for problem in problems:
        sign = "!" if problem.stops else "-"
        lines.append(f"  {sign} {say(problem.code, lang, **problem.values)}")
    return lines


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _WIDEST else plain[: _WIDEST - 1] + "…"


def _percent(share: float, lang: str) -> str:
    whole = int(share * 100)
    return f"{whole} %" if lang == "en" else f"{whole}%"
