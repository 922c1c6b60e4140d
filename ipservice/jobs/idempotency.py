"""Pressing twice does nothing twice: the answer of the first request is given again."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction

from ipservice.foundation.canonical import digest
from ipservice.foundation.errors import DomainError
from ipservice.jobs.models import IdempotencyKey

TOKEN_LENGTH = 255


class TokenReused(DomainError):
    code = "token_reused"
    template = "这份表单已用不同内容提交过一次，未重复办理。请重新打开页面再提交。"
    status = 422


class TokenMissing(DomainError):
    code = "token_missing"
    template = "缺少表单令牌，或令牌超过 255 个字符。请重新打开页面再提交。"
    status = 422


def new_token() -> str:
    """For the hidden field ``form_token`` of a form that creates something."""
    return uuid.uuid4().hex


@transaction.atomic
def once(purpose: str, token: str, payload: dict[str, Any], act: Callable[[], Any]) -> Any:
    """Run ``act`` unless this token was used before; either way return its JSON answer.

    The token is stored in the transaction of the effect, so a refused or crashed act leaves it unused. A second
    request with the same token waits for the first one. Raises ``TokenReused`` when the payload differs.
    """
    if not token or len(token) > TOKEN_LENGTH:
        raise TokenMissing
    fingerprint = digest(payload)
    fresh = IdempotencyKey(purpose=purpose, token=token, input_digest=fingerprint, answer={"pending": uuid.uuid4().hex})
    IdempotencyKey.objects.bulk_create([fresh], ignore_conflicts=True)
    used = IdempotencyKey.objects.select_for_update().get(purpose=purpose, token=token)
    if used.answer != fresh.answer:
        if used.input_digest != fingerprint:
            raise TokenReused
        return used.answer["value"]
    answer = act()
    IdempotencyKey.objects.filter(pk=used.pk).update(answer={"value": answer})
    return answer
