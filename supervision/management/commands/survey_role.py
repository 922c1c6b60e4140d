"""``manage.py survey_role``: the database role without rights on answers; ``--apply`` makes it."""

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from supervision.database_role import ROLE, statements, tables_kept_apart


class Command(BaseCommand):
    help = "列出（--apply 时执行）建立数据库角色的语句：该角色不能读取统计调查的任何答卷。每次升级后再执行一次。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", default=ROLE, help="角色名")
        parser.add_argument("--apply", action="store_true", help="以当前数据库账号执行")

    def handle(self, *args, role: str, apply: bool, **options) -> None:
        made = statements(role)
        if not apply:
            self.stdout.write(";\n".join(made) + ";")
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in made:
                cursor.execute(statement)
        self.stdout.write(f"角色 {role} 已建立，不能读取 {len(tables_kept_apart())} 张答卷和统计表。")
