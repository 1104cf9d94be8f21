"""The same rules run by other engines than the interpreter: one definition, the same answer."""
