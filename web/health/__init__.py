"""How Doan is, for machines that look after it: metrics in the form of Prometheus."""
