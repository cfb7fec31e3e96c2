"""The command line, ``python -m genai_py``. ``servers`` apart, it needs the extra ``cli``."""
