"""`doan backup`, `doan restore`, `doan quarantine`: a Doan is copied, and comes back."""
