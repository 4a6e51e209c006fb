"""The tests. A package by this file alone, so that no other package of this name is taken for it."""
