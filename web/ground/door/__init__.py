"""What stands at the door: the browser somebody comes with, what they show, and a fresh proof."""
