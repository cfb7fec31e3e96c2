"""Python functions and classes for models: functions as tools, the loop that runs them, answers as classes.

Knows no endpoint. What a route adds to it is in the route's own module.
"""
