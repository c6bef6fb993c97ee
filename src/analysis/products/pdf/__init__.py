"""The PDF product: a tagged PDF that prints well and reads well aloud."""

from analysis.products.pdf.writer import pdf_bytes, write, write_document

__all__ = ["pdf_bytes", "write", "write_document"]
