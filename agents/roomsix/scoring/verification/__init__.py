"""How well promises would be checked, and whether breaking them would pay."""
