"""A Word document on paper (PDF): by LibreOffice where it is there, else by what we bring along."""
