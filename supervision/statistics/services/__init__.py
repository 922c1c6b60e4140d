"""What the annual statistics do: gather, add up, hide, keep, publish."""
