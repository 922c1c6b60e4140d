"""Words for one thing written in several ways: matched against a vocabulary and its synonyms."""

from collections.abc import Mapping

from ipservice.foundation.reading import Reading, accepted_as, asked, rejected
from ipservice.foundation.tabular.text import as_text, label_key

YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("是", "√", "✓", "y", "yes", "有", "1", "true"), True),
    **dict.fromkeys(("否", "×", "✗", "n", "no", "无", "0", "false"), False),
}


def read_term(raw: object, terms: Mapping[str, str], loose: Mapping[str, str] | None = None) -> Reading[str]:
    """The value whose label or synonym in ``terms`` was written; a word in ``loose`` is only proposed."""
    text = as_text(raw)
    known = {label_key(word): value for word, value in terms.items()}
    key = label_key(text)
    if key in known:
        return accepted_as(known[key], [] if text in terms else [f"“{text.strip()}”的写法已统一"])
    proposed = {label_key(word): value for word, value in (loose or {}).items()}.get(key)
    if proposed is not None:
        meant = next((word for word, value in terms.items() if value == proposed), proposed)
        return asked(proposed, f"“{text.strip()}”用语不统一，是否为“{meant}”？", meant)
    return rejected(f"“{text.strip()[:20]}”不在可选范围内，应为：{'、'.join(list(terms)[:12])}。")


def read_yes_no(raw: object) -> Reading[bool]:
    """是 / 否 in the usual ways."""
    key = label_key(as_text(raw))
    if key not in YES_NO:
        return rejected(f"“{as_text(raw).strip()[:20]}”应填“是”或“否”。")
    answer = YES_NO[key]
    return accepted_as(
        answer, [] if key in ("是", "否") else [f"“{as_text(raw).strip()}”已读作“{'是' if answer else '否'}”"]
    )
