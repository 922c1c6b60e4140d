"""What is wrong with an expression, and where in it."""

from ipservice.foundation.errors import DomainError


class ExpressionFault(DomainError):
    """``at`` is the place of the fault in the text, counted from 0."""

    code = "expression_fault"
    template = "第 {place} 个字符处：{problem}"

    def __init__(self, problem: str, *, at: int) -> None:
        self.at = at
        super().__init__(problem=problem, place=at + 1)
