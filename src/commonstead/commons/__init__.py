"""SPECIALISE. One folder a kind of commons; a kind knows no other kind."""
