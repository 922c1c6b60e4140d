"""``python -m ipservice.local.logins``: the demonstration accounts, for the person at the console."""

import django
from django.apps import apps
from django.utils.module_loading import import_string


def main() -> None:
    """Prints nothing where there is no demonstration data."""
    django.setup()
    people = apps.get_model("accounts", "User").objects.filter(is_demo=True, is_active=True).order_by("pk")
    rows = [(person.username, person.get_role_display(), person.display_name) for person in people]
    if rows:
        print(f"演示账号（密码都是 {import_string('ipservice.demo.parts.PASSWORD')}）：")
    for username, role, name in rows:
        print(f"  {username:<14} {role}（{name}）")


if __name__ == "__main__":
    main()
