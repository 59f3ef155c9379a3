#include "desktop/lists/kx-filter-rows.h"

#include "models/kx-row-read.h"
#include "store/kx-row.h"

#include <string.h>

#define MOST_ROWS 1000

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const KxRecord *one = *(KxRecord *const *) a, *other = *(KxRecord *const *) b;

  if (one->created_at.ms != other->created_at.ms)
    return one->created_at.ms > other->created_at.ms ? -1 : 1;
  return strcmp (one->id, other->id);
}

GPtrArray *
kx_filter_rows_list (KxRowSource *source, const KxEntity *entity)
{
  KxBook *book = kx_row_source_take_reader (source, NULL);
  KxQuery query = { .entity = entity };
  GPtrArray *rows = NULL;

  if (book == NULL)
    return NULL;
  {
    g_autoptr (KxReader) reader = kx_row_reader_new (book);

    if (kx_reader_list (reader, &query, MOST_ROWS, &rows) != KX_KNOWN)
      rows = NULL;
  }
  kx_row_source_give_reader (source, book);
  if (rows != NULL)
    g_ptr_array_sort (rows, compare_newest);
  return rows;
}

char *
kx_filter_rows_dup_title (KxRowSource *source, const KxEntity *entity, const char *id)
{
  KxBook *book = kx_row_source_take_reader (source, NULL);
  char *title = book != NULL ? kx_row_read_title (book, entity, id) : NULL;

  if (book != NULL)
    kx_row_source_give_reader (source, book);
  return title != NULL ? title : g_strdup (id);
}
