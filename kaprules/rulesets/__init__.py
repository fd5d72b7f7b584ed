"""What is decided, and on whose word: declarations only."""
