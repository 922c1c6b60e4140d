"""Chinese names in Latin letters: for finding ("bokai", "bk") and for the order of lists."""

import unicodedata
from dataclasses import dataclass

from pypinyin import lazy_pinyin

SORT_KEY_LENGTH = 600


@dataclass(frozen=True, slots=True)
class Reading:
    """``full`` chongqingbokai, ``initials`` cqbk, ``sort_key`` "chong qing bo kai"."""

    full: str
    initials: str
    sort_key: str


def read(name: str) -> Reading:
    """How a name is read. Polyphones are read in their word: 重庆 is chong qing.

    Latin words and numbers stay whole, also among the initials; what is neither letter nor digit is left out. The
    sort key keeps the syllables apart, so that lists are ordered by the first character, then the second.
    """
    plain = unicodedata.normalize("NFKC", name).lower()
    cleaned = (_letters(syllable) for syllable in lazy_pinyin(plain, errors=_words))  # type: ignore[arg-type]
    syllables = [syllable for syllable in cleaned if syllable]
    return Reading(
        full="".join(syllables),
        initials="".join(syllable if syllable in plain else syllable[0] for syllable in syllables),
        sort_key=" ".join(syllables)[:SORT_KEY_LENGTH],
    )


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _words(text: str) -> list[str]:
    """What has no pinyin, cut at everything that is neither letter nor digit."""
    return "".join(letter if letter.isalnum() else " " for letter in text).split()
