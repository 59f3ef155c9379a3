#include "exchange/kx-dossier-check.h"

#include "core/kx-json.h"
#include "exchange/kx-dossier-private.h"
#include "late/kx-late-archive.h"
#include "store/kx-audit.h"
#include "store/kx-files.h"
#include "store/kx-signature.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define PIECE 65536
#define LONGEST (64 * 1024 * 1024) /* of the list of parts, and of one line */

typedef struct archive Archive;

static void
free_archive (Archive *archive)
{
  archive_read_free (archive);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, free_archive)

/* A part as it was found. */
typedef struct
{
  gint64 size;
  char *sha256; /* owned; NULL: it cannot be unpacked */
  guint times;
} Found;

/* What is done with the lines of a part, beside its hash. */
typedef enum
{
  PLAIN,
  WHOLE, /* kept as it is */
  AUDIT, /* an entry of the audit trail each */
  ROWS   /* a row each */
} Use;

typedef struct
{
  KxDossierCheck *check;
  GHashTable *found;                    /* (element-type utf8 Found) owned, by name */
  GPtrArray *order;                     /* (element-type utf8) borrowed from it, as they came */
  GHashTable *last;                     /* (element-type utf8 KxAuditExcerpt) owned; by id of the row */
  GString *manifest, *signature, *head; /* owned; NULL: not there */
  GString *line;                        /* of the part that is being read */
} Reading;

static void
free_found (gpointer data)
{
  Found *found = data;

  g_free (found->sha256);
  g_free (found);
}

static void
free_text (GString *text)
{
  if (text != NULL)
    g_string_free (text, TRUE);
}

static void
reading_clear (Reading *self)
{
  g_hash_table_unref (self->found);
  g_hash_table_unref (self->last);
  g_ptr_array_unref (self->order);
  free_text (self->manifest);
  free_text (self->signature);
  free_text (self->head);
  free_text (self->line);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void
free_fault (gpointer data)
{
  KxDossierFault *fault = data;

  g_free (fault->name);
  g_free (fault);
}

/* Takes `name`. */
static void
add_fault (KxDossierCheck *self, KxDossierFaultKind kind, char *name)
{
  KxDossierFault *fault = g_new (KxDossierFault, 1);

  *fault = (KxDossierFault){ kind, name };
  g_ptr_array_add (self->faults, fault);
}

static const char *
text_of (const KxJsonNode *object, const char *name)
{
  const KxJsonNode *node =
      kx_json_node_get_type (object) == KX_JSON_OBJECT ? kx_json_node_member (object, name) : NULL;

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

static void
take_entry (Reading *self, const char *line, gsize length)
{
  g_autoptr (KxJson) json = kx_json_parse (line, length, NULL);
  KxAuditExcerpt excerpt = { 0 }, *kept;

  if (json == NULL || !kx_audit_excerpt_read (kx_json_get_root (json), &excerpt) || !excerpt.holds ||
      excerpt.row == NULL)
    {
      add_fault (self->check, KX_DOSSIER_BROKEN,
                 g_strdup_printf (KX_DOSSIER_AUDIT ": %" G_GINT64_FORMAT, excerpt.n));
      return;
    }
  self->check->entries++;
  kept = g_memdup2 (&excerpt, sizeof excerpt);
  kept->entity = kept->row = NULL;
  g_hash_table_insert (self->last, g_strdup (excerpt.row), kept);
}

static void
take_row (Reading *self, const char *part, const char *line, gsize length)
{
  g_autoptr (KxJson) json = NULL;
  const char *id;
  const KxAuditExcerpt *last;

  if (length > 0 && line[length - 1] == ',')
    length--;
  if (length < 2)
    return;
  json = kx_json_parse (line, length, NULL);
  id = json != NULL ? text_of (kx_json_get_root (json), "id") : NULL;
  last = id != NULL ? g_hash_table_lookup (self->last, id) : NULL;
  if (last == NULL || !last->has_after)
    return;
  self->check->rows++;
  if (!kx_audit_excerpt_is_row (last, line, length))
    add_fault (self->check, KX_DOSSIER_OTHER_ROW, g_strdup_printf ("%s: %s", part, id));
}

static void
take_line (Reading *self, Use use, const char *part)
{
  if (use == AUDIT)
    take_entry (self, self->line->str, self->line->len);
  else
    take_row (self, part, self->line->str, self->line->len);
  g_string_truncate (self->line, 0);
}

/* FALSE: a line is longer than any of ours. */
static gboolean
take_piece (Reading *self, Use use, const char *part, const char *piece, gsize size)
{
  while (use != PLAIN && size > 0)
    {
      const char *end = use != WHOLE ? memchr (piece, '\n', size) : NULL;
      gsize n = end != NULL ? (gsize) (end - piece) : size;

      if (self->line->len + n > LONGEST)
        return FALSE;
      g_string_append_len (self->line, piece, (gssize) n);
      if (end != NULL)
        take_line (self, use, part);
      n += end != NULL;
      piece += n;
      size -= n;
    }
  return TRUE;
}

static Use
find_use (const char *part)
{
  return g_str_equal (part, KX_DOSSIER_MANIFEST) || g_str_equal (part, KX_DOSSIER_SIGNATURE) ||
                 g_str_equal (part, KX_DOSSIER_HEAD)
             ? WHOLE
         : g_str_equal (part, KX_DOSSIER_AUDIT)                                            ? AUDIT
         : g_str_has_prefix (part, KX_DOSSIER_RECORDS) && g_str_has_suffix (part, ".json") ? ROWS
                                                                                           : PLAIN;
}

static void
keep_whole (Reading *self, const char *part)
{
  GString **place = g_str_equal (part, KX_DOSSIER_MANIFEST)    ? &self->manifest
                    : g_str_equal (part, KX_DOSSIER_SIGNATURE) ? &self->signature
                                                               : &self->head;

  if (*place == NULL)
    *place = g_string_new_len (self->line->str, (gssize) self->line->len);
}

static Found *
note_found (Reading *self, const char *part)
{
  Found *found = g_hash_table_lookup (self->found, part);

  if (found == NULL)
    {
      char *name = g_strdup (part);

      found = g_new0 (Found, 1);
      g_hash_table_insert (self->found, name, found);
      g_ptr_array_add (self->order, name);
    }
  found->times++;
  return found;
}

/* FALSE: it cannot be unpacked, and the archive has to be opened anew behind it. */
static gboolean
read_part (Reading *self, Archive *archive, const char *part)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *piece = g_malloc (PIECE);
  Found *found = note_found (self, part);
  Use use = found->times == 1 ? find_use (part) : PLAIN;
  gint64 size = 0;
  la_ssize_t n;

  g_string_truncate (self->line, 0);
  while ((n = archive_read_data (archive, piece, PIECE)) > 0)
    {
      g_checksum_update (checksum, (const guchar *) piece, n);
      size += n;
      if (!take_piece (self, use, part, piece, (gsize) n))
        use = PLAIN;
    }
  if (use == WHOLE)
    keep_whole (self, part);
  if (found->times > 1)
    return n == 0;
  found->size = size;
  found->sha256 = n == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
  return n == 0;
}

/* Reads on behind the first `*from` parts. TRUE: once more from the new `*from` on. */
static gboolean
read_parts (Reading *self, const char *path, guint *from)
{
  g_autoptr (Archive) archive = archive_read_new ();
  struct archive_entry *entry;
  guint i = 0;
  int status;

  if (archive_read_support_format_zip_seekable (archive) != ARCHIVE_OK ||
      archive_read_open_filename (archive, path, PIECE) != ARCHIVE_OK)
    return FALSE;
  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN)
    {
      const char *utf8 = archive_entry_pathname_utf8 (entry);
      const char *name = utf8 != NULL ? utf8 : archive_entry_pathname (entry);
      g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "?", -1);

      if (i++ < *from)
        continue;
      *from = i;
      if (!read_part (self, archive, valid))
        return TRUE;
    }
  return FALSE;
}

/* Names a listed part that is missing or changed; counts it when it is right. */
static void
compare_part (Reading *self, const char *name, gint64 size, const char *sha256)
{
  const Found *found = g_hash_table_lookup (self->found, name);

  if (found == NULL)
    add_fault (self->check, KX_DOSSIER_MISSING, g_strdup (name));
  else if (found->size != size || g_strcmp0 (found->sha256, sha256) != 0)
    add_fault (self->check, KX_DOSSIER_CHANGED, g_strdup (name));
  else
    {
      self->check->parts++;
      self->check->bytes += size;
    }
}

/* FALSE: the list is none. */
static gboolean
compare_parts (Reading *self, const KxJsonNode *root)
{
  const KxJsonNode *files = kx_json_node_member (root, "files");
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);

  if (files == NULL || kx_json_node_get_type (files) != KX_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < kx_json_node_get_n_children (files); i++)
    {
      const KxJsonNode *file = kx_json_node_get_child (files, i);
      const char *name = text_of (file, "name"), *sha256 = text_of (file, "sha256");
      const KxJsonNode *size = name != NULL ? kx_json_node_member (file, "size") : NULL;

      if (name == NULL || sha256 == NULL || size == NULL || kx_json_node_get_type (size) != KX_JSON_INTEGER)
        return FALSE;
      g_hash_table_add (listed, (char *) name);
      compare_part (self, name, kx_json_node_get_integer (size), sha256);
    }
  g_hash_table_add (listed, (char *) KX_DOSSIER_MANIFEST);
  g_hash_table_add (listed, (char *) KX_DOSSIER_SIGNATURE);
  for (guint i = 0; i < self->order->len; i++)
    {
      const Found *found = g_hash_table_lookup (self->found, self->order->pdata[i]);

      if (found->times > 1 || !g_hash_table_contains (listed, self->order->pdata[i]))
        add_fault (self->check, KX_DOSSIER_ADDED, g_strdup (self->order->pdata[i]));
    }
  return TRUE;
}

static void
check_signature (Reading *self)
{
  guint8 key[KX_PUBLIC_KEY_SIZE];

  if (self->signature == NULL)
    add_fault (self->check, KX_DOSSIER_MISSING, g_strdup (KX_DOSSIER_SIGNATURE));
  else if (!kx_signature_holds (KX_DOSSIER_FORMAT, self->manifest->str, self->manifest->len,
                                self->signature->str, self->signature->len, key))
    add_fault (self->check, KX_DOSSIER_UNSIGNED, g_strdup (KX_DOSSIER_MANIFEST));
  else
    self->check->key = kx_base64url_encode (key, sizeof key);
}

/* The head of the audit trail is signed by the same service. */
static void
check_head (Reading *self)
{
  g_autoptr (KxJson) json =
      self->head != NULL ? kx_json_parse (self->head->str, self->head->len, NULL) : NULL;
  guint8 key[KX_PUBLIC_KEY_SIZE];
  g_autofree char *text = NULL;

  if (self->head == NULL)
    return;
  if (json != NULL && kx_audit_head_holds (kx_json_get_root (json), key))
    text = kx_base64url_encode (key, sizeof key);
  if (text == NULL || (self->check->key != NULL && !g_str_equal (text, self->check->key)))
    add_fault (self->check, KX_DOSSIER_BROKEN, g_strdup (KX_DOSSIER_HEAD));
}

static gboolean
fail (GError **error, const char *words)
{
  g_set_error_literal (error, KX_DOSSIER_ERROR, KX_DOSSIER_ERROR_DAMAGED, words);
  return FALSE;
}

/* What the parts are, once they have been read. */
static gboolean
judge (Reading *self, GError **error)
{
  g_autoptr (KxJson) json = NULL;
  const KxJsonNode *root, *agency;

  if (self->manifest == NULL)
    return fail (error, "It has no list of its parts, manifest.json");
  json = kx_json_parse (self->manifest->str, self->manifest->len, NULL);
  root = json != NULL ? kx_json_get_root (json) : NULL;
  if (root == NULL || g_strcmp0 (text_of (root, "format"), KX_DOSSIER_FORMAT) != 0)
    return fail (error, "Its list of parts, manifest.json, cannot be read or is of another kind");
  check_signature (self);
  check_head (self);
  if (!compare_parts (self, root))
    return fail (error, "Its list of parts, manifest.json, is not complete");
  agency = kx_json_node_member (root, "agency");
  self->check->agency = agency != NULL ? g_strdup (text_of (agency, "name")) : NULL;
  self->check->made_at = g_strdup (text_of (root, "made_at"));
  self->check->made_by = g_strdup (text_of (root, "made_by"));
  return TRUE;
}

KxDossierCheck *
kx_dossier_check (const char *path, GError **error)
{
  locale_t locale = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
  locale_t before = locale != (locale_t) 0 ? uselocale (locale) : (locale_t) 0;
  g_autoptr (KxDossierCheck) check = g_new0 (KxDossierCheck, 1);
  g_auto (Reading) reading = {
    .check = check,
    .found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_found),
    .order = g_ptr_array_new (),
    .last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .line = g_string_new (NULL),
  };
  FILE *file = fopen (path, "rb");
  guint from = 0;
  gboolean judged;

  check->faults = g_ptr_array_new_with_free_func (free_fault);
  if (file != NULL)
    {
      fclose (file);
      while (read_parts (&reading, path, &from))
        ;
      judged = reading.order->len > 0 ? judge (&reading, error) : fail (error, "It is no ZIP file");
    }
  else
    {
      kx_files_set_error (error, path);
      judged = FALSE;
    }
  if (before != (locale_t) 0)
    uselocale (before);
  if (locale != (locale_t) 0)
    freelocale (locale);
  return judged ? g_steal_pointer (&check) : NULL;
}

void
kx_dossier_check_free (KxDossierCheck *self)
{
  g_free (self->agency);
  g_free (self->made_at);
  g_free (self->made_by);
  g_free (self->key);
  g_ptr_array_unref (self->faults);
  g_free (self);
}
