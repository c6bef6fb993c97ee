"""An inspection as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from analysis.intake.inspection.inspecting import Inspection
from analysis.intake.inspection.trying import Trial
from analysis.intake.mapping.declaring import GROUP_SIGN
from analysis.intake.raw import LEFT_OUT_COLUMNS, ColumnMatch, DataBlock, Mapping
from analysis.intake.record.report import reason_text
from analysis.wording import say

WIDTH = 100
_NARROWEST_HEADER, _WIDEST_HEADER = 12, 44
_GAP = 2
_CODE = "intake.inspect"
_BY_NAME = frozenset({"exact", "synonym", "question"})


def render(inspection: Inspection, lang: str, *, width: int = WIDTH) -> str:
    """Return what was found as text, for a terminal or a file.

    Headers of the file are shown, never its values, but for names of units.

    Parameters
    ----------
    inspection : Inspection
    lang : {"id", "en"}
    width : int, default 100
        Signs in a line; lines of TOML are never broken.
    """
    lines = [say(f"{_CODE}.file", lang, file=inspection.file, tables=len(inspection.blocks))]
    shown = _shown_in_full(inspection)
    for place, (block, mapping) in enumerate(
        zip(inspection.blocks, inspection.mappings, strict=True)
    ):
        lines += ["", *_block_lines(block, mapping, lang, width=width, full=place == shown)]
    if inspection.best < 0:
        lines += ["", *_wrapped(say(f"{_CODE}.none_taken", lang), width)]
    lines += _trial_lines(inspection, lang, width)
    lines += _problem_lines(inspection, lang, width)
    if inspection.toml_lines:
        code = "lines_known" if inspection.source else "lines_new"
        source = inspection.source.id if inspection.source else ""
        told = say(f"{_CODE}.{code}", lang, source=source)
        lines += ["", *_wrapped(told, width), "", inspection.toml_lines]
    return "\n".join(lines)


def bullet(text: str, *, width: int, sign: str = "-") -> str:
    """Return a paragraph of a list, broken between words at `width` signs."""
    return textwrap.fill(
        text,
        max(width, _WIDEST_HEADER),
        initial_indent=f"  {sign} ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _shown_in_full(inspection: Inspection) -> int:
    """Return the place of the block whose columns are listed: the best, else the longest."""
    if inspection.best >= 0 or not inspection.blocks:
        return inspection.best
    return max(range(len(inspection.blocks)), key=lambda one: len(inspection.blocks[one].body))


def _block_lines(
    block: DataBlock, mapping: Mapping, lang: str, *, width: int, full: bool
) -> list[str]:
    name = block.sheet.name
    known = {
        "place": say(f"{_CODE}.sheet", lang, sheet=name) if name else say(f"{_CODE}.text", lang),
        "rows": len(block.body),
        "others": len(block.structural),
        "header": ", ".join(map(str, block.header_rows)) or "-",
        "table": mapping.table or say(f"{_CODE}.no_table", lang),
        "confidence": _percent(mapping.table_confidence, lang),
        "codebook": f" ({mapping.codebook})" if mapping.codebook else "",
    }
    code = "block" if block.columns else "information"
    lines = _wrapped(say(f"{_CODE}.{code}", lang, **known), width)
    facts = "; ".join(f"{key} = {text}" for key, text in block.facts.items())
    if facts and (full or not block.columns):
        lines += _wrapped(say(f"{_CODE}.facts", lang, facts=facts), width)
    return lines + (_match_lines(mapping.matches, lang, width) if full else [])


def _match_lines(matches: Sequence[ColumnMatch], lang: str, width: int) -> list[str]:
    heads = say(f"{_CODE}.headings", lang).split("|")
    rows = [
        (
            "" if match.certain else "?",
            _named(match),
            _role(match, lang),
            _percent(match.confidence, lang),
            _reason(match, lang),
        )
        for match in matches
        if match.column.header or match.reason != "empty"
    ]
    cells = [tuple(heads), *rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(heads))]
    room = width - sum(widths) + widths[1] - _GAP * len(heads)
    widths[1] = min(widths[1], max(_NARROWEST_HEADER, min(room, _WIDEST_HEADER)))
    return [_row(row, widths) for row in cells]


def _named(match: ColumnMatch) -> str:
    header, group = match.column.header, match.column.group
    return f"{group}{GROUP_SIGN}{header}" if group and header else header or "-"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    gap = " " * _GAP
    texts = (
        _shortened(cell, width).ljust(width) for cell, width in zip(cells, widths, strict=True)
    )
    return (gap + gap.join(texts)).rstrip()


def _role(match: ColumnMatch, lang: str) -> str:
    if match.target in LEFT_OUT_COLUMNS:
        return say(f"{_CODE}.left_out.{match.target}", lang)
    return match.target or "-"


def _reason(match: ColumnMatch, lang: str) -> str:
    """Return why a column is taken for its target; a known name in doubt has unfitting values."""
    doubtful = not match.certain and match.reason in _BY_NAME
    return say(f"{_CODE}.reason.{'unfitting' if doubtful else match.reason}", lang)


def _trial_lines(inspection: Inspection, lang: str, width: int) -> list[str]:
    """Tell how many rows can be read, what hinders the others, and which units are unknown."""
    trial = inspection.trial
    if trial is None:
        return []
    told = say(f"{_CODE}.accept_rate", lang, rate=_percent(trial.accepted, lang), rows=trial.rows)
    lines = ["", *_wrapped(told, width)]
    for (header, reason), count in trial.reasons.items():
        values = {"column": header, "reason": reason_text(reason, lang), "count": count}
        lines.append(bullet(say(f"{_CODE}.hindered", lang, **values), width=width))
    return lines + _unit_lines(inspection, trial, lang, width)


def _unit_lines(inspection: Inspection, trial: Trial, lang: str, width: int) -> list[str]:
    """Tell which units the file names that region.toml lacks, with their entries."""
    found = inspection.units
    if not found:
        return []
    rate = _percent(trial.accepted_with_units, lang)
    told = {"count": len(found), "rate": rate, "file": inspection.file}
    lines = ["", *_wrapped(say(f"{_CODE}.unknown_units", lang, **told), width), ""]
    lines.append("\n\n".join(one.lines for one in found))
    for one in found:
        if one.near:
            same = say(f"{_CODE}.unit_near", lang, name=one.name, near=one.near)
            lines.append(bullet(same, width=width, sign="?"))
    return lines


def _problem_lines(inspection: Inspection, lang: str, width: int) -> list[str]:
    if not inspection.problems:
        return []
    lines = ["", *_wrapped(say(f"{_CODE}.problems", lang), width)]
    return lines + [
        bullet(say(one.code, lang, **one.values), width=width, sign="!" if one.stops else "-")
        for one in inspection.problems
    ]


def _shortened(text: str, width: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= width else plain[: width - 1] + "…"


def _percent(share: float, lang: str) -> str:
    whole = int(share * 100)
    return f"{whole} %" if lang == "en" else f"{whole}%"
