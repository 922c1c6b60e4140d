"""Reading of uploads: what they are by content, refused before they are unpacked, parsed in a child with limits."""
