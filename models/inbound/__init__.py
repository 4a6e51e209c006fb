"""Guests who are received: their request, their programme and its bookings, their plan."""
