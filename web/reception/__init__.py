"""The reception board: how all arrangements of a visit stand."""
