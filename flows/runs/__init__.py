"""All that knows Prefect: the run of each delegation, its waking, its repair, the worker."""
