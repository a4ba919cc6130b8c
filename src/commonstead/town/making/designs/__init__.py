"""The design commons of a town: designs with their versions, forks and modules, and who here could make them.

A version is a document that never changes (docs/decisions/0013-designs.md); a fork points to the version that it
was made from (Exodus 3235-3295, 8967). `commands` write, `queries` read, `near` tells who could make it, `formats`
is where the site hands in the readers of files.
"""
