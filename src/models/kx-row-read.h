/* Rows read by their numbers, with what a line of a list shows of other tables. For a reader's thread. */
#pragma once

#include "models/kx-filter.h"
#include "models/kx-row-item-private.h"
#include "store/kx-book.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One reading a number, in their order; without a record where the row is gone. `q` is what the list searches
 * for, or NULL. (element-type KxRowReading) owned. NULL with an error, G_IO_ERROR_CANCELLED among them. */
GPtrArray *kx_row_read_some (KxBook *book, const KxEntity *entity, const char *q, const gint64 *numbers,
                             guint n, GCancellable *cancellable, GError **error);

/* One row by its id, be it in the trash. */
typedef struct
{
  KxRecord *record;  /* owned; NULL: there is none */
  GPtrArray *titles; /* owned; as in KxRowReading */
  char *editor;      /* owned; name of who last changed it, NULL: not known here */
} KxRecordReading;

/* NULL with an error only. */
KxRecordReading *kx_record_reading_new (KxBook *book, const KxEntity *entity, const char *id, GError **error);
void kx_record_reading_free (KxRecordReading *reading);

/* Living rows of `entity` whose `field` refers to `id`, 500 at most: a record with more parts is not worked
 * on by hand. None when they cannot be read. (element-type KxRecord) Free with g_ptr_array_unref(). */
GPtrArray *kx_row_read_parts (KxBook *book, const KxEntity *entity, guint field, const char *id);

/* The name of the person behind a user; NULL where that is not known. Free with g_free(). */
char *kx_row_read_person (KxBook *book, const char *user);

/* What people call a row, and a user by the name of the person; NULL when there is none. Free with g_free().
 */
char *kx_row_read_title (KxBook *book, const KxEntity *entity, const char *id);

G_END_DECLS
