-- The library: pages as they were saved, the articles made from them, and what the reader did with these.
-- Times are milliseconds since 1970 (UTC); flags are 0 or 1; '' is what is not known.

CREATE TABLE original (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE, -- BLAKE2b, 256 bits, of the bytes as saved
    byte_count INTEGER NOT NULL, -- of those bytes
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL -- zstd
) STRICT;

-- Files that were added, so that an unchanged one is skipped unread.
CREATE TABLE source (
    path BLOB NOT NULL PRIMARY KEY, -- absolute
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    changed_ns INTEGER NOT NULL,
    original INTEGER NOT NULL REFERENCES original
) STRICT, WITHOUT ROWID;
CREATE INDEX source_original ON source (original);

-- Ids grow in the order of adding and are not used again.
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    text INTEGER NOT NULL, -- the current version's id
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    byline TEXT NOT NULL,
    site TEXT NOT NULL,
    url TEXT NOT NULL,
    canonical_url TEXT NOT NULL,
    language TEXT NOT NULL COLLATE NOCASE,
    published TEXT NOT NULL, -- ISO 8601, as much as is known
    saved TEXT NOT NULL,
    character_count INTEGER NOT NULL,
    minutes INTEGER NOT NULL, -- reading time as it is shown
    is_incomplete INTEGER NOT NULL,
    url_key TEXT NOT NULL, -- equal for addresses of one article
    simhash INTEGER NOT NULL, -- of the folded text; 0: too short to tell
    leader INTEGER NOT NULL, -- the first of the articles with nearly this text; its own id when alone
    title_key BLOB NOT NULL, -- in the order of the setting title-order
    added INTEGER NOT NULL,
    state INTEGER NOT NULL, -- 0 unread, 1 reading, 2 finished
    is_starred INTEGER NOT NULL,
    opened INTEGER NOT NULL, -- when it was last read; 0: never
    progress INTEGER NOT NULL, -- how far, in thousandths
    deleted INTEGER NOT NULL -- when it was moved to the trash; 0: not
) STRICT;
CREATE INDEX article_state ON article (state) WHERE state > 0;
CREATE INDEX article_starred ON article (is_starred) WHERE is_starred = 1;
CREATE INDEX article_incomplete ON article (is_incomplete) WHERE is_incomplete = 1;
CREATE INDEX article_deleted ON article (deleted) WHERE deleted > 0;
CREATE INDEX article_follower ON article (leader) WHERE leader <> id;
CREATE INDEX article_url_key ON article (url_key) WHERE url_key <> '';
CREATE INDEX article_site ON article (site);
CREATE INDEX article_language ON article (language);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_added ON article (added);
CREATE INDEX article_opened ON article (opened);
CREATE INDEX article_title ON article (title_key);
CREATE INDEX article_length ON article (character_count);
CREATE INDEX article_minutes ON article (minutes);
CREATE INDEX article_progress ON article (progress);

-- Keys of the texts (document/similarity.h): articles of nearly the same text share at least one.
CREATE TABLE likeness (
    key INTEGER NOT NULL, -- its index times 2^32, plus the key
    article INTEGER NOT NULL REFERENCES article,
    PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;

-- What was extracted, never changed. The current version is article.text.
CREATE TABLE text (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article,
    version INTEGER NOT NULL, -- 1, 2 … of the article
    original INTEGER NOT NULL REFERENCES original,
    extractor INTEGER NOT NULL,
    charset TEXT NOT NULL, -- what the reader said the bytes are in, or ''
    created INTEGER NOT NULL,
    hash INTEGER NOT NULL, -- of the body, 64 bits
    concern INTEGER NOT NULL, -- why it was not made current, enum concern; 0: none
    body TEXT NOT NULL,
    structure BLOB NOT NULL, -- blocks, spans and metadata: document/stored.h
    UNIQUE (article, version)
) STRICT;
CREATE INDEX text_original ON text (original);

-- Where reading stopped: an offset in a version, and the words there.
CREATE TABLE place (
    article INTEGER PRIMARY KEY REFERENCES article,
    text INTEGER NOT NULL REFERENCES text,
    byte_offset INTEGER NOT NULL,
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    updated INTEGER NOT NULL
) STRICT;

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE -- folded
) STRICT;

CREATE TABLE article_tag (
    article INTEGER NOT NULL REFERENCES article,
    tag INTEGER NOT NULL REFERENCES tag,
    PRIMARY KEY (article, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tag_tag ON article_tag (tag, article);

-- A named query.
CREATE TABLE shelf (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    is_search INTEGER NOT NULL -- it looks at whole texts, not only at what the list shows
) STRICT;

CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article,
    text INTEGER NOT NULL REFERENCES text,
    start_offset INTEGER NOT NULL, -- bytes of that version, half-open
    end_offset INTEGER NOT NULL,
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    note TEXT NOT NULL,
    colour INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    fit INTEGER NOT NULL -- enum passage_fit: how surely it was found again
) STRICT;
CREATE INDEX passage_article ON passage (article, start_offset);
CREATE INDEX passage_noted ON passage (article) WHERE note <> '';

-- What the user did, newest last, and the rows that were different before (an SQLite changeset).
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created INTEGER NOT NULL,
    kind INTEGER NOT NULL, -- enum change_kind
    subject TEXT NOT NULL, -- a tag, a title: what the history shows
    article_count INTEGER NOT NULL,
    changeset BLOB NOT NULL,
    is_undone INTEGER NOT NULL
) STRICT;
CREATE INDEX change_order ON change (is_undone);

-- The articles that an entry added (no previous text) or gave another version.
CREATE TABLE change_article (
    change INTEGER NOT NULL REFERENCES change,
    article INTEGER NOT NULL REFERENCES article,
    text INTEGER NOT NULL,
    previous_text INTEGER NOT NULL, -- 0: none
    PRIMARY KEY (change, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The words of the shelf's rows: titles and the rest that a filter looks at. Rows are articles.
CREATE VIRTUAL TABLE shelf_index USING fts5 (
    title, byline, site, url, initials,
    content = '', columnsize = 0, prefix = '1 2', tokenize = 'zhai shelf'
);
