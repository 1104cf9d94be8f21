"""People and employers by chance: the same seed makes the same country, to try the law on before it is in force."""
