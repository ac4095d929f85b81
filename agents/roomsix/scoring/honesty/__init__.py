"""What sides said beside what they wanted, believed and did: the ledger and its measures."""
