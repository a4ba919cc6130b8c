"""One module a subcommand: HELP (one line), arguments(parser), run(args) -> exit status or None."""
