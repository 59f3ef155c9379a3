/* Rows of a collection as a file, with the eyes of one person. */
#pragma once

#include "exchange/kx-import-words.h"
#include "store/kx-list.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  KX_EXPORT_XLSX,
  KX_EXPORT_CSV, /* UTF-8 with a byte order mark */
  KX_EXPORT_CSV_GB18030,
  KX_EXPORT_NDJSON, /* one row a line, as REST gives it */
  KX_EXPORT_TABS,   /* text parted by tabs, for a clipboard */
  KX_EXPORT_HTML    /* a table whose cells are marked as text, so that codes stay whole when it is pasted */
} KxExportFormat;

/* Zeros and NULL mean what is said. Everything is borrowed. */
typedef struct
{
  KxExportFormat format;
  KxTime now;          /* told in a workbook */
  const guint *fields; /* which columns, in this order; not of NDJSON */
  guint n_fields;      /* 0: all of the entity */
  /* What lists show of a field beside its value (FALSE: nothing more), as they do on the day `today`: a
   * column of its own after that of the field, not of NDJSON, which no import takes in. In the thread that
   * exports; both NULL: none. The text is owned. */
  gboolean (*has_shown) (const KxEntity *entity, guint field);
  char *(*dup_shown) (const KxRecord *record, guint field, KxDate today);
  KxDate today;
  const char *const *ids; /* these rows in this order, whatever `query` finds; NULL: all that it finds */
  gboolean parts;         /* of a workbook: what belongs to the rows follows on further sheets */
  gboolean in_read;       /* the caller has begun to read, and ends it: as of its own moment */
  void (*progress) (guint done, gpointer data); /* now and then, in the thread that exports; may be NULL */
  gpointer progress_data;
  GCancellable *cancellable;
} KxExportOptions;

/* All rows that `query` finds, page after page, as of one moment; its `limit` and `after` do not count.
 * Tables have the columns of the entity under titles in the caller's words, codes and areas as text, sealed
 * fields as their masks, and in files beside the agency that a row names its code, by which an import and
 * other programs know it; a workbook also says above them what was selected and when, and has the row of
 * codes by which an import knows the columns. Rows that the query's actor may not see are not there. The
 * bytes are owned. NULL with an error of the store, KX_SHEET_ERROR, KX_LIST_ERROR or G_IO_ERROR_CANCELLED. */
GBytes *kx_export_rows (KxBook *book, const KxListQuery *query, const KxExportOptions *options,
                        const KxImportWords *words, GError **error);

/* Whether anything belongs to such rows that `parts` would add. */
gboolean kx_export_has_parts (const KxSchema *schema, const KxEntity *entity);

/* What a file of this format ends in: ".xlsx". */
const char *kx_export_ending (KxExportFormat format);

/* The format of a file name's ending; FALSE when it is none of ours. */
gboolean kx_export_format_of (const char *file_name, KxExportFormat *ret_format);

G_END_DECLS
