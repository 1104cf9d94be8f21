"""Officers' pages of complaints and objections: what waits for the reader, one beside its claim, the answer with a reason."""
