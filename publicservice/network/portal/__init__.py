"""值守网点: what the people of an outlet, and the officials above it, work on."""
