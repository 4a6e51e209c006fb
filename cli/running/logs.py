"""What each process of a running Doan writes down, and in which form."""

import logging

from config.settings import Settings


def keep_log(settings: Settings, process: str) -> None:
    """Let this process log in the form that is set; called once all that logs by itself is imported."""
    keep_addresses_out()
    if settings.log_format == "json":
        from cli.running.log_lines import write_log_lines

        write_log_lines(process)
        return
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")


def keep_addresses_out() -> None:
    """Keep those silent who tell of each address they ask, with all that stands in it."""
    for chatty in ("httpx", "httpx2"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
