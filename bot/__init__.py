"""Where people meet Dragoman: Discord, the terminal, and later others."""
