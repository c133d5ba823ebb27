"""Times, quantities and document numbers: the door to the finders of values.

find_times             自2013年 → an interval of days
find_quantities        380多人 → 380 人, approximate
find_document_numbers  国办发〔2018〕109号 → its span
"""

from __future__ import annotations

from extractors.citations import find_document_numbers
from extractors.numerals import parse_number
from extractors.quantities import find_quantities
from extractors.times import find_times

__all__ = ["find_document_numbers", "find_quantities", "find_times", "parse_number"]
