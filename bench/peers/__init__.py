"""The same request mix written by others, side by side with ours; `runners` is what runs inside their environments."""
