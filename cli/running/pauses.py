"""Short pauses: somebody waits for what these processes do."""

import gc
import sys

# A thread that waits for the interpreter gets it after so long; Python's own five milliseconds are
# lost at each of a letter's four questions to the mail server while the next letter is written.
SWITCH_SECONDS = 0.0002


def keep_pauses_short() -> None:
    """Let threads take turns quickly, and the garbage collector pass over what is there by now.

    Modules, templates and regulations stay for good; looking through them all for something to throw
    away would stop a process for a tenth of a second now and then.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
