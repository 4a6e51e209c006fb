"""What a process may not do though root may do everything: write where its owner has forbidden it."""

import os

# Root passes over permissions by two capabilities, which a process can be started without.
AS_AN_OWNER = (
    ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
)
