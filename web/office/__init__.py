"""How the focal office helps a step along: answers on paper, a step for a colleague."""
