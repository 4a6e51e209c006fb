"""What other systems are answered at `/api/v1`: by the verbs, permissions and sentences of the pages."""
