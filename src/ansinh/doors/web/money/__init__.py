"""Officers' pages of money: what to pay, files out, statements in, payments that came back."""
