"""How other systems call: as whom, how often, with what they may do; and what an error says to them."""
