"""What a unit writes: read, checked by itself and on the day it is filed, held against another."""
