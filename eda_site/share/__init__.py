"""What is taken out of a room and brought back: files, links to a moment, pictures, replays."""
