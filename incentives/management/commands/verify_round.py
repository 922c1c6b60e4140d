"""``manage.py verify_round FILE``: recompute a published award list from its file and say whether it is identical."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incentives.awards.services.bundle import verify_file
from ipservice.foundation.errors import DomainError


class Command(BaseCommand):
    help = "按数据包中的输入和规则重新计算奖励名单，说明是否一致。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="公示页面下载的 JSON 数据包")

    def handle(self, *args, file: Path, **options) -> None:
        try:
            wrong = verify_file(file.read_bytes())
        except OSError as problem:
            raise CommandError(f"无法读取文件 {file}：{problem.strerror}。") from None
        except DomainError as refused:
            raise CommandError(refused.message) from None
        if wrong:
            raise CommandError("不一致：\n" + "\n".join(wrong))
        self.stdout.write("一致：重新计算的数据、名次、金额和认定依据与名单相同。")
