"""The employers' portal: an accountant's own sign-in, filing for workers, following; the worker's "not true"; the insurance agency's confirmations."""
