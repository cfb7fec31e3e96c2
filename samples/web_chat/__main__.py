"""``python -m samples.web_chat``"""

from .server import main

main()
