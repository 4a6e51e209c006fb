"""People who act at the same time, each in a thread."""

import queue
import threading
from collections.abc import Callable, Sequence


def all_at_once(acts: Sequence[Callable[[], object]]) -> None:
    """Do everything at once and return when all is done; the first error is raised at once.

    The threads are daemons: whoever presses Ctrl-C need not wait for people who wait for mail.
    """
    ends: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()

    def done(act: Callable[[], object]) -> None:
        try:
            act()
        # It is handed to the thread that waits, which raises it.
        except BaseException as error:  # noqa: BLE001
            ends.put(error)
        else:
            ends.put(None)

    for act in acts:
        threading.Thread(target=done, args=(act,), daemon=True).start()
    for _ in acts:
        if error := ends.get():
            raise error
