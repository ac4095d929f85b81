"""A person at the table: what they are told, what they type, what it means, what is sent."""
