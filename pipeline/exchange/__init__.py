"""Records and decisions as other tools take them, and back.

`label_studio` and `doccano` are round trips: what an annotator changes there comes back as
decisions of the review. `docbin` (spaCy), `gold` and `cases` only go out.
"""
