/* The texts of data/sql. */
#include "library/library_private.h"

#include "base/memory.h"

#include <assert.h>

#include "library/statements.inc"

static_assert(ARRAY_LENGTH(statement_texts) == STATEMENT_COUNT, "a text for each statement");

const char *statement_name(enum statement_id id)
{
    return statement_names[id];
}

const char *statement_sql(enum statement_id id)
{
    return statement_texts[id];
}

int migration_count(void)
{
    return (int)ARRAY_LENGTH(migration_texts);
}

const char *migration_text(int index)
{
    return migration_texts[index];
}
