"""Demonstration data: who loads it and how all of it goes away again.

Every row of demonstration is reached from one that carries ``is_demo``. The apps register what they load; each part is
built through the services, so that it cannot reach a state that work could not.
"""
