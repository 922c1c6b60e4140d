"""Clause 6.11: the annual questionnaire. Answers serve statistics only; no slice but the statistics may read them."""
