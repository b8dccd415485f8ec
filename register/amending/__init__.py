"""A changed plan is brought into the register in force (方案调整): all of it or nothing, and no harm to its history."""
