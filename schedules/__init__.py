"""WHEN TO SPEAK: pure rules, the sweep that applies them, the timetable, and the tick."""
