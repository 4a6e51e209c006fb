"""What messages look like before anybody has been written to: samples, the check of templates."""
