"""What Streamlit has no widget for: highlighted utterances and the review card."""
