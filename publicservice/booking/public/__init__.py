"""The public door: from the matter to the code, one question a page; and what may be done with the code."""
