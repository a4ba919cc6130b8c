"""What members fill in. A form reads the page's fields into a value; the town's commands decide."""
