"""A file that nobody has described yet -> the tables in it, and a whole `source.toml` for them 書き方の案.

In: what a file holds (`read.file.contents`). Out: the tables that were seen, the text of `source.toml` with questions
where only a person can know.
Begin with `proposal.py`: `seen` finds tables and headings, `columns` gives each heading its place (`plans`, `texts`,
`values`, `rows`, `repeats`), `sheets` joins tables of one form, `edition` tells year and title, `marks` and `notes` what the
document says of its marks and years, `sheet_words` how its sheets begin and go on (`sheet_text`), `source_text` writes.
"""
