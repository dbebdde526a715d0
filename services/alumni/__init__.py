"""alumni: who a member is, how they sign in, and the partner centres."""
