"""Where other systems are told what happens: how each stands, for the administrator, who tries or ends it."""
