"""The HTML product: one self-contained page a report and language, and the index of all."""

from analysis.products.html.addresses import page_file
from analysis.products.html.export import render
from analysis.products.html.index import write_index

__all__ = ["page_file", "render", "write_index"]
