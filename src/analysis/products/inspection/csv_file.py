"""CSV: header and cells, row by row."""

from __future__ import annotations

import csv
import io

from analysis.products.inspection.extract import Extract


def inspect(content: bytes, where: str) -> Extract:
    """Return the cells of a CSV file, a text a row."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    texts = tuple((f"{where} row {number}", "\n".join(row)) for number, row in enumerate(rows, 1))
    return Extract(texts=texts)
