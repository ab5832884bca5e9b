"""A bad link on one machine: two network namespaces, real kernel TCP in both, and a wire of ours between them.

This kernel has no netem, so the wire is a process: a TUN device in each namespace, and `emulator` carries their packets
across with a rate, a delay, a queue that overflows, seeded loss, resets at an exact byte and black holes. Nothing here
knows what is sent over it.
"""
