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

-- 1 where it does not take part itself and is only the body concerned: it is found by it, and is nobody's counterpart.
ALTER TABLE event_actor ADD COLUMN body_only INTEGER NOT NULL DEFAULT 0;
UPDATE event_actor SET body_only = 1
WHERE actor NOT IN (SELECT a.value FROM event e, json_each(e.body, '$.event.actors') a WHERE e.id = event_actor.event);

-- What tells the events of this store from those of another one, in files that leave it.
INSERT INTO note (key, value, set_at)
VALUES ('store', lower(hex(randomblob(5))), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'));

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

-- Events that are none by a correction stand in the scope withheld:<scope>, which nobody reads.
CREATE INDEX event_withheld ON event (scope, id) WHERE scope >= 'withheld:';

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

-- Watches. A watcher is whom notices go to: an address of a platform (discord:user:1, discord:channel:2). stopped is
-- why nothing is sent there, missed counts events that were more than it could be told one by one.
CREATE TABLE watcher (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    address TEXT NOT NULL UNIQUE,
    locale TEXT NOT NULL,
    stopped TEXT,
    missed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- subject is the code of an actor, or person:<folded name>. Events up to number "after" are not new to the watch, nor
-- what articles from before "since" tell. resting is why it brings nothing.
CREATE TABLE watch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    watcher INTEGER NOT NULL REFERENCES watcher (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    label TEXT NOT NULL,
    set_by TEXT NOT NULL,
    since TEXT NOT NULL,
    after INTEGER NOT NULL,
    resting TEXT,
    UNIQUE (watcher, scope, subject)
) STRICT;

CREATE INDEX watch_by_subject ON watch (subject, scope);

CREATE TABLE watch_notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    watcher INTEGER NOT NULL REFERENCES watcher (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed')),
    body TEXT NOT NULL,
    nonce TEXT NOT NULL,
    message_id TEXT,
    reason TEXT,
    planned TEXT NOT NULL
) STRICT;

CREATE INDEX watch_notice_by_watcher ON watch_notice (watcher, planned);
CREATE INDEX watch_notice_open ON watch_notice (watcher) WHERE state IN ('pending', 'sending');

-- What a watcher was told, or is to be told while notice is NULL: an event in a state; was is the state known before.
CREATE TABLE watch_news (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    watcher INTEGER NOT NULL REFERENCES watcher (id) ON DELETE CASCADE,
    event INTEGER NOT NULL,
    likeness TEXT,
    state TEXT NOT NULL,
    was TEXT,
    found TEXT NOT NULL,
    notice INTEGER REFERENCES watch_notice (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX watch_news_of_event ON watch_news (watcher, event);
CREATE INDEX watch_news_alike ON watch_news (watcher, likeness);
CREATE INDEX watch_news_waiting ON watch_news (watcher, id) WHERE notice IS NULL;
CREATE INDEX watch_news_of_notice ON watch_news (notice);

-- Events written since the watches were last compared with them, whoever wrote them; was is the state before, NULL for
-- a new one. State: held, cancelled, or upcoming with the days.
CREATE TABLE event_change (
    event INTEGER PRIMARY KEY,
    was TEXT
) STRICT;

CREATE TRIGGER event_is_new AFTER INSERT ON event WHEN EXISTS (SELECT 1 FROM watch)
BEGIN
    INSERT INTO event_change (event, was) SELECT new.id, NULL
    WHERE NOT EXISTS (SELECT 1 FROM event_change WHERE event = new.id);
END;

CREATE TRIGGER event_changes AFTER UPDATE ON event WHEN EXISTS (SELECT 1 FROM watch)
BEGIN
    INSERT INTO event_change (event, was)
    SELECT new.id, CASE old.status WHEN 'upcoming'
        THEN 'upcoming ' || coalesce(old.first_day || ' ' || old.last_day, '') ELSE old.status END
    WHERE NOT EXISTS (SELECT 1 FROM event_change WHERE event = new.id);
END;
