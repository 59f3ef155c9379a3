/* Rows in and out of their tables. */
#pragma once

#include "core/kx-reader.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

/* The list of columns that kx_row_read() expects, quoted and prefixed with `alias` and a dot when that is not
 * NULL. Free with g_free(). */
char *kx_row_columns (const KxEntity *entity, const char *alias);

/* The row on which `rows` stands, read from column `first` on. */
KxRecord *kx_row_read (const KxEntity *entity, KxDbRows *rows, int first);

/* The same with these fields alone, beside the id: for who looks through many rows. */
char *kx_row_field_columns (const KxEntity *entity, const guint *fields, guint n, const char *alias);
KxRecord *kx_row_read_fields (const KxEntity *entity, const guint *fields, guint n, KxDbRows *rows,
                              int first);

/* The statement that inserts a whole row, as kx_row_insert() runs it. Free with g_free(). */
char *kx_row_insert_text (const KxEntity *entity);

/* NULL without an error: there is no such row. */
KxRecord *kx_row_get (KxBook *book, const KxEntity *entity, const char *id, GError **error);

/* The person behind a user. Where accounts are not known, as on a desktop, the person's own row has the
 * user's id. NULL: nobody is known. Free with kx_record_free(). */
KxRecord *kx_row_get_person (KxBook *book, const char *user);

/* Takes the row out of its table for good. */
gboolean kx_row_delete (KxBook *book, const KxRecord *record, GError **error);

/* Writes a new row; its id, no, space, seq and times are set. */
gboolean kx_row_insert (KxBook *book, const KxRecord *record, GError **error);

/* Writes the fields in `changed` (bits) and the base columns of `record`, a whole row. */
gboolean kx_row_update (KxBook *book, const KxRecord *record, guint64 changed, GError **error);

/* The clear value of a sealed field; NULL without an error when it has none. Free with g_free(). */
char *kx_row_unseal (KxBook *book, const KxEntity *entity, const char *id, guint field, GError **error);

/* The keyed hash by which a sealed value is found. Free with g_free(). */
char *kx_row_sealed_hash (KxBook *book, const KxField *field, const char *clear);

/* A condition for `query`, such as `deleted_at = 0 AND "office" = $1`. Appends to `sql` and `args` (of
 * KxDbArg); texts made for it go to `texts`. `trashed` and `except` are part of it. */
void kx_row_append_query (const KxQuery *query, GString *sql, GArray *args, GPtrArray *texts);

/* Parts of such a condition: a code is one of `codes`; an area code stands for `area` or one below it.
 * `alias` is "" or ends with a dot. */
void kx_row_append_one_of (const KxField *field, KxCodes codes, const char *alias, GString *sql, GArray *args,
                           GPtrArray *texts);
void kx_row_append_within (const KxField *field, const char *area, const char *alias, GString *sql,
                           GArray *args, GPtrArray *texts);

/* A value as an argument; a text made for it goes to `texts`. */
KxDbArg kx_row_arg (const KxField *field, KxValue value, GPtrArray *texts);

/* A reader over the book. Free with kx_row_reader_free(). */
KxReader *kx_row_reader_new (KxBook *book);

/* The first error a reader met, or NULL. */
const GError *kx_row_reader_get_error (KxReader *reader);

void kx_row_reader_free (KxReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxReader, kx_row_reader_free)

G_END_DECLS
