"""What was filed, for the officers who take it; the counter; batches from the post."""
