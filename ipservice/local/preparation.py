"""``python -m ipservice.local.preparation``: brings a database up to what this version of the portal needs.

Safe to repeat. Says in Chinese what it is doing. With ``WITH_DEMO=1`` an empty database is filled with the
demonstration city; a city that was interrupted half-way is taken out first.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from ipservice.database.growing import migrate
from ipservice.foundation.errors import DomainError
from ipservice.local.refusals import NoChineseTrigrams


def say(sentence: str) -> None:
    print(sentence, flush=True)


def main() -> int:
    django.setup()
    try:
        prepare(wants_demo=os.environ.get("WITH_DEMO") == "1", directory=Path(settings.STATIC_ROOT).parent)
    except (DomainError, CommandError, DatabaseError) as refusal:
        say(str(refusal))
        return 1
    return 0


def prepare(*, wants_demo: bool, directory: Path) -> None:
    """Raises ``NoChineseTrigrams``, ``CommandError`` or ``DatabaseError``; each step can be run again."""
    check_chinese_trigrams()
    say("正在更新数据库结构……")
    migrate()
    say("正在载入基础数据……")
    call_command("load_reference")
    say("正在载入规则版本……")
    call_command("load_rulesets")
    say("正在载入服务目录……")
    call_command("load_catalogue")
    call_command("load_demand_points")
    say("正在收集页面文件……")
    call_command("collectstatic", interactive=False, verbosity=0)
    if wants_demo:
        load_demo(directory / "demo-unfinished")


def check_chinese_trigrams() -> None:
    """With the wrong locale pg_trgm silently indexes nothing of a Chinese text."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("SELECT show_trgm('知识') <> '{}'")
        if not cursor.fetchone()[0]:
            raise NoChineseTrigrams(database=connection.settings_dict["NAME"])


def load_demo(unfinished: Path) -> None:
    """``unfinished`` exists from before the first row until after the last."""
    if unfinished.exists():
        say("上次装入演示数据时中断，正在清除……")
        call_command("demo_remove")
    elif not _is_empty():
        return
    say("数据库为空，正在装入演示城市（约需一分钟；不需要时用 make run DEMO=0）……")
    unfinished.touch()
    call_command("demo_load", scale="city")
    unfinished.unlink()


def _is_empty() -> bool:
    """Nobody can have worked in a portal without people."""
    return not django.apps.apps.get_model("accounts", "User").objects.exists()


if __name__ == "__main__":
    sys.exit(main())
