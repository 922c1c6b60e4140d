"""What everybody sees of the register: the search and the permanent page of each agency."""
