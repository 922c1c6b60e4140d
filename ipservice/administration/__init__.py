"""The officials' doors to the ground itself: people and their roles, reference data. It stands above audit, so that
every change of them is on record, and holds no tables of its own.
"""
