#include "models/kx-import-file.h"

#include "core/kx-crypto.h"

static void
clear (gpointer data)
{
  KxImportFile *self = data;

  g_free (self->name);
  g_free (self->sha256);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->workbook, kx_workbook_free);
}

KxImportFile *
kx_import_file_ref (KxImportFile *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kx_import_file_unref (KxImportFile *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* One byte more than the limit is enough to tell that there are too many. */
static GBytes *
read_bytes (GFile *source, GCancellable *cancellable, GError **error)
{
  gsize most = kx_sheet_limits_default.file_bytes + 1, size = 0;
  g_autoptr (GFileInputStream) stream = g_file_read (source, cancellable, error);
  g_autoptr (GByteArray) array = g_byte_array_new ();
  gssize n = 1;

  while (stream != NULL && n > 0 && size < most)
    {
      gsize piece = MIN (most - size, 1024 * 1024);

      g_byte_array_set_size (array, (guint) (size + piece));
      n = g_input_stream_read (G_INPUT_STREAM (stream), array->data + size, piece, cancellable, error);
      size += n > 0 ? (gsize) n : 0;
    }
  if (stream == NULL || n < 0)
    return NULL;
  g_byte_array_set_size (array, (guint) size);
  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

static char *
read_name (GFile *source, GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info = g_file_query_info (source, G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  g_autofree char *base = g_file_get_basename (source);

  return info != NULL ? g_strdup (g_file_info_get_display_name (info))
                      : g_filename_display_name (base != NULL ? base : "");
}

/* Another encoding or delimiter may help; nothing else does. */
static gboolean
may_open_otherwise (GBytes *bytes, const GError *error)
{
  return kx_sheet_sniff (bytes) == KX_SHEET_FORMAT_TEXT &&
         g_bytes_get_size (bytes) <= kx_sheet_limits_default.file_bytes && error->domain == KX_SHEET_ERROR;
}

static KxImportFile *
open_bytes (GBytes *bytes, const KxSheetOptions *options, char **ret_problem, GError **error)
{
  GError *local = NULL;
  KxWorkbook *workbook = kx_workbook_open_bytes (bytes, options, &local);
  KxImportFile *self;

  if (workbook == NULL && !may_open_otherwise (bytes, local))
    {
      g_propagate_error (error, local);
      return NULL;
    }
  self = g_atomic_rc_box_new0 (KxImportFile);
  self->workbook = workbook;
  self->size = g_bytes_get_size (bytes);
  if (workbook == NULL || kx_workbook_get_encoding (workbook) != NULL)
    self->bytes = g_bytes_ref (bytes);
  if (local != NULL)
    *ret_problem = g_strdup (local->message);
  g_clear_error (&local);
  return self;
}

KxImportFile *
kx_import_file_new (GBytes *bytes, const char *name, char **ret_problem, GError **error)
{
  KxImportFile *self = open_bytes (bytes, NULL, ret_problem, error);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  if (self == NULL)
    return NULL;
  self->name = g_strdup (name);
  self->sha256 = kx_sha256_hex (data, size);
  return self;
}

KxImportFile *
kx_import_file_read (GFile *source, GCancellable *cancellable, char **ret_problem, GError **error)
{
  g_autoptr (GBytes) bytes = read_bytes (source, cancellable, error);
  g_autofree char *name = bytes != NULL ? read_name (source, cancellable) : NULL;

  return bytes != NULL ? kx_import_file_new (bytes, name, ret_problem, error) : NULL;
}

KxImportFile *
kx_import_file_read_again (const KxImportFile *self, const KxSheetOptions *options, char **ret_problem,
                           GError **error)
{
  KxImportFile *again = open_bytes (self->bytes, options, ret_problem, error);

  if (again == NULL)
    return NULL;
  again->name = g_strdup (self->name);
  again->sha256 = g_strdup (self->sha256);
  return again;
}
