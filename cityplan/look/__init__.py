"""The look 体裁: colours, sizes and fonts, the same on pages, on paper, in charts and in JupyterLab.

In: nothing. Out: `style.toml` as values, and the fonts with the characters that they have.
Begin with `style.toml`.
"""
