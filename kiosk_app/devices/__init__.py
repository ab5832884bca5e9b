"""What the machine gives: time, and a place to keep a key."""
