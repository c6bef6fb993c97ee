"""The HTML product: one self-contained page a report and language, and the index of all."""

from analysis.products.html.addresses import report_file
from analysis.products.html.export import render
from analysis.products.html.index import write_index

__all__ = ["render", "report_file", "write_index"]
