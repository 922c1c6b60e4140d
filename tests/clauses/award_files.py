"""The two files of a small award year: a register of three agencies and their filings of 2023."""

import csv
import io
from datetime import date, timedelta

from ipservice.foundation.identifiers import application_number
from tests.factories.agencies import make_credit_code

YEAR = 2023
# name: (code, filed in the year, concluded in the year, granted of them)
AGENCIES = {
    "重庆甲子知识产权代理有限公司": ("95001", 12, 10, 8),
    "重庆乙丑知识产权代理有限公司": ("95002", 10, 10, 6),
    "重庆丙寅知识产权代理有限公司": ("95003", 2, 4, 1),
}
FIRST, SECOND, THIRD = AGENCIES


def register_file() -> bytes:
    """The register as a CSV with Chinese headers."""
    rows = [
        (name, code, make_credit_code(900 + number), "渝中区", "2015-03-02", "2016-01-04", "正常")
        for number, (name, (code, *_)) in enumerate(AGENCIES.items())
    ]
    head = ("机构名称", "机构代码", "统一社会信用代码", "所在区县", "设立日期", "执业许可日期", "状态")
    return _csv(head, rows)


def filings_file() -> bytes:
    """Every filing of the year, and the earlier ones that were concluded in it."""
    rows: list[tuple] = []
    for code, filed, concluded, granted in AGENCIES.values():
        rows += [(_number(YEAR, len(rows) + n), date(YEAR, 3, 1), code, "审查中", "") for n in range(filed)]
        outcomes = ["授权"] * granted + ["驳回"] * (concluded - granted)
        rows += [
            (_number(YEAR - 2, len(rows) + n), date(YEAR - 2, 5, 6), code, outcome, date(YEAR, 8, 1) + timedelta(n))
            for n, outcome in enumerate(outcomes)
        ]
    head = ("申请号", "申请日", "代理机构代码", "法律状态", "结案日")
    return _csv(head, rows)


def _number(year: int, serial: int) -> str:
    body = f"{year}198{serial:05d}"
    return application_number.pretty(body + application_number.check_character(body))


def _csv(head: tuple[str, ...], rows: list[tuple]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
