"""From facts to the bytes of a message: words, Markdown, links, calendars, headers."""
