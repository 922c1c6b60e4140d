"""The officials' desk of the catalogue: entries and their versions, synonyms, links that do not answer."""
