"""What system administrators do."""
