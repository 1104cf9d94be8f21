"""The inspector's pages: what was done, and who looked at whom."""
