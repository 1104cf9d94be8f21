"""An emergency relief programme, from the text of a resolution to money, food or a loan in people's hands."""

import os

os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:2000")  # read by Polars when it is loaded: it would give memory back between two batches of a table
