"""Personal data: which fields hold it, for what, for how long, who sees it in clear, and that it goes in time."""
