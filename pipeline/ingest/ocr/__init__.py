"""Recognition of scanned pages, offline, with the models that come inside the rapidocr wheel.

picture.py straightens a scan and finds its rules and pictures; engine.py runs the two networks
(where are lines, what do they say); lines.py makes lines of characters with boxes; numerals.py
settles what doubtful numerals say.
"""
