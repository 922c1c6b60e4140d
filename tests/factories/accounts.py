"""People and places: the smallest valid ones, with names that cannot meet."""

from itertools import count

from ipservice.accounts.models import Role, User
from ipservice.reference.models import District, PlaceKind

_numbers = count(1)

PASSWORD = "Ceshi-2026-mima"


def make_district(*, code: str = "", name: str = "", kind: str = PlaceKind.DISTRICT, **fields) -> District:
    """A district without an end; codes start at 590001, where no province is."""
    number = next(_numbers)
    return District.objects.create(code=code or f"59{number:04d}", name=name or f"第{number}区", kind=kind, **fields)


def make_user(*, role: str = Role.PUBLIC, password: str | None = None, **fields) -> User:
    """A person with ``role``; a district official gets a district of their own unless one is given.

    Without ``password`` nobody can sign in by form: tests use ``client_for(user)``.
    """
    number = next(_numbers)
    if role == Role.DISTRICT_OFFICIAL and "district" not in fields:
        fields["district"] = make_district()
    fields.setdefault("username", f"{role}{number}")
    fields.setdefault("display_name", f"{Role(role).label}{number}")
    return User.objects.create_user(password=password, role=role, is_active=True, **fields)
