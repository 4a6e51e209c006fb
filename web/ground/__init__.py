"""What all pages stand on: who visits, who may see what, the form, the shield, refusals, the page."""
