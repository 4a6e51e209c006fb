"""Webhooks before the administrator: how each stands; there they try one, or end it."""
