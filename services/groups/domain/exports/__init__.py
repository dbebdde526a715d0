"""What leaves the network for anybody: open meetings alone, and of them nothing that lets somebody in."""
