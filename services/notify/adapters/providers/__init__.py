"""The ways out to people, a file per provider; `HAMRAH_CHANNELS` says which are used, in which order."""
