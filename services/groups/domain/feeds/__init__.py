"""Feeds of meetings in the formats of the field, read as descriptions of meetings and as rejections."""
