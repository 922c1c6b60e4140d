"""The path of a file's rows from text to clean values: header, kinds of rows, cells, checks; chunk by chunk."""
