"""Files that utterances come in and go out as: one module per format, reading and writing beside each other."""
