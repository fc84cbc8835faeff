"""What Teachset is about, as frozen, validated, pure values."""
