"""Filing on the web, without an account: one thing a page, generated from the law's questions."""
