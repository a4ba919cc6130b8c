"""ASSEMBLE. Settings, urls, discovery of kinds, the command line: the only room that sees every other."""
