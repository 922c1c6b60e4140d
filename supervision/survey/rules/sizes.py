"""Size classes of the frozen list: by practising attorneys in the register on the day the year opens."""

from collections.abc import Mapping

from ipservice.foundation.vocabulary import Vocabulary


class SizeClass(Vocabulary):
    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    UNKNOWN = "unknown", "规模不详"


def size_of(attorneys: int | None, terms: Mapping[str, int]) -> SizeClass:
    """The class of one agency; the register may not know how many attorneys practise there."""
    if attorneys is None:
        return SizeClass.UNKNOWN
    if attorneys >= terms["size_large_from"]:
        return SizeClass.LARGE
    return SizeClass.MEDIUM if attorneys >= terms["size_medium_from"] else SizeClass.SMALL
