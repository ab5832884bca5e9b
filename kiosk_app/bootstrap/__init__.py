"""The composition root: the only place where everybody meets. Each face is built in lines one can read aloud."""
