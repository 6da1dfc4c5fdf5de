-- Scope is 'all' or 'guild:<id>'. Days are ISO text of any precision, moments ISO text in UTC, both sort as text.

CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,
    version INTEGER NOT NULL,
    text_hash TEXT NOT NULL,
    signature TEXT NOT NULL,
    title TEXT,
    url TEXT,
    source TEXT,
    published TEXT,
    first_added TEXT NOT NULL,
    last_changed TEXT NOT NULL,
    UNIQUE (scope, text_hash)
) STRICT;

CREATE INDEX article_by_publication ON article (scope, published);

CREATE TABLE article_version (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    text_hash TEXT NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    url TEXT,
    source TEXT,
    language TEXT,
    given_published TEXT,
    given_basis TEXT NOT NULL,
    given_readings TEXT NOT NULL,
    published TEXT,
    published_basis TEXT NOT NULL,
    reader_name TEXT NOT NULL,
    reader_version TEXT NOT NULL,
    added TEXT NOT NULL,
    PRIMARY KEY (article, version)
) STRICT;

CREATE INDEX article_version_by_text ON article_version (text_hash);

CREATE TABLE article_address (
    scope TEXT NOT NULL,
    url TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (scope, url)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_address_by_article ON article_address (article);

-- An event as the current version of one article tells it; body is JSON.
CREATE TABLE telling (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    position INTEGER NOT NULL,
    block TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX telling_by_block ON telling (block, scope);
CREATE INDEX telling_by_article ON telling (article, position);

-- Derived from tellings: body is JSON with all that an answer shows, so that a page of answers reads only its rows.
CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,
    block TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    sort TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    published TEXT NOT NULL,
    body TEXT NOT NULL,
    first_recorded TEXT NOT NULL,
    last_changed TEXT NOT NULL
) STRICT;

CREATE INDEX event_by_sort ON event (sort DESC, id DESC, scope, kind, status, first_day, last_day);
CREATE INDEX event_ahead ON event (last_day, first_day, status, scope);
CREATE INDEX event_undated ON event (status, published) WHERE last_day IS NULL;
CREATE INDEX event_by_change ON event (last_changed);
CREATE INDEX event_by_block ON event (block, scope);

-- Who takes part (or is the body concerned), in the order of answers, with all that a question may ask for.
CREATE TABLE event_actor (
    actor TEXT NOT NULL,
    sort TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    PRIMARY KEY (actor, sort DESC, event DESC)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_actor_by_event ON event_actor (event);

-- No reference to telling: that one is gone is what tells that the event must be derived anew.
CREATE TABLE event_telling (
    event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    telling INTEGER NOT NULL,
    PRIMARY KEY (event, telling)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_telling_by_telling ON event_telling (telling);

CREATE TABLE event_redirect (
    id INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX event_redirect_by_event ON event_redirect (event);

-- In this scope, event (of everyone) is not shown, because by_event, with the server's own tellings, stands for it.
CREATE TABLE event_hidden (
    scope TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    by_event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    PRIMARY KEY (scope, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_hidden_by_by_event ON event_hidden (by_event);
CREATE INDEX event_hidden_by_event ON event_hidden (event);

CREATE VIRTUAL TABLE event_words USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE dead_letter (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,
    origin TEXT NOT NULL,
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    first_failed TEXT NOT NULL,
    last_failed TEXT NOT NULL,
    UNIQUE (scope, content_hash)
) STRICT;

CREATE TABLE ledger (
    target TEXT NOT NULL,
    day TEXT NOT NULL,
    part INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'skipped')),
    body TEXT NOT NULL,
    nonce TEXT NOT NULL,
    message_id TEXT,
    reason TEXT,
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    composed_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (target, day, part)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_open ON ledger (target, day, part) WHERE state IN ('pending', 'sending');

CREATE TABLE note (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    set_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE heartbeat (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
