"""Refusals that a person can read: a stable code for machines, a Chinese sentence for people."""

from typing import Any, ClassVar


class DomainError(Exception):
    """The rule of the house was not met. Never a bug: shown to the person, nothing was changed.

    Subclasses are named after the situation and set ``code`` and ``template``; the keyword arguments fill the
    template. ``field`` names the form field or column it belongs to, where there is one. ``status`` is what HTTP
    answers.
    """

    code: ClassVar[str] = "refused"
    template: ClassVar[str] = "该操作未被接受。"
    status: ClassVar[int] = 409

    def __init__(self, *, field: str = "", **params: Any) -> None:
        self.field = field
        self.params = params
        self.message = self.template.format(**params)
        super().__init__(self.message)
