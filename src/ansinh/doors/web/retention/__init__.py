"""How long each kind of personal data is kept, for the ministry: proposed by one officer, confirmed by another, and what the nights erased."""
