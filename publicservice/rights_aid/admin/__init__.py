"""The officials' desk of rights aid."""
