"""Tables of the annual statistics."""
