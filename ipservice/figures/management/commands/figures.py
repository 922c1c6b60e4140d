"""``manage.py figures``: every named figure with its shape; ``--check`` runs each one and names what is wrong."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from ipservice.figures.registry import Figure, figures
from ipservice.figures.shapes import declared_problems, problems, shape
from ipservice.foundation.errors import DomainError

# What a query that no longer fits its tables or its declaration raises.
RAISED = (Error, DomainError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


class Command(BaseCommand):
    help = "列出全部指标的代码、单位、依据措施、维度和结果形状；--check 逐个运行并指出有问题的指标。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="逐个运行指标，有问题时以非零状态结束")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="截至日期，默认为今天")

    def handle(self, *args, check: bool, as_of: date | None, **options) -> None:
        known = sorted(figures(), key=lambda figure: figure.key)
        wrong: list[str] = []
        for figure in known:
            found = _problems(figure, as_of or timezone.localdate()) if check else []
            wrong += [f"{figure.key}：{problem}" for problem in found]
            self.stdout.write("\t".join([*_columns(figure), *(["；".join(found) or "通过"] if check else [])]))
        if wrong:
            raise CommandError(f"{len(wrong)} 处不符：\n" + "\n".join(wrong))
        self.stdout.write(f"共 {len(known)} 项指标{'，全部通过。' if check else '。'}")


def _columns(figure: Figure) -> tuple[str, ...]:
    unit = figure.unit or ("%" if figure.is_rate else "—")
    return (figure.key, unit, figure.clause, "、".join(figure.dimensions) or "—", shape(figure))


def _problems(figure: Figure, day: date) -> list[str]:
    """A figure that raises is told with the others, so that one run names all that is wrong."""
    try:
        table = figure.read(day)
    except RAISED as raised:
        return [*declared_problems(figure), f"运行出错（{type(raised).__name__}）：{raised}"]
    return [*declared_problems(figure), *problems(figure, table)]
