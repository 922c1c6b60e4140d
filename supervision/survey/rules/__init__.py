"""What the questionnaire decides: pure functions over frozen dataclasses, without tables."""
