"""`doan mail`: whether letters leave and what keeps them, and those that failed are sent again."""
