"""Photographs and scans of papers, as people send them: looked at and written anew in a confined child process."""
