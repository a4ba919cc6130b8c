"""CONNECT. Doors to people and programs: web pages, the API, files. No door knows another door."""
