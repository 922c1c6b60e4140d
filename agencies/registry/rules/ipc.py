"""In which sections of the International Patent Classification an agency has worked lately.

Sections A to H and their titles: WIPO, International Patent Classification, in the Chinese edition of CNIPA. A section
is an agency's from ``MINIMUM_FILINGS`` inventions and utility models (designs bear no IPC symbol), filed in the latest
``YEARS`` years for which a source is in force. Both numbers are the product's proposal, to be confirmed by the office.
"""

from collections.abc import Mapping

SECTIONS = (
    ("A", "人类生活必需"),
    ("B", "作业；运输"),
    ("C", "化学；冶金"),
    ("D", "纺织；造纸"),
    ("E", "固定建筑物"),
    ("F", "机械工程；照明；加热；武器；爆破"),
    ("G", "物理"),
    ("H", "电学"),
)
LABELS = {letter: f"{letter} {title}" for letter, title in SECTIONS}
MINIMUM_FILINGS = 5
YEARS = 5


def sections_of(filed: Mapping[str, int], *, minimum: int = MINIMUM_FILINGS) -> list[str]:
    """The letters of the sections with enough filings, in their order."""
    return [letter for letter in LABELS if filed.get(letter, 0) >= minimum]
