"""What the person on call reads: lights, metrics, mails. It asks every part and belongs to none.

``facts`` asks the parts (``asking``: in a bounded time), ``lights`` says what is red, ``alerts`` whom
it is told to, ``metrics`` what Prometheus counts, ``orphans`` which files no row names.
"""
