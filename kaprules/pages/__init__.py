"""Pages for a browser: the report of a decision, and the rule book as a site. They need ``kaprules[report]``.

Each page is one file that asks the network for nothing, and reads without JavaScript.
"""
