"""Every table, key and array element of a TOML text is found on its line."""

import tomllib

from commonstead.interfaces.files.town_folder.lines import Lines

TEXT = '''# a comment = not a key
top = 1
[bread]
name = "a = [ # not a comment"
"quoted key".deeper = 'x'
long = """
[not-a-table]
fake = 1
"""
members = [
  { who = "ana" },   # first ]

  { who = "bo", roles = ["a", "b"] }, { who = "cy" },
]
after = 2
[[stock]]
holder = "a"
[[stock]]
holder = "b"
[stock.sub]
x = 1
[ bread . inputs ]
flour = { value = 1 }
'''


def test_lines_of_everything():
    tomllib.loads(TEXT)
    lines = Lines(TEXT)
    assert lines.of("top") == 2
    assert lines.of("bread") == 3
    assert lines.of("bread", "name") == 4
    assert lines.of("bread", "quoted key", "deeper") == 5
    assert lines.of("bread", "members", 0, "who") == 11
    assert lines.of("bread", "members", 1) == 13
    assert lines.of("bread", "members", 2, "who") == 13
    assert lines.of("bread", "after") == 15
    assert lines.of("stock", 0, "holder") == 17
    assert lines.of("stock", 1, "holder") == 19
    assert lines.of("stock", 1, "sub", "x") == 21
    assert lines.of("bread", "inputs", "flour", "value") == 23
    assert lines.of("not-a-table") == 0
    assert lines.of("bread", "fake") == 3  # not a key: the table's line
