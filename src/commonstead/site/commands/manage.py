"""Django's own management commands, for developers."""

import os

HELP = "Run one of Django's management commands (for developers)."


def arguments(parser):
    parser.add_argument("words", nargs="...", help="the command and its arguments")


def run(args):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["commonstead manage", *args.words])
