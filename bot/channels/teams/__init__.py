"""What Teams has beyond messages: cards that change, message actions, search, hand-off, thumbs."""
