"""The page of an office: who does what, who is away, what nobody answers for."""
