"""The registers of the office: partner localities, agreements, aid, contacts; what becomes of them."""
