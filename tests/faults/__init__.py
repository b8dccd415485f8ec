"""Faults injected into the real thing: the sandbox server's log is the truth, and after each case the promises hold."""
