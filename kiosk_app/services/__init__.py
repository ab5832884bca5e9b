"""What one does at a counter: a small class for each task. No Qt, no words for people, no waiting.

Inside each the order is the same: read, let the domain decide, commit in one transaction, return what was committed.
Paper and network come after, from what was committed.
"""
