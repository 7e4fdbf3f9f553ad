"""The conversation: what is asked, what counts as an answer, and how the bot gets back after an interruption."""
