"""What a scenario takes in from other files, and gives out to other programs."""
