/* What is kept of an import session until the rows are in, and how it is taken again. */
#include "models/kx-import-session-private.h"

#include "models/kx-display.h"
#include "sync/kx-gettext.h"

#include <string.h>

const char *
kx_import_session_get_source (KxImportSession *self)
{
  return self->uri != NULL ? self->uri : self->file != NULL ? self->file->sha256 : NULL;
}

guint
kx_import_session_get_step (KxImportSession *self)
{
  return self->step;
}

void
kx_import_session_set_step (KxImportSession *self, guint step)
{
  if (self->step == step)
    return;
  self->step = step;
  kx_import_session_chose (self);
}

const char *
kx_import_session_get_remark (KxImportSession *self)
{
  return self->remark;
}

/* What is text to a clipboard is text here. */
static char *
dup_pasted (KxImportSession *self)
{
  gsize size;
  const char *text = g_bytes_get_data (self->pasted, &size);

  return g_utf8_make_valid (text, (gssize) size);
}

KxImportKept *
kx_import_session_make_kept (KxImportSession *self)
{
  KxImportKept *kept;

  if (self->file == NULL || self->kept != NULL || self->phase == KX_IMPORT_ENDED)
    return NULL;
  kept = g_new0 (KxImportKept, 1);
  kept->name = g_strdup (self->file->name);
  kept->sha256 = g_strdup (self->file->sha256);
  kept->uri = g_strdup (self->uri);
  kept->text = self->pasted != NULL ? dup_pasted (self) : NULL;
  kept->sheet = g_strdup (self->sheet);
  kept->encoding = self->file->bytes != NULL ? g_strdup (self->encoding) : NULL;
  kept->delimiter = self->file->bytes != NULL ? g_strdup (self->delimiter) : NULL;
  kept->header = self->wished_header;
  kept->office = g_strdup (self->office);
  kept->subject = g_strdup (self->entity->name);
  kept->state = g_strdup (self->state);
  kept->mode = self->mode;
  kept->strict = self->strict;
  kept->step = self->step;
  return kept;
}

char *
kx_import_session_dup_kept (KxImportSession *self, KxTime now)
{
  g_autoptr (KxImportKept) kept = kx_import_session_make_kept (self);
  g_autofree char *mapping = NULL;

  if (kept == NULL)
    return NULL;
  kept->at = now;
  /* While another table is looked at the columns are still those of the one before. */
  if (self->activity != KX_IMPORT_LOOKING || self->whole_mapping)
    mapping = kx_import_column_items_to_mapping (G_LIST_MODEL (self->columns));
  return kx_import_kept_to_json (kept, mapping);
}

void
kx_import_session_resume (KxImportSession *self, KxImportKept *kept)
{
  g_autoptr (GFile) file = kept->uri != NULL ? g_file_new_for_uri (kept->uri) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (self->activity != KX_IMPORT_RUNNING);
  g_clear_pointer (&self->kept, kx_import_kept_free);
  self->kept = kept;
  if (file != NULL)
    {
      g_autofree char *base = g_file_get_basename (file), *name = NULL;

      /* By this name it is known again, whatever the folder shows. */
      name = g_filename_display_name (base != NULL ? base : "");
      g_free (kept->name);
      kept->name = g_steal_pointer (&name);
      kx_import_session_open (self, file);
      return;
    }
  bytes = g_bytes_new (kept->text != NULL ? kept->text : "", kept->text != NULL ? strlen (kept->text) : 0);
  kx_import_session_open_bytes (self, bytes, kept->name);
}

/* The column that is meant: of this title and in this place, or else of this title alone. Borrowed. */
static KxImportColumnItem *
find_column (KxImportSession *self, const KxImportKeptColumn *kept)
{
  GListModel *columns = G_LIST_MODEL (self->columns);
  KxImportColumnItem *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (KxImportColumnItem) item = g_list_model_get_item (columns, i); /* the list keeps it */

      if (!g_str_equal (kx_import_column_item_get_title (item), kept->title))
        continue;
      if (kx_import_column_item_get_number (item) == kept->number)
        return item;
      if (found == NULL && *kept->title != '\0')
        found = item;
    }
  return found;
}

/* Whether the row that was said to hold the titles still holds any of them. */
static gboolean
knows_titles (KxImportSession *self)
{
  const GPtrArray *columns = self->kept->columns;

  for (guint i = 0; i < columns->len; i++)
    {
      const KxImportKeptColumn *column = columns->pdata[i];

      if (*column->title != '\0' && find_column (self, column) != NULL)
        return TRUE;
    }
  return columns->len == 0;
}

/* TRUE: something of the column changed. */
static gboolean
restore_column (KxImportSession *self, KxImportColumnItem *item, const KxImportKeptColumn *kept)
{
  gboolean same = g_strcmp0 (kx_import_column_item_get_code (item), kept->code) == 0;

  /* A field that this program does not know is nobody's choice here. */
  if (!same && kx_import_choice_find (G_LIST_MODEL (self->fields), kept->code) != G_MAXUINT)
    {
      if (kept->code != NULL && !g_str_equal (kept->code, KX_IMPORT_USE_IGNORED))
        kx_import_session_take_from_others (self, item, kept->code);
      kx_import_column_item_set_code (item, kept->code);
    }
  else
    same = TRUE;
  same = same && kx_import_column_item_get_blank (item) == kept->blank &&
         kx_import_column_item_get_dates (item) == kept->dates;
  kx_import_column_item_set_blank (item, kept->blank);
  kx_import_column_item_set_dates (item, kept->dates);
  return !same;
}

/* `lost` gets the titles of columns that are gone and from which something was taken. */
static gboolean
restore_columns (KxImportSession *self, const KxImportKept *kept, GPtrArray *lost)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < kept->columns->len; i++)
    {
      const KxImportKeptColumn *column = kept->columns->pdata[i];
      KxImportColumnItem *item = find_column (self, column);

      if (item != NULL)
        changed |= restore_column (self, item, column);
      else if (column->code != NULL && !g_str_equal (column->code, KX_IMPORT_USE_IGNORED))
        g_ptr_array_add (lost, column->title);
    }
  return changed;
}

static void
add_sentence (GString *text, const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, sentence);
}

/* What of the choices does not hold any more; NULL: all of them do. */
static char *
word_remark (KxImportSession *self, const KxImportKept *kept, GPtrArray *lost)
{
  GString *text = g_string_new (NULL);

  if (g_strcmp0 (kept->sha256, self->file->sha256) != 0)
    add_sentence (text, _ ("The file has changed since. What was chosen before is taken again where it still "
                           "fits"));
  if (kept->sheet != NULL && g_strcmp0 (kept->sheet, self->sheet) != 0)
    {
      g_autofree char *words =
          kx_display_fill (N_ ("It has no sheet “{sheet}” any more"), "sheet", kept->sheet, NULL);

      add_sentence (text, words);
    }
  if (kept->header != 0 && kept->header != self->wished_header)
    add_sentence (text, _ ("The titles of the columns stand elsewhere and were looked for"));
  if (lost->len > 0)
    {
      g_autofree char *titles = kx_display_join (lost);
      g_autofree char *words =
          kx_display_fill (N_ ("It has no such columns any more: {columns}"), "columns", titles, NULL);

      add_sentence (text, words);
    }
  if (kept->office != NULL && g_strcmp0 (kept->office, self->office) != 0)
    add_sentence (text, _ ("You are not a clerk of the office any more that was chosen"));
  return g_string_free (text, text->len == 0);
}

gboolean
kx_import_session_take_kept (KxImportSession *self)
{
  g_autoptr (KxImportKept) kept = NULL;
  g_autoptr (GPtrArray) lost = g_ptr_array_new ();

  if (self->wished_header != 0 && self->wished_header == self->kept->header && !knows_titles (self))
    {
      self->wished_header = 0;
      kx_import_session_look_again (self, TRUE);
      return FALSE;
    }
  g_clear_pointer (&self->remark, g_free);
  /* A person has to find the table first. */
  if (self->header == 0)
    {
      self->remark = word_remark (self, self->kept, lost);
      return FALSE;
    }
  kept = g_steal_pointer (&self->kept);
  if (restore_columns (self, kept, lost))
    kx_import_session_look_again (self, FALSE);
  self->remark = word_remark (self, kept, lost);
  return TRUE;
}
