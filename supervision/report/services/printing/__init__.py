"""Word and PDF out of one content. The same content gives the same bytes."""

from supervision.report.services.printing.covers import check_of, cover
from supervision.report.services.printing.pdf import pdf
from supervision.report.services.printing.word import docx

__all__ = ["check_of", "cover", "docx", "pdf"]
