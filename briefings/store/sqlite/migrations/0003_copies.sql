-- Near copies: articles of one family (the number of its first member) are one source with several addresses.

ALTER TABLE article ADD COLUMN family INTEGER NOT NULL DEFAULT 0;
UPDATE article SET family = id;
CREATE INDEX article_by_family ON article (family);

-- The smallest hashes of the current text's runs of words: near copies share some. Looked up newest first.
CREATE TABLE article_run (
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_run_by_article ON article_run (article);

-- The text last seen at an address: where it is seen again nothing has changed, whatever other addresses show.
ALTER TABLE article_address ADD COLUMN text_hash TEXT;

-- Sentences about the article, such as the evidence for its date.
ALTER TABLE article_version ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
