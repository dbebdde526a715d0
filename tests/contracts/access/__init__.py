"""Who gets what from the endpoints that concern a group: the table, and the stage to walk it on."""
