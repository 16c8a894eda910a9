/* Writes the tables that the migrations make, for schema.c. Runs while zhai is built. */
#include "library/functions.h"
#include "library/library_private.h"

#include <stdio.h>
#include <string.h>

static void print_literal(const char *text)
{
    putchar('"');
    for (; text && *text; text++)
        if (*text == '\n')
            fputs("\\n", stdout);
        else
            printf(*text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    putchar('"');
}

static void print_row(sqlite3_stmt *row)
{
    const char *sql = (const char *)sqlite3_column_text(row, 2);
    /* The tables inside a full-text index are SQLite's own, and quoted by it. */
    bool is_shadow = sql && strncmp(sql, "CREATE TABLE '", 14) == 0;
    printf("    {");
    print_literal((const char *)sqlite3_column_text(row, 0));
    printf(", ");
    print_literal((const char *)sqlite3_column_text(row, 1));
    printf(",\n     ");
    print_literal(is_shadow ? "" : sql);
    printf(", %d},\n", is_shadow);
}

int main(void)
{
    sqlite3 *database;
    sqlite3_stmt *rows;
    if (sqlite3_open(":memory:", &database) || functions_register(database)) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        return 1;
    }
    for (int i = 0; i < migration_count(); i++)
        if (sqlite3_exec(database, migration_text(i), NULL, NULL, NULL)) {
            fprintf(stderr, "migration %d: %s\n", i + 1, sqlite3_errmsg(database));
            return 1;
        }
    puts("struct schema_row {\n    const char *type, *name, *sql;\n    bool is_shadow;\n};");
    puts("static const struct schema_row schema_rows[] = {");
    sqlite3_prepare_v2(database, statement_sql(STATEMENT_SCHEMA), -1, &rows, NULL);
    while (sqlite3_step(rows) == SQLITE_ROW)
        print_row(rows);
    puts("};");
    sqlite3_finalize(rows);
    sqlite3_close(database);
    return 0;
}
