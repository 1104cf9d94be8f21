"""Pages of the state's registers: which versions are in use, from whom, of which day; loading the next one."""
