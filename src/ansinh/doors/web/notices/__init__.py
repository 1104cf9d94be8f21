"""Pages of the outbox: how it runs, and whom nothing reached."""
