"""What models judge of talks: asked as data, answered in a form, and never taken for a score."""
