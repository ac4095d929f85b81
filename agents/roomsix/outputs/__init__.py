"""What came of suites, as files for other tools: JSON, JUnit, Markdown, CSV, Parquet.

Rows hold names, labels, figures and endings; nothing that a seat said, knows or was told.
"""
