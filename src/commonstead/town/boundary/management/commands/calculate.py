"""Work out one calculation that has a seat: what `processes.start` calls."""

from django.core.management.base import BaseCommand

from commonstead.town.boundary.calculating import run_as_process


class Command(BaseCommand):
    """`python -m django calculate ID`."""

    help = "Work out one calculation that was asked for in the background (the town starts this itself)."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("id", help="the calculation")

    def handle(self, *args, **options):
        run_as_process(options["id"])
