"""Letters that go by post: those that wait, the batches printed, and those that the post brought back."""
