"""The registers of the office: partner localities, agreements, aid, contacts; what may become of each."""
