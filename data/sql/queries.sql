-- Every statement of the library, by name. Each is prepared by a test against a fresh library.

-- name: begin
BEGIN IMMEDIATE
-- name: begin_reading
BEGIN
-- name: commit
COMMIT
-- name: rollback
ROLLBACK
-- name: data_version
PRAGMA data_version
-- name: application_id
PRAGMA application_id
-- name: user_version
PRAGMA user_version
-- name: table_count
SELECT count(*) FROM sqlite_schema
-- name: schema
SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name

-- name: check_pages
PRAGMA integrity_check(100)
-- name: check_references
PRAGMA foreign_key_check
-- name: check_counts
SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM text), (SELECT count(*) FROM original),
       (SELECT coalesce(sum(length(block)), 0) FROM text_index_data)
       + (SELECT coalesce(sum(length(block)), 0) FROM single_index_data)
       + (SELECT coalesce(sum(length(block)), 0) FROM shelf_index_data)
-- name: check_originals
SELECT id, hash, byte_count, bytes FROM original ORDER BY id
-- name: check_original_article
SELECT article FROM text WHERE original = ?1 LIMIT 1
-- name: check_texts
SELECT article, version, hash, body, structure, id FROM text ORDER BY id
-- name: check_articles
SELECT id, EXISTS (SELECT 1 FROM text WHERE text.id = article.text AND text.article = article.id),
       EXISTS (SELECT 1 FROM article AS other WHERE other.id = article.leader),
       title, title_key
FROM article ORDER BY id
-- name: check_currents
SELECT article.id, text.body, text.structure FROM article JOIN text ON text.id = article.text
ORDER BY article.id
-- name: check_likeness
SELECT count(*) FROM likeness WHERE key = ?1 AND article = ?2
-- name: check_likeness_count
SELECT count(*) FROM likeness
-- name: check_text_index
INSERT INTO text_index (text_index) VALUES ('integrity-check')
-- name: check_single_index
INSERT INTO single_index (single_index) VALUES ('integrity-check')
-- name: check_shelf_index
INSERT INTO shelf_index (shelf_index) VALUES ('integrity-check')
-- name: make_text_words
CREATE VIRTUAL TABLE IF NOT EXISTS temp.text_word USING fts5vocab (main, text_index, instance)
-- name: make_single_words
CREATE VIRTUAL TABLE IF NOT EXISTS temp.single_word USING fts5vocab (main, single_index, instance)
-- name: make_shelf_words
CREATE VIRTUAL TABLE IF NOT EXISTS temp.shelf_word USING fts5vocab (main, shelf_index, instance)
-- name: shelf_word_from
SELECT term FROM temp.shelf_word WHERE term >= ?1 AND term < ?2 LIMIT 1
-- name: check_text_words
SELECT term, doc, col, "offset" FROM temp.text_word
-- name: check_single_words
SELECT term, doc, col, "offset" FROM temp.single_word
-- name: check_shelf_words
SELECT term, doc, col, "offset" FROM temp.shelf_word
-- name: clear_likeness
DELETE FROM likeness
-- name: repair_reindex
REINDEX
-- name: repair_forget_text
UPDATE article SET text = 0 WHERE id = ?1
-- name: repair_no_article
SELECT article, article, 0 FROM (SELECT article FROM text UNION SELECT article FROM passage)
WHERE article NOT IN (SELECT id FROM article)
-- name: repair_make_article
INSERT INTO article (id, uid, text, title, subtitle, byline, site, url, canonical_url, language, published,
    saved, character_count, minutes, is_incomplete, url_key, simhash, leader, title_key, added, state,
    is_starred, opened, progress, deleted)
VALUES (?1, ?2, 0, '', '', '', '', '', '', '', '', '', 0, 0, 0, '', 0, ?1, x'', ?3, 0, 0, 0, 0, 0)
-- name: repair_no_original
SELECT id, article, version FROM text WHERE original NOT IN (SELECT id FROM original)
-- name: repair_set_original
UPDATE text SET original = ?2 WHERE id = ?1
-- name: repair_no_text
SELECT id, text, (SELECT count(*) FROM text WHERE text.article = article.id) FROM article
WHERE NOT EXISTS (SELECT 1 FROM text WHERE text.id = article.text AND text.article = article.id)
-- name: repair_metadata
SELECT title, subtitle, byline, site, url, canonical_url, language, published, saved
FROM article WHERE id = ?1
-- name: repair_set_text
UPDATE text SET body = ?2, structure = ?3, hash = ?4 WHERE id = ?1
-- name: repair_set_hash
UPDATE text SET hash = ?2 WHERE id = ?1
-- name: repair_choose_text
UPDATE article SET text = (SELECT id FROM text WHERE text.article = article.id
    ORDER BY body = '', concern > 0, version DESC LIMIT 1)
WHERE id = ?1
-- name: repair_source
SELECT source.path, original.hash FROM source JOIN original ON original.id = source.original
WHERE source.original = ?1 LIMIT 1
-- name: repair_set_bytes
UPDATE original SET byte_count = ?2, bytes = ?3 WHERE id = ?1
-- name: repair_drop_source
DELETE FROM source WHERE original = ?1 AND NOT EXISTS (SELECT 1 FROM text WHERE text.original = ?1)
-- name: repair_drop_original
DELETE FROM original WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM text WHERE text.original = ?1)
-- name: repair_tags
DELETE FROM article_tag
WHERE article NOT IN (SELECT id FROM article) OR tag NOT IN (SELECT id FROM tag)
-- name: repair_places
DELETE FROM place WHERE article NOT IN (SELECT id FROM article) OR text NOT IN (SELECT id FROM text)
-- name: repair_sources
DELETE FROM source WHERE original NOT IN (SELECT id FROM original)
-- name: repair_leaders
UPDATE article SET leader = id WHERE leader NOT IN (SELECT id FROM article)
-- name: repair_history
DELETE FROM change_article
WHERE change NOT IN (SELECT id FROM change) OR article NOT IN (SELECT id FROM article)
-- name: repair_passages
UPDATE passage SET text = (SELECT text FROM article WHERE article.id = passage.article), fit = 3
WHERE text NOT IN (SELECT id FROM text)
-- name: repair_sequence
SELECT seq FROM sqlite_sequence WHERE name = 'article'
-- name: repair_set_sequence
UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'article'
-- name: salvage_roots
SELECT rootpage, name FROM sqlite_schema WHERE rootpage > 0
-- name: salvage_tag_sense
SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1) AND EXISTS (SELECT 1 FROM tag WHERE id = ?2),
    EXISTS (SELECT 1 FROM article WHERE id = ?2) AND EXISTS (SELECT 1 FROM tag WHERE id = ?1)
-- name: salvage_original
SELECT * FROM original WHERE id >= ?1 ORDER BY id
-- name: salvage_original_insert
INSERT OR IGNORE INTO original VALUES (?1, ?2, ?3, ?4, ?5)
-- name: salvage_article
SELECT * FROM article WHERE id >= ?1 ORDER BY id
-- name: salvage_article_insert
INSERT OR IGNORE INTO article VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)
-- name: salvage_tag
SELECT * FROM tag WHERE id >= ?1 ORDER BY id
-- name: salvage_tag_insert
INSERT OR IGNORE INTO tag VALUES (?1, ?2, ?3)
-- name: salvage_text
SELECT * FROM text WHERE id >= ?1 ORDER BY id
-- name: salvage_text_insert
INSERT OR IGNORE INTO text VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
-- name: salvage_place
SELECT * FROM place WHERE article >= ?1 ORDER BY article
-- name: salvage_place_insert
INSERT OR IGNORE INTO place VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
-- name: salvage_shelf
SELECT * FROM shelf WHERE id >= ?1 ORDER BY id
-- name: salvage_shelf_insert
INSERT OR IGNORE INTO shelf VALUES (?1, ?2, ?3, ?4)
-- name: salvage_passage
SELECT * FROM passage WHERE id >= ?1 ORDER BY id
-- name: salvage_passage_insert
INSERT OR IGNORE INTO passage VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
-- name: salvage_change
SELECT * FROM change WHERE id >= ?1 ORDER BY id
-- name: salvage_change_insert
INSERT OR IGNORE INTO change VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
-- name: salvage_source
SELECT * FROM source ORDER BY path
-- name: salvage_source_back
SELECT * FROM source ORDER BY path DESC
-- name: salvage_source_insert
INSERT OR IGNORE INTO source VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
-- name: salvage_article_tag
SELECT * FROM article_tag ORDER BY article, tag
-- name: salvage_article_tag_back
SELECT * FROM article_tag ORDER BY article DESC, tag DESC
-- name: salvage_article_tag_index
SELECT * FROM article_tag ORDER BY tag, article
-- name: salvage_article_tag_index_back
SELECT * FROM article_tag ORDER BY tag DESC, article DESC
-- name: salvage_article_tag_insert
INSERT OR IGNORE INTO article_tag VALUES (?1, ?2)
-- name: salvage_change_article
SELECT * FROM change_article ORDER BY change, article
-- name: salvage_change_article_back
SELECT * FROM change_article ORDER BY change DESC, article DESC
-- name: salvage_change_article_insert
INSERT OR IGNORE INTO change_article VALUES (?1, ?2, ?3, ?4)
-- name: salvage_setting
SELECT * FROM setting ORDER BY name
-- name: salvage_setting_back
SELECT * FROM setting ORDER BY name DESC
-- name: salvage_setting_insert
INSERT OR IGNORE INTO setting VALUES (?1, ?2)

-- name: article_read
SELECT article.id, article.text, text.original, article.uid, article.title, article.subtitle,
       article.byline, article.site, article.url, article.canonical_url, article.language,
       article.published, article.saved,
       coalesce((SELECT path FROM source WHERE source.original = text.original LIMIT 1), ''),
       article.character_count, article.minutes, article.added, article.opened, article.deleted,
       article.state, article.is_starred, article.is_incomplete, article.progress, article.leader,
       (SELECT count(*) FROM article AS follower
        WHERE follower.leader = article.id AND follower.leader <> follower.id AND follower.deleted = 0),
       (SELECT count(*) FROM text AS version WHERE version.article = article.id)
FROM article JOIN text ON text.id = article.text
WHERE article.id = ?1
-- name: article_tags
SELECT tag.name FROM article_tag JOIN tag ON tag.id = article_tag.tag
WHERE article_tag.article = ?1 ORDER BY tag.name_key
-- name: article_exists
SELECT id FROM article WHERE id = ?1
-- name: article_by_uid
SELECT id FROM article WHERE uid >= ?1 AND uid < ?1 || 'zzzz' ORDER BY uid LIMIT 2
-- name: article_text
SELECT text FROM article WHERE id = ?1
-- name: article_charset
SELECT text.charset FROM article JOIN text ON text.id = article.text WHERE article.id = ?1
-- name: article_max
SELECT coalesce(max(id), 0) FROM article
-- name: article_count
SELECT count(*) FROM article
-- name: article_last_opened
SELECT id FROM article WHERE opened > 0 AND deleted = 0 ORDER BY opened DESC LIMIT 1
-- name: article_leader
SELECT leader FROM article WHERE id = ?1
-- name: article_followers
SELECT id FROM article WHERE leader = ?1 AND leader <> id AND deleted = 0 ORDER BY id
-- name: article_all_followers
SELECT id, leader FROM article INDEXED BY article_follower WHERE leader <> id
-- name: article_set_state
UPDATE article SET state = ?2 WHERE id = ?1 AND state <> ?2
-- name: article_set_starred
UPDATE article SET is_starred = ?2 WHERE id = ?1 AND is_starred <> ?2
-- name: article_set_deleted
UPDATE article SET deleted = ?2 WHERE id = ?1 AND (deleted = 0) = (?2 > 0)

-- name: text_document
SELECT body, structure FROM text WHERE id = ?1
-- name: text_by_version
SELECT id FROM text WHERE article = ?1 AND version = ?2
-- name: text_versions
SELECT text.id, text.version, text.created, text.original, original.byte_count, text.concern,
       text.id = article.text
FROM text JOIN article ON article.id = text.article JOIN original ON original.id = text.original
WHERE text.article = ?1 ORDER BY text.version DESC
-- name: text_original_bytes
SELECT original.bytes, original.byte_count FROM text JOIN original ON original.id = text.original
WHERE text.id = ?1

-- name: tag_by_key
SELECT id FROM tag WHERE name_key = ?1
-- name: tag_insert
INSERT INTO tag (name, name_key) VALUES (?1, ?2)
-- name: tag_delete_unused
DELETE FROM tag WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM article_tag WHERE tag = ?1)
-- name: tag_list
SELECT tag.name, tag.name_key, (SELECT count(*) FROM article_tag WHERE article_tag.tag = tag.id)
FROM tag ORDER BY tag.name_key
-- name: article_tag_insert
INSERT OR IGNORE INTO article_tag (article, tag) VALUES (?1, ?2)
-- name: article_tag_delete
DELETE FROM article_tag WHERE article = ?1 AND tag = ?2

-- name: shelf_list
SELECT name, query, is_search FROM shelf ORDER BY id
-- name: shelf_save
INSERT INTO shelf (name, query, is_search) VALUES (?1, ?2, ?3)
ON CONFLICT (name) DO UPDATE SET query = excluded.query, is_search = excluded.is_search
-- name: shelf_remove
DELETE FROM shelf WHERE name = ?1

-- name: change_insert
INSERT INTO change (created, kind, subject, article_count, changeset, is_undone)
VALUES (?1, ?2, ?3, ?4, ?5, 0)
-- name: change_count_more
UPDATE change SET article_count = article_count + ?2 WHERE id = ?1
-- name: change_article_insert
INSERT INTO change_article (change, article, text, previous_text) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (change, article) DO NOTHING
-- name: change_article_set_text
UPDATE change_article SET text = ?3 WHERE change = ?1 AND article = ?2
-- name: change_articles
SELECT article, text, previous_text FROM change_article WHERE change = ?1
-- name: change_newest_done
SELECT id, created, kind, subject, article_count, is_undone, changeset FROM change
WHERE is_undone = 0 ORDER BY id DESC LIMIT 1
-- name: change_oldest_undone
SELECT id, created, kind, subject, article_count, is_undone, changeset FROM change
WHERE is_undone = 1 AND id > coalesce((SELECT max(id) FROM change WHERE is_undone = 0), 0)
ORDER BY id LIMIT 1
-- name: change_set_undone
UPDATE change SET is_undone = ?2 WHERE id = ?1
-- name: change_page
SELECT id, created, kind, subject, article_count, is_undone, NULL FROM change
WHERE id < ?1 ORDER BY id DESC LIMIT ?2

-- name: setting_read
SELECT value FROM setting WHERE name = ?1
-- name: setting_write
INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: original_by_hash
SELECT id FROM original WHERE hash = ?1
-- name: original_insert
INSERT INTO original (hash, byte_count, media_type, bytes) VALUES (?1, ?2, ?3, ?4)
-- name: text_by_original
SELECT text.article, text.id, text.charset, article.deleted FROM text JOIN article ON article.id = text.article
WHERE text.original = ?1 ORDER BY text.id DESC LIMIT 1
-- name: text_by_hash
SELECT original FROM text WHERE article = ?1 AND hash = ?2 LIMIT 1
-- name: text_insert
INSERT INTO text (id, article, version, original, extractor, charset, created, hash, concern, body,
    structure)
VALUES (nullif(?10, 0), ?1, (SELECT coalesce(max(version), 0) + 1 FROM text WHERE article = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
-- name: text_body
SELECT body FROM text WHERE id = ?1
-- name: source_save
INSERT INTO source (path, device, inode, byte_count, modified_ns, changed_ns, original)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (path) DO UPDATE SET device = excluded.device, inode = excluded.inode,
    byte_count = excluded.byte_count, modified_ns = excluded.modified_ns,
    changed_ns = excluded.changed_ns, original = excluded.original
-- name: source_find
SELECT original FROM source WHERE path = ?1 AND device = ?2 AND inode = ?3 AND byte_count = ?4
    AND modified_ns = ?5 AND changed_ns = ?6
-- name: article_by_url_key
SELECT article.id, article.deleted, article.text FROM article
WHERE url_key = ?1 AND url_key <> '' ORDER BY deleted > 0, id LIMIT 1
-- name: article_next
SELECT max(coalesce((SELECT max(id) FROM article), 0),
           coalesce((SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = 'article'), 0)) + 1,
       coalesce((SELECT max(id) FROM text), 0) + 1
-- name: article_insert
INSERT INTO article (id, text, title, subtitle, byline, site, url, canonical_url, language, published,
    saved, character_count, minutes, is_incomplete, url_key, simhash, title_key, uid, leader, added,
    state, is_starred, opened, progress, deleted)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
    0, 0, 0, 0, 0)
-- name: article_set_text
UPDATE article SET text = ?2, title = ?3, subtitle = ?4, byline = ?5, site = ?6, url = ?7,
    canonical_url = ?8, language = ?9, published = ?10, saved = ?11, character_count = ?12,
    minutes = ?13, is_incomplete = ?14, url_key = ?15, simhash = ?16, title_key = ?17
WHERE id = ?1
-- name: likeness_insert
INSERT OR IGNORE INTO likeness (article, key)
VALUES (?1, ?2), (?1, ?3), (?1, ?4), (?1, ?5), (?1, ?6), (?1, ?7), (?1, ?8), (?1, ?9)
-- name: likeness_delete
DELETE FROM likeness WHERE key = ?1 AND article = ?2
-- name: likeness_has_any
SELECT 1 WHERE EXISTS (SELECT 1 FROM likeness WHERE key = ?1)
    OR EXISTS (SELECT 1 FROM likeness WHERE key = ?2)
    OR EXISTS (SELECT 1 FROM likeness WHERE key = ?3)
    OR EXISTS (SELECT 1 FROM likeness WHERE key = ?4)
    OR EXISTS (SELECT 1 FROM likeness WHERE key = ?5)
    OR EXISTS (SELECT 1 FROM likeness WHERE key = ?6)
    OR EXISTS (SELECT 1 FROM likeness WHERE key = ?7)
    OR EXISTS (SELECT 1 FROM likeness WHERE key = ?8)
-- name: likeness_candidates
SELECT article.id, article.simhash, article.text, article.leader
FROM likeness JOIN article ON article.id = likeness.article
WHERE likeness.key = ?1 AND article.deleted = 0 ORDER BY likeness.article DESC LIMIT 50
-- name: index_source
SELECT title, byline, site, url FROM article WHERE id = ?1
-- name: shelf_index_delete
INSERT INTO shelf_index (shelf_index, rowid, title, byline, site, url, initials)
VALUES ('delete', ?1, ?2, ?3, ?4, ?5, ?6)
-- name: change_trash_added
UPDATE article SET deleted = ?2
WHERE id IN (SELECT article FROM change_article WHERE change = ?1 AND previous_text = 0)

-- name: set_all
SELECT collect_ids(id, ?1) FROM article
-- name: set_state
SELECT collect_ids(id, ?1) FROM article WHERE state = ?2 AND state > 0
-- name: set_starred
SELECT collect_ids(id, ?1) FROM article WHERE is_starred = 1
-- name: set_incomplete
SELECT collect_ids(id, ?1) FROM article WHERE is_incomplete = 1
-- name: set_trash
SELECT collect_ids(id, ?1) FROM article WHERE deleted > 0
-- name: set_noted
SELECT collect_ids(article, ?1) FROM passage WHERE note <> ''
-- name: set_with_passage
SELECT collect_ids(article, ?1) FROM passage WHERE article > 0
-- name: site_after
SELECT site, url FROM article WHERE site > ?1 ORDER BY site LIMIT 1
-- name: set_language
SELECT collect_ids(id, ?1) FROM article WHERE language >= ?2 AND language < ?2 || '.'
-- name: set_site
SELECT collect_ids(id, ?1) FROM article WHERE site = ?2
-- name: set_tag
SELECT collect_ids(article_tag.article, ?1) FROM tag JOIN article_tag ON article_tag.tag = tag.id
WHERE tag.name_key = ?2
-- name: set_tag_row
SELECT collect_ids(article, ?1) FROM article_tag WHERE tag = ?2
-- name: tag_names
SELECT id, name, name_key FROM tag
-- name: set_published
SELECT collect_ids(id, ?1) FROM article WHERE published >= ?2 AND published < ?3
-- name: set_added
SELECT collect_ids(id, ?1) FROM article WHERE added >= ?2 AND added < ?3
-- name: set_opened
SELECT collect_ids(id, ?1) FROM article WHERE opened >= ?2 AND opened < ?3 AND opened > 0
-- name: set_minutes
SELECT collect_ids(id, ?1) FROM article WHERE minutes >= ?2 AND minutes < ?3
-- name: set_characters
SELECT collect_ids(id, ?1) FROM article WHERE character_count >= ?2 AND character_count < ?3
-- name: set_shelf_match
SELECT 1 FROM shelf_index WHERE shelf_index MATCH ?2 AND zhai_match(shelf_index, ?1)
-- name: set_followers
SELECT collect_ids(id, ?1) FROM article WHERE leader <> id
-- name: row_title
SELECT title FROM article INDEXED BY article_name WHERE id = ?1
-- name: row_texts
SELECT title, byline, site, url, subtitle FROM article WHERE id = ?1

-- name: sort_keys
SELECT published, opened, title_key, character_count, progress, site FROM article WHERE id = ?1
-- name: order_published
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY published, id LIMIT ?2
-- name: order_published_down
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY published DESC, id DESC LIMIT ?2
-- name: order_opened
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY opened, id LIMIT ?2
-- name: order_opened_down
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY opened DESC, id DESC LIMIT ?2
-- name: order_title
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY title_key, id LIMIT ?2
-- name: order_title_down
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY title_key DESC, id DESC LIMIT ?2
-- name: order_length
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY character_count, id LIMIT ?2
-- name: order_length_down
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY character_count DESC, id DESC LIMIT ?2
-- name: order_progress
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY progress, id LIMIT ?2
-- name: order_progress_down
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY progress DESC, id DESC LIMIT ?2
-- name: order_site
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY site, id LIMIT ?2
-- name: order_site_down
SELECT id FROM article WHERE has_id(id, ?1) ORDER BY site DESC, id DESC LIMIT ?2

-- name: text_path
SELECT source.path FROM text JOIN source ON source.original = text.original WHERE text.id = ?1 LIMIT 1
-- name: article_current
SELECT text.hash, text.structure FROM article JOIN text ON text.id = article.text WHERE article.id = ?1

-- name: place_save
INSERT INTO place (article, text, byte_offset, quote, prefix, suffix, updated)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (article) DO UPDATE SET text = excluded.text, byte_offset = excluded.byte_offset,
    quote = excluded.quote, prefix = excluded.prefix, suffix = excluded.suffix, updated = excluded.updated
-- name: place_find
SELECT text, byte_offset, quote, prefix, suffix FROM place WHERE article = ?1
-- name: article_set_reading
UPDATE article SET opened = ?2, progress = ?3, state = CASE state WHEN 0 THEN 1 ELSE state END WHERE id = ?1
-- name: article_state
SELECT state FROM article WHERE id = ?1

-- name: passage_insert
INSERT INTO passage (uid, article, text, start_offset, end_offset, quote, prefix, suffix, note, colour,
    created, updated, fit)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, 0)
-- name: passage_edit
UPDATE passage SET note = ?2, colour = ?3, updated = ?4 WHERE id = ?1
-- name: passage_remove
DELETE FROM passage WHERE id = ?1
-- name: passage_list
SELECT id, article, text, start_offset, end_offset, uid, quote, note, colour, created, updated, fit
FROM passage WHERE article = ?1 ORDER BY start_offset, id
-- name: passage_anchors
SELECT id, text, start_offset, end_offset, quote, prefix, suffix FROM passage WHERE article = ?1
-- name: passage_move
UPDATE passage SET text = ?2, start_offset = ?3, end_offset = ?4, fit = ?5 WHERE id = ?1
-- name: passage_orphan
UPDATE passage SET fit = ?2 WHERE id = ?1
-- name: titles
SELECT id, title FROM article
-- name: article_set_title_key
UPDATE article SET title_key = ?2 WHERE id = ?1

-- name: text_index_delete
INSERT INTO text_index (text_index, rowid, body, title, byline) VALUES ('delete', ?1, ?2, ?3, ?4)
-- name: single_index_delete
INSERT INTO single_index (single_index, rowid, body) VALUES ('delete', ?1, ?2)
-- name: length_chunk
SELECT lengths FROM index_length WHERE chunk = ?1
-- name: length_chunk_write
INSERT INTO index_length (chunk, lengths) VALUES (?1, ?2)
ON CONFLICT (chunk) DO UPDATE SET lengths = excluded.lengths
-- name: length_chunks
SELECT chunk, lengths FROM index_length ORDER BY chunk

-- name: set_text_match
SELECT 1 FROM text_index WHERE text_index MATCH ?2 AND zhai_match(text_index, ?1)
-- name: set_single_match
SELECT 1 FROM single_index WHERE single_index MATCH ?2 AND zhai_match(single_index, ?1)
-- name: passage_words
SELECT article, quote, note FROM passage
-- name: text_words
SELECT article.title, article.byline, text.body, text.structure
FROM article JOIN text ON text.id = article.text WHERE article.id = ?1

-- name: rank_texts
SELECT 1 FROM text_index WHERE text_index MATCH ?2 AND zhai_rank(text_index, ?1)
-- name: rank_newest
SELECT 1 FROM text_index WHERE text_index MATCH ?2 AND zhai_rank(text_index, ?1) ORDER BY rowid DESC
-- name: text_has
SELECT 1 FROM text_index WHERE text_index MATCH ?1 AND rowid = ?2
-- name: count_texts
SELECT count(*) FROM text_index WHERE text_index MATCH ?1
-- name: single_has
SELECT 1 FROM single_index WHERE single_index MATCH ?1 AND rowid = ?2
-- name: newest_texts
SELECT rowid FROM text_index WHERE text_index MATCH ?1 ORDER BY rowid DESC
-- name: newest_singles
SELECT rowid FROM single_index WHERE single_index MATCH ?1 ORDER BY rowid DESC
-- name: newest_rows
SELECT rowid FROM shelf_index WHERE shelf_index MATCH ?1 ORDER BY rowid DESC

-- name: text_index_merge
INSERT INTO text_index (text_index, rank) VALUES ('merge', ?1)
-- name: single_index_merge
INSERT INTO single_index (single_index, rank) VALUES ('merge', ?1)
-- name: shelf_index_merge
INSERT INTO shelf_index (shelf_index, rank) VALUES ('merge', ?1)
-- name: index_savepoint
SAVEPOINT index_batch
-- name: index_release
RELEASE index_batch
-- name: write_segments
SELECT write_segments(?1)
-- name: segment_text_data
SELECT block FROM text_index_data WHERE id = ?1
-- name: segment_text_leaves
SELECT id, block FROM text_index_data WHERE id >= ?1 AND id <= ?2 ORDER BY id
-- name: segment_text_entry
SELECT pgno FROM text_index_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1
-- name: segment_single_data
SELECT block FROM single_index_data WHERE id = ?1
-- name: segment_single_leaves
SELECT id, block FROM single_index_data WHERE id >= ?1 AND id <= ?2 ORDER BY id
-- name: segment_single_entry
SELECT pgno FROM single_index_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1
-- name: segment_shelf_data
SELECT block FROM shelf_index_data WHERE id = ?1
-- name: segment_shelf_leaves
SELECT id, block FROM shelf_index_data WHERE id >= ?1 AND id <= ?2 ORDER BY id
-- name: segment_shelf_entry
SELECT pgno FROM shelf_index_idx WHERE segid = ?1 AND term <= ?2 ORDER BY term DESC LIMIT 1
-- name: segment_text_data_write
REPLACE INTO text_index_data (id, block) VALUES (?1, ?2)
-- name: segment_single_data_write
REPLACE INTO single_index_data (id, block) VALUES (?1, ?2)
-- name: segment_shelf_data_write
REPLACE INTO shelf_index_data (id, block) VALUES (?1, ?2)
-- name: segment_text_data_delete
DELETE FROM text_index_data WHERE id >= ?1 AND id < ?2
-- name: segment_text_entry_delete
DELETE FROM text_index_idx WHERE segid = ?1
-- name: segment_single_data_delete
DELETE FROM single_index_data WHERE id >= ?1 AND id < ?2
-- name: segment_single_entry_delete
DELETE FROM single_index_idx WHERE segid = ?1
-- name: segment_shelf_data_delete
DELETE FROM shelf_index_data WHERE id >= ?1 AND id < ?2
-- name: segment_shelf_entry_delete
DELETE FROM shelf_index_idx WHERE segid = ?1
-- name: segment_text_entry_write
INSERT INTO text_index_idx (segid, term, pgno) VALUES (?1, ?2, ?3)
-- name: segment_single_entry_write
INSERT INTO single_index_idx (segid, term, pgno) VALUES (?1, ?2, ?3)
-- name: segment_shelf_entry_write
INSERT INTO shelf_index_idx (segid, term, pgno) VALUES (?1, ?2, ?3)
-- name: article_newest_indexed
SELECT article.id, article.title, article.title || x'1e' || article.byline || x'1e' || text.body
FROM article JOIN text ON text.id = article.text
WHERE article.id = (SELECT max(id) FROM article WHERE id > ?2)
   OR article.id = (SELECT max(id) FROM article WHERE id <= ?1)
ORDER BY article.id DESC LIMIT 1
-- name: shelf_has
SELECT 1 FROM shelf_index WHERE shelf_index MATCH ?1 AND rowid = ?2
