"""Makes of the records of runs the index of an outputs folder, and a site to hand to others.

Its modules are imported each by itself: the index, made after every batch, needs few of them.
"""
