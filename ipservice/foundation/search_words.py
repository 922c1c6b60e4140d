"""How the words of a search are read."""

import unicodedata

MOST_TERMS = 4
LONGEST_TERM = 40


def search_terms(text: str) -> list[str]:
    """The words of a search: half width, lower case, at most four, each at most forty characters."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("'", "").replace("’", "")
    return [term[:LONGEST_TERM] for term in plain.split()[:MOST_TERMS]]


def bigrams(term: str) -> list[str]:
    """Every pair of neighbouring characters, once, as the database forms them for the search index."""
    return sorted({term[place : place + 2] for place in range(len(term) - 1)})
