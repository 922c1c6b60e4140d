"""Tables of the development report."""
