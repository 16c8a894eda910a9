-- The words of the current texts. Rows are articles; the tables keep no text: text is the truth, and
-- whatever they hold can be made again from it.

-- The body comes first: in any other column each of its words costs two bytes more an article. The
-- prefixes are those of words by one to three letters, behind ten marks (tokenizer.c).
CREATE VIRTUAL TABLE text_index USING fts5 (
    body, title, byline,
    content = '', columnsize = 0, prefix = '11 12 13', tokenize = 'zhai main'
);
-- Which articles hold a character of a script without blanks.
CREATE VIRTUAL TABLE single_index USING fts5 (
    body,
    content = '', columnsize = 0, detail = none, tokenize = 'zhai single'
);
-- How long each text is, for ranking: a byte an article, twelve to a doubling of its tokens, 1024
-- articles a row.
CREATE TABLE index_length (
    chunk INTEGER PRIMARY KEY,
    lengths BLOB NOT NULL
) STRICT;
-- Titles side by side: what pinyin may match is looked at one by one, and the rows of articles lie
-- ten times as far apart.
CREATE INDEX article_name ON article (id, title);
