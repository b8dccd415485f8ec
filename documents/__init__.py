"""WHAT WE FILE: a snapshot of the register becomes workbook, chart and paper. Heavy libraries load only as one is made."""
