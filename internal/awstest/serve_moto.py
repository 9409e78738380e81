"""Runs moto's server for awstest, on a free port of 127.0.0.1 that it prints.

It ends when its standard input does: the tests' process holds the other end, so that the
server goes with it however it ends, SIGKILL included.
"""

import logging
import os
import socket
import sys
import threading


def leave_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=leave_with_parent, daemon=True).start()

# The port is bound here, not chosen by the caller: between choosing and binding, another test
# binary could take it. Clients may connect at once; they wait until moto is imported.
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(1024)
port = listener.getsockname()[1]
os.environ["MOTO_PORT"] = str(port)
print(port, flush=True)
os.dup2(2, 1)  # nobody reads what is printed later

from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server  # noqa: E402

# One line for each request would only be thrown away.
logging.getLogger("werkzeug").setLevel(logging.ERROR)

app = DomainDispatcherApplication(create_backend_app)
app.debug = True
make_server(
    "127.0.0.1",
    port,
    app,
    threaded=True,
    request_handler=MotoRequestHandler,
    fd=listener.fileno(),
).serve_forever()
