"""The station's encrypted database: the journal, what is projected from it, and what waits to be printed and sent."""
