"""manage.py load_catalogue: the service catalogue that comes with the product, for officials to look through."""

from typing import Any

from django.core.management.base import BaseCommand

from publicservice.catalogue import shipped


class Command(BaseCommand):
    help = "把随产品提供的公共服务事项、同义词和目录条目（待复核）写入数据库；重复执行不改变已有数据。"

    def handle(self, *args: Any, **options: Any) -> None:
        parts = "，".join(f"{name} {count} 条" for name, count in shipped.load().items() if count)
        self.stdout.write(f"服务目录已载入：{parts}。条目待复核发布。" if parts else "服务目录已是最新，没有写入。")
