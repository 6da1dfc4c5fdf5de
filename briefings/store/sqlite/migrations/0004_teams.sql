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
