"""KANS: what measures for climate adaptation cost, avoid and bring, buurt by buurt."""

import os
from importlib.metadata import version

# many small products: threads cost more than they bring (set before NumPy loads)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = version("kans-model")
