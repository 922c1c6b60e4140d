"""What the half-hour circle does: load who lives where, compute cover, look for sites, compare plans."""
