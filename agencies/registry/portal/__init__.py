"""Pages where an agency works on its own record."""
