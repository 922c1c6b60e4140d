"""The officials' desk of campaigns."""
