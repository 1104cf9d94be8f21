"""The counter: a paper form scanned or typed in by keyboard alone, its receipt printed; batches that came by post."""
