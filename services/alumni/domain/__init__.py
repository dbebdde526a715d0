"""The rules of identity and sign-in; standard library only."""
