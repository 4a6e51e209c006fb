"""What a paper says, as plain values: its nine parts, and what is known of the case. Pure."""
