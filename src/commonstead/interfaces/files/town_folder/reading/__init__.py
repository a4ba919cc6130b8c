"""One reader a file of the folder. Each returns values by id and notes every problem it meets."""
