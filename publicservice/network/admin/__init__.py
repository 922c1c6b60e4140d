"""The officials' desk of the network: outlets of their place, what each has, and what is missing where."""
