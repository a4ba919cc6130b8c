"""Charts as SVG, drawn on the server: pure functions from numbers to a picture and its table.

Each chart is drawn twice, for a wide screen and for a phone, and always carries the same figures as a table.
Colours are CSS classes only, so that light, dark and print need no other drawing. Accent means made inside
the commons, stone grey means bought outside.
"""
