"""People, households, associations, memberships, guardians: who there is."""
