"""The officials' desk of the development report."""
