"""The programme of a visit: a page to print, a document, and the form of each item."""
