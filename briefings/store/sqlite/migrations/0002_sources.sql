-- What is polled: next_poll is when; first_poll is 1 until a poll has gone well. reported is 1 from the moment the
-- admins were told that it fails until they are told that it works again.

CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'calendar')),
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    first_poll INTEGER NOT NULL CHECK (first_poll IN (0, 1)),
    next_poll TEXT NOT NULL,
    last_ok TEXT,
    failures INTEGER NOT NULL,
    failing_since TEXT,
    last_error TEXT,
    reported INTEGER NOT NULL CHECK (reported IN (0, 1)),
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
    UNIQUE (scope, kind, url)
) STRICT;

CREATE INDEX source_due ON source (kind, next_poll) WHERE paused = 0;

-- What a source has shown us. body (JSON) is kept while the item waits to be read; a done item keeps only what it is
-- known again by. url is the canonical address, stamp the date as written, article the id of what came of it.
CREATE TABLE source_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    guid TEXT,
    url TEXT,
    hash TEXT NOT NULL,
    stamp TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    body TEXT,
    article TEXT,
    attempts INTEGER NOT NULL,
    next_try TEXT,
    last_seen TEXT NOT NULL
) STRICT;

CREATE INDEX source_item_by_source ON source_item (source, last_seen);
CREATE INDEX source_item_waiting ON source_item (next_try) WHERE state = 'waiting';
