"""Words that mean the same, kept by officials."""

from collections.abc import Sequence

from django.db import transaction

from ipservice.accounts.models import User
from ipservice.audit.services import record
from ipservice.foundation.errors import DomainError
from ipservice.pagecache.versions import bump
from publicservice.catalogue.models import SynonymGroup
from publicservice.catalogue.rules import normal
from publicservice.catalogue.services.entries import PAGES

LEAST = 2
LONGEST = 40


class SynonymsUnusable(DomainError):
    code = "synonyms_unusable"
    template = "{problem}"
    status = 422


@transaction.atomic
def save(words: Sequence[str], *, by: User | None, note: str = "", group: SynonymGroup | None = None) -> SynonymGroup:
    """Write a group down as searches compare words. Raises ``SynonymsUnusable``."""
    plain = list(dict.fromkeys(word for word in map(normal, words) if word))
    if len(plain) < LEAST:
        raise SynonymsUnusable(field="words", problem="一组同义词至少要有两个不同的词。")
    if long := [word for word in plain if len(word) > LONGEST]:
        raise SynonymsUnusable(field="words", problem=f"“{long[0]}”超过 {LONGEST} 个字。")
    others = SynonymGroup.objects.exclude(pk=group.pk if group else None)
    if taken := others.filter(words__overlap=plain).first():
        both = "、".join(word for word in plain if word in taken.words)
        raise SynonymsUnusable(field="words", problem=f"“{both}”已在同义词“{taken}”中，请并到那一组。")
    before = str(group) if group else ""
    group = group or SynonymGroup()
    group.words, group.note = plain, note
    group.save()
    sentence = f"保存同义词“{group}”"
    record("catalogue.synonyms", sentence, subject=("synonyms", group.pk), by=by, before={"words": before})
    bump(PAGES)
    return group


@transaction.atomic
def remove(group_id: int, *, by: User) -> None:
    """Words that turned out to mean different things."""
    group = SynonymGroup.objects.select_for_update().get(pk=group_id)
    record("catalogue.synonyms.remove", f"删除同义词“{group}”", subject=("synonyms", group.pk), by=by)
    group.delete()
    bump(PAGES)
