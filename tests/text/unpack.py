"""unpack.py FILE.bz2: writes what is in it to stdout."""
import bz2
import sys

sys.stdout.buffer.write(bz2.open(sys.argv[1]).read())
