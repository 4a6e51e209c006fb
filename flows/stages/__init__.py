"""The stages of the lifecycles: each finds its outcome, or opens itself and waits."""
