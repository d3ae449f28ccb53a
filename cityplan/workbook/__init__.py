"""Workbooks 表計算のファイル: the tables and the 正誤表案 as .xlsx.

In: tables. Out: bytes of a workbook in which every text is data.
Begin with `tables.py`.
"""
