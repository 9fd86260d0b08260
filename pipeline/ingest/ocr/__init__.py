"""Recognition of scanned pages, offline, with the models that come inside the rapidocr wheel.

picture.py straightens a scan and finds its rules and pictures, grounds.py its tinted grounds;
engine.py runs the two networks (where are lines, what do they say); strips.py says where lines
stand; lines.py makes lines of characters with boxes; numerals.py settles what doubtful numerals
say, votes.py what doubtful names do; marks.py is what ink tells of marks, points.py what the
page's own commas and stops tell of doubtful ones.
"""
