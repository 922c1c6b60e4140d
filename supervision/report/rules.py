"""What the development report decide: pure functions."""
