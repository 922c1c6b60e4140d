"""``manage.py demo_load``: puts the demonstration data in, marked so that it can be told and taken away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ipservice.demo import parts
from ipservice.foundation.errors import DomainError


class Command(BaseCommand):
    help = "装入演示数据（城市：120 家机构、135,886 件申请；全国：3,000 家机构、500 万件申请）"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--scale", choices=[scale.value for scale in parts.Scale], default=parts.Scale.CITY.value)
        parser.add_argument("--agencies", type=int, default=3_000, help="全国规模的机构数，至多 9,999")
        parser.add_argument("--filings", type=int, default=5_000_000, help="全国规模的申请件数")
        parser.add_argument("--seed", type=int, default=20260101, help="同一种子得到同样的数据")

    def handle(self, *args: Any, **options: Any) -> None:
        order = parts.Order(
            scale=parts.Scale(options["scale"]),
            today=timezone.localdate(),
            seed=options["seed"],
            agencies=options["agencies"],
            filings=options["filings"],
            say=self.stdout.write,
        )
        try:
            parts.load(order)
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"演示账号的密码：{parts.PASSWORD}")
