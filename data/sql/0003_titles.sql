-- Titles side by side: what pinyin may match is looked at one by one, and the rows of articles lie
-- ten times as far apart.
CREATE INDEX article_name ON article (id, title);
