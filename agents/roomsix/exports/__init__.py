"""Finished runs for other people's tools: chat messages, and logs of Inspect."""
