"""Serve the town for real use. Settings: docs/guide/operators.md."""

HELP = "Serve the town: answer requests until stopped."


def arguments(parser):
    from commonstead.site.serving import port_number

    parser.add_argument("--host", help="address to listen on (setting: host; default 127.0.0.1)")
    parser.add_argument("--port", type=port_number, help="port to listen on (setting: port; default 8000)")
    parser.add_argument("--workers", type=int, help="processes that answer requests (setting: workers; default 2)")


def run(args):
    from commonstead.site import serving

    serving.prepare()
    from django.conf import settings

    host = args.host or settings.OPTIONS["host"]
    port = args.port or settings.OPTIONS["port"]
    if not serving.port_is_free(host, port):
        print(f"Something listens on port {port} already. Stop it, or choose another with --port.")
        return 1
    serving.serve(host, port, workers=args.workers or settings.OPTIONS["workers"],
                  backup_minutes=settings.OPTIONS["backup_every_minutes"], announce=_say)
    return 0


def _say(address: str) -> None:
    from commonstead.site.first_run import setup_address

    print(f"The town answers at {address}  (stop it with Ctrl+C)", flush=True)
    setup = setup_address(address)
    if setup:
        print(f"It is still empty. Set it up here, once: {setup}", flush=True)
