-- The people of each event under their folded names, in the order of answers. fold is a function of ours.

CREATE TABLE event_person (
    person TEXT NOT NULL,
    sort TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    first_day TEXT,
    last_day TEXT,
    PRIMARY KEY (person, sort DESC, event DESC)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_person_by_event ON event_person (event);

INSERT OR IGNORE INTO event_person (person, sort, event, scope, kind, status, first_day, last_day)
SELECT fold(p.value), e.sort, e.id, e.scope, e.kind, e.status, e.first_day, e.last_day
FROM event e, json_each(e.body, '$.event.people') p;

-- What members corrected, as said; never changed but for by whom and when it was undone. said, marks and others
-- are JSON, ids are those of that time, by_place is the server where it was said.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('date', 'place', 'participants', 'merge', 'split', 'not-an-event')),
    said TEXT NOT NULL,
    marks TEXT NOT NULL,
    others TEXT NOT NULL,
    event TEXT NOT NULL,
    other TEXT,
    title TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    by_place TEXT NOT NULL,
    at TEXT NOT NULL,
    undone_id TEXT,
    undone_name TEXT,
    undone_place TEXT,
    undone_at TEXT
) STRICT;

CREATE INDEX correction_by_scope ON correction (scope, id);
CREATE INDEX correction_standing ON correction (id) WHERE undone_at IS NULL;

-- What leads to a correction: an article (a12), its text (t:...), its address (u:...), a block (b:...).
CREATE TABLE correction_key (
    key TEXT NOT NULL,
    correction INTEGER NOT NULL REFERENCES correction (id) ON DELETE CASCADE,
    PRIMARY KEY (key, correction)
) STRICT, WITHOUT ROWID;

ALTER TABLE event ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;

-- What belongs to a posted part besides its message (a thread, its publication); planned together with the part.
CREATE TABLE ledger_step (
    target TEXT NOT NULL,
    day TEXT NOT NULL,
    part INTEGER NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
    result TEXT,
    reason TEXT,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (target, day, part, step),
    FOREIGN KEY (target, day, part) REFERENCES ledger (target, day, part) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_step_open ON ledger_step (target, day, part) WHERE state = 'pending';

-- Events that have an entry of their own on a platform; place is the server there, remote the platform's id.
CREATE TABLE announced (
    place TEXT NOT NULL,
    event TEXT NOT NULL,
    marker TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('creating', 'standing', 'removed', 'refused')),
    remote TEXT,
    fingerprint TEXT NOT NULL,
    ends TEXT NOT NULL,
    reason TEXT,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (place, event)
) STRICT, WITHOUT ROWID;
