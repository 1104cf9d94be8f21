"""Officers signing in: no self-registration, a second factor for those who approve and pay, sessions that end."""
