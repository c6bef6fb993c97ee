"""All tables of a report as one workbook, in the default language first, then in the others."""

from analysis.products.workbook.book import write
from analysis.products.workbook.plan import sheet_names

__all__ = ["sheet_names", "write"]
