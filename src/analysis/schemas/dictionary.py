"""The data dictionary page, written from the canonical tables and the codebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.files import write_atomically
from analysis.schemas.codebook import Codebook, builtin_names, load_codebook
from analysis.schemas.columns import Column, Table
from analysis.schemas.tables import PROVENANCE, TABLE_NAMES, table

INTRODUCTION = """\
# Data dictionary

Written from `tables/*.toml` and `codebooks/*.toml` in `src/analysis/schemas/`; do not edit this
page. After a change there, run `python -m analysis.schemas.dictionary` and commit both.

Every table begins with `region`, `source_id` and `source_row`. Ids of persons are pseudonyms
(`e_` employee, `c_` citizen, `l_` complaint, `s_` answer sheet). A column that is not required may
be absent from the raw files; it is then stored as missing. Types: text, category (text from a
list), integer, number, date, datetime (local time), boolean. Class is the disclosure class that
every product of the table inherits."""

COLUMN_HEADINGS = ("Column", "Type", "Values", "Required", "Arti", "Meaning")
ITEM_HEADINGS = ("Key", "Butir", "Item", "Answers")
ITEMS_FROM = {
    "": "",
    "codebook": "Further columns: the item keys of the instrument's codebook, scores as numbers.",
    "b_*": (
        "Further columns: `b_<aspect>`, one a behaviour, rating or score as a number "
        "(the seven BerAKHLAK values: `b_berorientasi_pelayanan`, `b_akuntabel`, `b_kompeten`, "
        "`b_harmonis`, `b_loyal`, `b_adaptif`, `b_kolaboratif`)."
    ),
}


def dictionary_text() -> str:
    """Return the data dictionary as Markdown."""
    parts = [INTRODUCTION, "## Tables", _contents()]
    parts += [_table_section(table(name)) for name in TABLE_NAMES]
    parts += ["## Codebooks"]
    parts += [_codebook_section(load_codebook(name)) for name in builtin_names()]
    return "\n\n".join(parts) + "\n"


def write_dictionary(path: Path) -> None:
    """Write the data dictionary to `path`."""
    write_atomically(path, dictionary_text())


def _contents() -> str:
    rows = [
        (f"[{name}](#{name})", table(name).row["en"], table(name).disclosure)
        for name in TABLE_NAMES
    ]
    return _grid(("Table", "A row is", "Class"), rows)


def _table_section(declared: Table) -> str:
    shown = [column for column in declared.columns if column not in PROVENANCE]
    facts = [
        f"A row is {declared.row['en']} / satu baris: {declared.row['id']}.",
        f"Class: {declared.disclosure}.{_sensitive(declared)}",
        f"Key: {_names(declared.key) or 'the row itself'}.",
        f"Date that places a row without period: {_names([declared.principal_date]) or 'none'}.",
        ITEMS_FROM[declared.items],
    ]
    rows = [
        (
            f"`{column.name}`",
            column.kind,
            _values(column),
            "yes" if column.required else "",
            column.meaning["id"],
            column.meaning["en"],
        )
        for column in shown
    ]
    lines = "\n".join(f"- {fact}" for fact in facts if fact)
    return f"### {declared.name}\n\n{lines}\n\n{_grid(COLUMN_HEADINGS, rows)}"


def _sensitive(declared: Table) -> str:
    rules = [f"{_names(of)} in {_names([name])}" for name, of in declared.sensitive.items()]
    return f" Sensitive where {'; '.join(rules)}." if rules else ""


def _values(column: Column) -> str:
    if column.categories:
        return _names(column.categories)
    low, high = (_bound(column.minimum), _bound(column.maximum))
    span = f"{low or '…'} to {high or '…'}" if low or high else ""
    return " ".join(part for part in (span, column.unit) if part)


def _bound(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _codebook_section(codebook: Codebook) -> str:
    answers = codebook.answers
    facts = [
        f"{codebook.title.en} / {codebook.title.id}.",
        f"Table: {_names([codebook.table])}; instrument: {_names([codebook.instrument])}; "
        f"rules: {_names([codebook.rules]) or 'none, an index without letter'}.",
        f"Source: {codebook.source} (confidence {codebook.confidence}).",
        *([f"{codebook.notes.en} / {codebook.notes.id}"] if codebook.notes else []),
        f"Answers {answers.minimum} to {answers.maximum}; sheets with fewer than "
        f"{answers.minimum_answered} answers are left out of the index.",
        *(
            f"Order {name}{_assumed(codebook, name)}: "
            + ", ".join(f"{number} {key}" for number, key in enumerate(order, start=1))
            + "."
            for name, order in codebook.orders.items()
        ),
    ]
    facts += _dimensions(codebook)
    rows = [
        (
            f"`{item.key}`" + (" (reversed)" if item.reverse else ""),
            item.name.id,
            item.name.en,
            "; ".join(f"{label} = {score}" for label, score in item.labels.items()),
        )
        for item in codebook.items
    ]
    lines = "\n".join(f"- {fact}" for fact in facts)
    return f"### {codebook.id}\n\n{lines}\n\n{_grid(ITEM_HEADINGS, rows)}"


def _dimensions(codebook: Codebook) -> list[str]:
    """Return one line a scale with its items, where the codebook has more than one scale."""
    if len(codebook.scales) == 1:
        return []
    return [
        f"Scale `{scale.key}`, {scale.name.en}"
        + (f", part of `{scale.part_of}`" if scale.part_of else "")
        + f" (at least {scale.minimum_items} answers): {_names(codebook.items_of(scale.key))}."
        for scale in codebook.scales
    ]


def _assumed(codebook: Codebook, order: str) -> str:
    doubtful = len(codebook.orders) > 1 and order == codebook.default_order
    return " (assumed where headings are numbers only)" if doubtful else ""


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names if name)


def _grid(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


if __name__ == "__main__":
    write_dictionary(Path("docs/data-dictionary.md"))
