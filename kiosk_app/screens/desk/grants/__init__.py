"""What the municipality assigned to this counter beforehand, and giving it back."""
