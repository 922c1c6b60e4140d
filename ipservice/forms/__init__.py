"""Fields that every door shares: the same reading, the same sentence."""
