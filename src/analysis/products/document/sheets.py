"""Which blocks of a document stand on upright pages and which on pages turned on their side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.products.document.blocks import Block, Heading, PageBreak, TableBlock


@dataclass(frozen=True)
class Sheet:
    """Blocks that follow each other on pages of one direction."""

    wide: bool
    blocks: tuple[Block, ...]


def sheets(blocks: Sequence[Block]) -> list[Sheet]:
    """Return the blocks in runs of one direction; a heading goes with the table it heads.

    A run begins on a new page, so that a break at its start is left out.
    """
    found: list[Sheet] = []
    for place, block in enumerate(blocks):
        wide = _is_wide(blocks, place)
        if found and found[-1].wide == wide:
            found[-1] = Sheet(wide, (*found[-1].blocks, block))
        elif not (found and isinstance(block, PageBreak)):
            found.append(Sheet(wide, (block,)))
    return found


def _is_wide(blocks: Sequence[Block], place: int) -> bool:
    while place < len(blocks) and isinstance(blocks[place], Heading | PageBreak):
        place += 1
    block = blocks[place] if place < len(blocks) else None
    return isinstance(block, TableBlock) and block.wide
