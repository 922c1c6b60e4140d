"""措施（五）：打造半小时公共服务圈。

No official method was found. The reading here: a resident is covered when an outlet that counts is within the limit
by the travel model; every factor of the model is a parameter of the rule set ``travel_model``, none is confirmed.
"""
