#include "exchange/kx-xlsx-package.h"

#include "late/kx-late-archive.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_PARTS 8192
#define RATIO_FREE_BYTES (32u * 1024 * 1024)

struct _KxXlsxPackage
{
  GBytes *bytes;
  KxSheetLimits limits;
  GHashTable *parts; /* set of lower-case part names, owned */
  guint64 inflated;  /* bytes read so far, of all parts */
};

typedef struct archive Archive;

static void
free_archive (Archive *archive)
{
  archive_read_free (archive);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, free_archive)

static void
set_damaged (GError **error)
{
  g_set_error_literal (
      error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
      _ ("The file is damaged or incomplete. Copy it again, or open and save it in a spreadsheet "
         "program."));
}

/* Only the central directory is believed: a package cut off at its end has none. */
static Archive *
open_archive (GBytes *bytes, GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (archive == NULL || archive_read_support_format_zip_seekable (archive) != ARCHIVE_OK ||
      archive_read_open_memory (archive, data, size) != ARCHIVE_OK)
    {
      set_damaged (error);
      return NULL;
    }
  return g_steal_pointer (&archive);
}

/* Part names compare without regard to ASCII case (ECMA-376 part 2, 6.2.2.3); some writers use backslashes.
 */
static char *
fold_name (const char *name)
{
  char *folded;

  while (*name == '/' || *name == '\\')
    name++;
  folded = g_ascii_strdown (name, -1);
  return g_strdelimit (folded, "\\", '/');
}

static char *
get_entry_name (struct archive_entry *entry)
{
  const char *name = archive_entry_pathname (entry);

  if (name == NULL)
    name = archive_entry_pathname_utf8 (entry);
  return name != NULL ? fold_name (name) : NULL;
}

/* Moves to the next entry: 1 found, 0 at the end, -1 with @error. */
static int
next_entry (Archive *archive, struct archive_entry **ret_entry, GError **error)
{
  int status = archive_read_next_header (archive, ret_entry);

  if (status == ARCHIVE_EOF)
    return 0;
  if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
    return 1;
  set_damaged (error);
  return -1;
}

static gboolean
list_parts (KxXlsxPackage *self, GError **error)
{
  g_autoptr (Archive) archive = open_archive (self->bytes, error);
  struct archive_entry *entry;
  guint n = 0;
  int found;

  if (archive == NULL)
    return FALSE;
  while ((found = next_entry (archive, &entry, error)) > 0)
    {
      char *name = get_entry_name (entry);

      if (++n > MAX_PARTS)
        {
          g_free (name);
          g_set_error_literal (
              error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
              _ ("The file is packed from too many parts. Copy the table into a new workbook."));
          return FALSE;
        }
      if (name != NULL)
        g_hash_table_add (self->parts, name);
    }
  return found == 0;
}

static gboolean
count_inflated (KxXlsxPackage *self, guint64 *part, gsize n, GError **error)
{
  guint64 bound = MAX ((guint64) g_bytes_get_size (self->bytes) * self->limits.ratio, RATIO_FREE_BYTES);

  *part += n;
  self->inflated += n;
  if (*part <= self->limits.part_bytes && self->inflated <= MIN (self->limits.total_bytes, bound))
    return TRUE;
  g_set_error_literal (
      error, KX_SHEET_ERROR, KX_SHEET_ERROR_LIMIT,
      _ ("The file unpacks to far more than a table needs and is not read. Copy the table into a new "
         "workbook."));
  return FALSE;
}

static gboolean
pour_entry (KxXlsxPackage *self, Archive *archive, struct archive_entry *entry, KxXlsxSink sink,
            gpointer user_data, GError **error)
{
  g_autofree char *buffer = g_malloc (64 * 1024);
  const char *method = archive_format_name (archive);
  guint64 part = 0;
  la_ssize_t n;

  if (archive_entry_is_encrypted (entry))
    {
      g_set_error_literal (
          error, KX_SHEET_ERROR, KX_SHEET_ERROR_PASSWORD,
          _ ("The workbook is password-protected. Remove the password, save it and try again."));
      return FALSE;
    }
  /* Package parts are stored or deflated (ECMA-376 part 2, annex B); other methods may need much memory. */
  if (method == NULL || (strstr (method, "deflation") == NULL && strstr (method, "uncompressed") == NULL))
    {
      set_damaged (error);
      return FALSE;
    }
  while ((n = archive_read_data (archive, buffer, 64 * 1024)) > 0)
    if (!count_inflated (self, &part, (gsize) n, error) || !sink (buffer, (gsize) n, user_data, error))
      return FALSE;
  if (n == 0)
    return TRUE;
  set_damaged (error);
  return FALSE;
}

/* Opens the package in @bytes and lists its parts. KX_SHEET_ERROR_DAMAGED when it is no whole zip. */
KxXlsxPackage *
kx_xlsx_package_open (GBytes *bytes, const KxSheetLimits *limits, GError **error)
{
  g_autoptr (KxXlsxPackage) self = g_new0 (KxXlsxPackage, 1);

  self->bytes = g_bytes_ref (bytes);
  self->limits = *limits;
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return list_parts (self, error) ? g_steal_pointer (&self) : NULL;
}

/* Frees the package. */
void
kx_xlsx_package_free (KxXlsxPackage *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_hash_table_unref (self->parts);
  g_free (self);
}

/* Whether a @part such as "xl/workbook.xml" is in the package. */
gboolean
kx_xlsx_package_has (const KxXlsxPackage *self, const char *part)
{
  g_autofree char *folded = fold_name (part);

  return g_hash_table_contains (self->parts, folded);
}

/* Inflates @part into @sink. Fails with what the sink says, with KX_SHEET_ERROR_LIMIT when the part or the
 * whole package grows too big, and with KX_SHEET_ERROR_DAMAGED when the part is missing or broken. */
gboolean
kx_xlsx_package_read (KxXlsxPackage *self, const char *part, KxXlsxSink sink, gpointer user_data,
                      GError **error)
{
  g_autoptr (Archive) archive = open_archive (self->bytes, error);
  g_autofree char *folded = fold_name (part);
  struct archive_entry *entry;
  int found;

  if (archive == NULL)
    return FALSE;
  while ((found = next_entry (archive, &entry, error)) > 0)
    {
      g_autofree char *name = get_entry_name (entry);

      if (g_strcmp0 (name, folded) == 0)
        return pour_entry (self, archive, entry, sink, user_data, error);
    }
  if (found == 0)
    set_damaged (error);
  return FALSE;
}

/* The name of the part that a relationship @target of the part @source points to: absolute from "/", else
 * from the source's folder, with "." and ".." resolved and never above the package's root. */
char *
kx_xlsx_resolve_part (const char *source, const char *target)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = *target == '/' ? g_strdup ("") : g_path_get_dirname (source);
  g_autofree char *unescaped = g_uri_unescape_string (target, NULL);
  g_autofree char *whole = g_strconcat (folder, "/", unescaped != NULL ? unescaped : target, NULL);
  g_auto (GStrv) pieces = NULL;

  g_strdelimit (whole, "\\", '/');
  pieces = g_strsplit (whole, "/", -1);
  for (char **piece = pieces; *piece != NULL; piece++)
    {
      if (**piece == '\0' || g_str_equal (*piece, "."))
        continue;
      if (!g_str_equal (*piece, ".."))
        g_ptr_array_add (path, g_strdup (*piece));
      else if (path->len > 0)
        g_ptr_array_set_size (path, (int) path->len - 1);
    }
  g_ptr_array_add (path, NULL);
  return g_strjoinv ("/", (char **) path->pdata);
}
