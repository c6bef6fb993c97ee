"""Estimators and gates on arrays and small frames.

May be imported by measures and every room above; imports schemas, rules and the foundation only.
Each module has its page in `docs/methods/`, which names the source of the method.
"""
