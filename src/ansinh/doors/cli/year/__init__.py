"""A whole year of the programme's procedures in a world of its own, made from a seed and carried out by the true verbs."""
