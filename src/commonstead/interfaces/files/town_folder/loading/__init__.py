"""Writing a described town into an empty database, noun by noun, through the commands that everyone uses."""
