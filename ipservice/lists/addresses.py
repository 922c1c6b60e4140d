"""The address of a list with other parameters, as its sort links, chips, pager and export need it."""

from urllib.parse import quote_plus

from django.http import QueryDict


class Addresses:
    """What was asked stays, but for empty parameters and the export. Every page has dozens: what stays is written once.

    ``addresses(page=None, sort="name")`` drops ``page`` and sets ``sort``, at the end of the query.
    """

    def __init__(self, path: str, asked: QueryDict) -> None:
        self.path = path
        self._kept = {
            name: "&".join(_pair(name, value) for value in values)
            for name, values in asked.lists()
            if name != "export" and any(values)
        }

    def __call__(self, **changes: str | int | None) -> str:
        parts = [text for name, text in self._kept.items() if name not in changes]
        parts += [_pair(name, str(value)) for name, value in changes.items() if value is not None and value != ""]
        return f"{self.path}?{'&'.join(parts)}" if parts else self.path


def _pair(name: str, value: str) -> str:
    return f"{quote_plus(name)}={quote_plus(value)}"
