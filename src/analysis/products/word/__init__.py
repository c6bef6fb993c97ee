"""The Word product: a document as a .docx file that opens in Word and LibreOffice."""

from analysis.products.word.writer import docx_bytes, write, write_document

__all__ = ["docx_bytes", "write", "write_document"]
