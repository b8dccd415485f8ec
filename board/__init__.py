"""WHAT PEOPLE LOOK AT: browser pages, health, and the webhook into the inbox."""
