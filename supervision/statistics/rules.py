"""What the annual statistics decide: pure functions."""
