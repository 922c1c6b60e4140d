"""manage.py load_demand_points: who lives where, for the half-hour circle."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from publicservice.coverage.services import demand


class Command(BaseCommand):
    help = "把随产品提供的人口点和过江桥梁写入数据库（区县代表点人口按规则分摊）；重复执行不改变已有数据。"

    def handle(self, *args: Any, **options: Any) -> None:
        written = demand.load(on=timezone.localdate())
        parts = "，".join(f"{table} {count} 行" for table, count in written.items() if count)
        self.stdout.write(f"服务圈数据已载入：{parts}。" if parts else "服务圈数据已是最新，没有写入。")
