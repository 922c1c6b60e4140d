"""A development report of two small chapters over figures whose values the test gives."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from ipservice.accounts.models import Role, User
from ipservice.figures import registry
from ipservice.figures.registry import Figure, Table, Value
from supervision.report.models import IndustryReport, ReportEdition
from supervision.report.services import compiling, template
from tests.factories.accounts import make_user

YEAR = 2025
DATED = dt.date(2026, 4, 20)
CHAPTER = """
number = 1
title = "规模"
[[section]]
code = "bodies"
title = "机构"
text = \"\"\"
截至年底，在册机构{{test.bodies:合计}}，{{test.bodies:合计|growth}}，居前的为{{test.bodies|top2}}（{{图 bodies}}）。
授权率{{test.rate}}，{{test.rate|growth}}。
\"\"\"
[[section.grid]]
id = "bodies"
title = "在册机构"
form = "bars"
columns = ["test.bodies", "test.bodies@-1", "test.bodies|delta"]
heads = ["区县", "{年}", "{上年}", "增减"]
total = true
[[section]]
code = "awards"
title = "奖励"
requires = ["test.awards"]
absent = "本年度名单还没有公布，没有数据。"
text = "奖励金额{{test.awards:合计}}。"
"""
ANNEXES = "\n".join(
    f'[{code}]\ntitle = "{title}"\ntext = "说明。"\nempty = "没有。"'
    for code, title in {"definitions": "定义", "method": "方法", "response": "回收", "revisions": "修订"}.items()
)


class Facts:
    """The values that the figures read, by key and year; a test may change them between two printings."""

    def __init__(self) -> None:
        self.values: dict[str, dict[int, list[Value]]] = {
            "test.bodies": {
                2024: [Value(("渝中区",), count=10), Value(("北碚区",), count=8)],
                2025: [Value(("渝中区",), count=12), Value(("北碚区",), count=9)],
            },
            "test.rate": {
                2024: [Value(("全市",), numerator=53, denominator=100)],
                2025: [Value(("全市",), numerator=11, denominator=20)],
            },
            "test.awards": {},
        }

    def read(self, key: str):
        def table(day: dt.date) -> Table:
            return Table(self.values[key].get(day.year, []), as_of=day, source="测试登记")

        return table


def register_figures(facts: Facts) -> None:
    """Known to the registry until the test ends; see the fixture ``facts``."""
    common = {"clause": "措施（六）12", "is_dated": True, "is_public": False}
    bodies = {"title": "在册机构", "unit": "家", "definition": "在册的机构。", "dimensions": ("区县",), "adds_up": True}
    rate = {"title": "授权率", "unit": "%", "definition": "授权与结案之比。", "dimensions": ("范围",)}
    awards = {"title": "奖励金额", "unit": "元", "definition": "奖励。", "dimensions": ("名次",), "adds_up": True}
    parts = {"numerator": "授权", "denominator": "结案"}
    registry.register(Figure("test.bodies", read=facts.read("test.bodies"), **bodies, **common))
    registry.register(Figure("test.rate", read=facts.read("test.rate"), **rate, **parts, **common))
    registry.register(Figure("test.awards", read=facts.read("test.awards"), **awards, **common))


def write_template(folder: Path, chapters: Mapping[str, str] | None = None) -> None:
    """The template that the services read from now on."""
    (folder / "chapters").mkdir(exist_ok=True)
    for name, text in (chapters or {"01.toml": CHAPTER}).items():
        (folder / "chapters" / name).write_text(text)
    (folder / "annexes.toml").write_text(ANNEXES)
    forget_template()


def forget_template() -> None:
    template.template.cache_clear()
    template.annexes.cache_clear()


def make_report(*, year: int = YEAR, by: User | None = None) -> IndustryReport:
    by = by or make_user(role=Role.MUNICIPAL_OFFICIAL)
    return IndustryReport.objects.create(year=year, asked_by=by)


def compiled(report: IndustryReport, *, fresh: bool = True, dated: dt.date = DATED) -> ReportEdition:
    """Printed by hand, without a worker."""
    tables = compiling.read_figures(report.year, today=dated) if fresh else None
    return compiling.compile_report(report, tables, by=report.asked_by, dated=dated)
