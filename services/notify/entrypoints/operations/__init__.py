"""The operator's commands of notify: `hamrah notify`."""
