"""Products of the satisfaction study that offices deliver: publication sheets and SKM report."""

from analysis.products.skm.sheet import write_sheets

__all__ = ["write_sheets"]
