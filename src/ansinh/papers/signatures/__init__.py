"""Digital signatures on papers: PAdES by whoever holds a key, checked against roots; bytes in and out."""
