"""How a running Doan is: figures for monitoring, how much it keeps, which alarms were told."""
