"""``manage.py verify_release v2027.1``: whether the stored bytes of a release are those that were given out."""

import re

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ipservice.opendata.models import Release
from ipservice.opendata.services import faults_of


class Command(BaseCommand):
    help = "核对开放数据版本的每个文件与清单是否一致；不写版本号时核对全部已发布的版本。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", nargs="?", default="", help="版本号，例如 v2027.1")

    def handle(self, *args, version: str, **options) -> None:
        wrong = []
        for release in _asked(version):
            found = faults_of(release)
            wrong += [f"{release}：{problem}" for problem in found]
            self.stdout.write(f"{release}：{'不一致' if found else '一致'}，{release.files.count()} 个文件")
        if wrong:
            raise CommandError("\n".join(wrong))


def _asked(version: str) -> list[Release]:
    if not version:
        return list(Release.objects.published())
    numbers = re.fullmatch(r"v?(\d{4})\.(\d{1,4})", version)
    found = Release.objects.filter(year=numbers[1], number=numbers[2]).first() if numbers else None
    if found is None:
        raise CommandError(f"没有版本 {version}；版本号写成 v2027.1 的样子。")
    return [found]
