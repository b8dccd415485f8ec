"""WHAT WE FILE: a snapshot becomes workbook, chart and paper. Heavy libraries load only as one is made."""
