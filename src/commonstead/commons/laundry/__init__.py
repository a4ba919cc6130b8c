"""A laundry: a few good machines instead of one in each house."""
