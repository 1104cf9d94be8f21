"""Reports keep summaries that can always be counted again from the rows they count."""
