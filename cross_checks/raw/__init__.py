"""A second reading of raw files: from the JSON of a client, session or practice to what every fact may still be.

Written from the specification alone. Nothing in this folder imports the library, and nothing in the library imports it;
what it must know of a fact - unit, bounds, validity, who may rule it out - it is given as data. So a fault in how the
library reads facts does not pass here: ``python -m cross_checks raw`` holds the two against each other.
"""
