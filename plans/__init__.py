"""WHAT WAS DECREED: read and check the plan, the policy and the working-day files."""
