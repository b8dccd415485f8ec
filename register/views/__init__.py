"""What people are shown of the register: read models, one question each. Nothing here changes anything."""
