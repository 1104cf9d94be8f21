"""Later decisions: proposed from a decision, signed or rejected, listed with what they did."""
