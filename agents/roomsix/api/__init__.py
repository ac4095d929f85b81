"""What programs and notebooks call: `roomsix.negotiate`, `roomsix.evaluate`, `roomsix.frame`."""
