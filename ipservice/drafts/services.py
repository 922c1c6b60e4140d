"""Drafts: saved while a person types, given back when they return, gone once the form is sent."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core import signing
from django.http import QueryDict

from ipservice.accounts.models import User
from ipservice.drafts.models import Draft
from ipservice.foundation.errors import DomainError

KEEP_DAYS = 30
TOKEN_HOURS = 24
MAX_BYTES = 64 * 1024
TOKEN_FIELD = "_draft"
NEVER_KEPT = ("csrfmiddlewaretoken", TOKEN_FIELD, "password", "token", "secret", "consent")
SALT = "ipservice.drafts"


class DraftTooLarge(DomainError):
    code = "draft_too_large"
    template = "内容超过 {limit_kb} KB，草稿没有保存。请先提交，或缩短文字。"


class DraftTokenStale(DomainError):
    code = "draft_token_stale"
    template = "页面打开已超过一天，草稿没有保存。请复制已填写的内容，刷新页面后继续。"


def save(owner: User, key: str, typed: QueryDict, *, now: datetime) -> Draft:
    """Keep what was typed under ``key``, in place of what was kept before. Raises ``DraftTooLarge``."""
    values = {name: typed.getlist(name) for name in typed if _is_kept(name)}
    if sum(len(text.encode()) for texts in values.values() for text in texts) > MAX_BYTES:
        raise DraftTooLarge(limit_kb=MAX_BYTES // 1024)
    draft, _ = Draft.objects.update_or_create(owner=owner, key=key, defaults={"values": values, "saved_at": now})
    return draft


def _is_kept(name: str) -> bool:
    return not name.lower().startswith(NEVER_KEPT) and not name.lower().endswith("token")


def kept(owner: User, key: str) -> Draft | None:
    return Draft.objects.filter(owner=owner, key=key).first()


def discard(owner: User, key: str) -> None:
    Draft.objects.filter(owner=owner, key=key).delete()


def prune(*, now: datetime) -> int:
    """Delete drafts that nobody came back to; answers how many."""
    deleted, _ = Draft.objects.filter(saved_at__lt=now - timedelta(days=KEEP_DAYS)).delete()
    return deleted


def initial(values: Mapping[str, list[str]]) -> dict[str, str | list[str]]:
    """Kept values as the ``initial`` of a form: one text, or the list where several were chosen."""
    return {name: texts[0] if len(texts) == 1 else list(texts) for name, texts in values.items()}


def token(owner: User, key: str) -> str:
    """Stands in the page and lets it save this one draft of this one person, even after the session has ended."""
    return signing.dumps([owner.pk, key], salt=SALT)


def read_token(text: str) -> tuple[int, str]:
    """Owner and key of a token that this site has made. Raises ``DraftTokenStale``."""
    try:
        owner_pk, key = signing.loads(text, salt=SALT, max_age=TOKEN_HOURS * 3600)
    except signing.BadSignature as error:
        raise DraftTokenStale from error
    return owner_pk, key
