"""Plans of the provinces: their documents, targets with the people who answer, the ministry's orders, and who has no plan or owner."""
