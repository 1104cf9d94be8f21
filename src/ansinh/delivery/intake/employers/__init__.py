"""Employers file for many workers at once: accounts, filing, telling each worker, her "not true", the insurance agency's confirmation, following it all."""
