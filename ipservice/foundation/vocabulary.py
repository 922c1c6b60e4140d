"""Enumerations whose members carry the Chinese word that officials read. No Django, so rules may use them."""

from enum import StrEnum
from typing import Self


class Vocabulary(StrEnum):
    """A closed list of terms: ``MEMBER = "value", "标签"``; the value is stored, the label is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs (value, label) in the order of definition, as Django fields and forms want them."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def label_of(cls, value: str) -> str:
        """The label of a stored value; a value that left the list is shown as it is."""
        member = cls._value2member_map_.get(value)
        return member.label if isinstance(member, cls) else value
