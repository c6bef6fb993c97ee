"""What may leave the office: the public part of published reports, with a checklist."""

from analysis.products.share.checklist import write_checklist
from analysis.products.share.collecting import Collected, collect

__all__ = ["Collected", "collect", "write_checklist"]
