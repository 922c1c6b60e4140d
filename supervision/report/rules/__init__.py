"""What the development report decides: slots, queries over a frozen snapshot, sentences, checks. Pure functions."""
