"""What is known about Azure virtual network peering: the facts, how to read a paste, how to recognise a problem."""
