"""roomsix in pytest: talks in tests, and suites as tests. Nothing is imported before it is used."""
