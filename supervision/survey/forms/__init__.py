"""What the agency's pages show of a questionnaire and take from it."""
