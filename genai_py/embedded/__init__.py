"""A local llama.cpp server, as a substitute for LM Studio: `pip install "genai_py[embedded]"`.

```python
from genai_py.embedded import EmbeddedServer

with EmbeddedServer() as server:
    print(server.BaseURL, server.Model)
```
"""

from .errors import EmbeddedServerError
from .server import EmbeddedServer
from .shared import shared_server

__all__ = ["EmbeddedServer", "EmbeddedServerError", "shared_server"]
