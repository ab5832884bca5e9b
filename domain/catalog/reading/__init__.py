"""From the bytes of a municipality's folder to its values, or to every fault in it."""
