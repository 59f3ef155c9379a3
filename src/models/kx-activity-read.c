#include "models/kx-activity-read.h"

#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-letter.h"
#include "models/kx-activity-private.h"
#include "models/kx-display.h"
#include "models/kx-import-keep.h"
#include "models/kx-import-subjects.h"
#include "models/kx-row-read.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-draft.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-upload.h"

#include <string.h>

#define MOST_CONFLICTS 200
#define MOST_OUTBOX 5000

static void
draft_free (gpointer data)
{
  KxActivityDraft *draft = data;

  g_free (draft->key);
  g_free (draft->json);
  g_free (draft);
}

GPtrArray *
kx_activity_read_drafts (KxMirror *mirror)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func (draft_free);
  g_auto (GStrv) keys = kx_mirror_list_drafts (mirror, "");

  for (guint i = 0; keys[i] != NULL; i++)
    {
      char *json = kx_mirror_dup_draft (mirror, keys[i]);
      KxActivityDraft *draft;

      if (json == NULL)
        continue;
      draft = g_new (KxActivityDraft, 1);
      *draft = (KxActivityDraft){ g_strdup (keys[i]), json };
      g_ptr_array_add (drafts, draft);
    }
  return drafts;
}

void
kx_activity_reading_free (KxActivityReading *reading)
{
  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    g_ptr_array_unref (reading->items[k]);
  g_clear_pointer (&reading->notices, g_ptr_array_unref);
  g_free (reading->waiting.last_error);
  g_free (reading);
}

static void
add (KxActivityReading *reading, KxActivity *activity)
{
  g_ptr_array_add (reading->items[activity->kind], kx_activity_item_new (activity));
}

static char *
read_person (KxBook *book, const char *user)
{
  char *name = user != NULL ? kx_row_read_person (book, user) : NULL;

  return name != NULL ? name : g_strdup ("");
}

/* Takes `record`. */
static void
add_conflict (KxActivityReading *reading, KxBook *book, KxRecord *record)
{
  const Kx_conflict *conflict = kx_conflict (record);
  const KxEntity *owner = kx_schema_entity (book->schema, kx_conflict_get_owner_entity (conflict));
  const char *name = kx_conflict_get_field (conflict), *row = kx_conflict_get_owner (conflict);
  int field = owner != NULL && name != NULL ? kx_entity_field (owner, name) : -1;
  KxActivity *a = kx_activity_new (KX_ACTIVITY_CONFLICT, record->id);

  a->conflict = record;
  a->entity = owner;
  a->row = g_strdup (row);
  a->at = kx_conflict_get_proposed_at (conflict);
  a->field = field >= 0 ? &owner->fields[field] : NULL;
  a->title = owner != NULL && row != NULL ? kx_activity_word_row (book, owner, row, NULL) : g_strdup ("");
  a->my_person = read_person (book, kx_conflict_get_my_author (conflict));
  a->their_person = read_person (book, kx_conflict_get_their_author (conflict));
  if (kx_conflict_get_kind (conflict) == kx_conflict_kind_delete && owner != NULL)
    {
      g_autofree char *names = kx_activity_word_names (owner, kx_conflict_get_theirs (conflict));

      a->text = g_strdup (_ ("One person deleted the record while another changed it"));
      a->mine = g_strdup (_ ("Delete the record"));
      a->theirs = kx_display_fill (N_ ("Keep the record, with changes in {fields}"), "fields", names, NULL);
    }
  else
    {
      const char *base = kx_conflict_get_base (conflict);

      a->text = kx_display_fill (N_ ("Two values of “{field}”"), "field",
                                 a->field != NULL ? kx_display_label (a->field)
                                 : name != NULL   ? name
                                                  : "",
                                 NULL);
      a->mine = kx_activity_word_stored (book, a->field, kx_conflict_get_mine (conflict));
      a->theirs = kx_activity_word_stored (book, a->field, kx_conflict_get_theirs (conflict));
      a->base = kx_activity_word_stored (book, a->field, base);
    }
  add (reading, a);
}

static gboolean
read_conflicts (KxActivityReading *reading, KxBook *book, GError **error)
{
  g_autofree char *columns = kx_row_columns (&kx_conflict_entity, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM conflict WHERE deleted_at = 0 AND state = 'open' "
                                          "ORDER BY id LIMIT %d",
                                          columns, MOST_CONFLICTS);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    g_ptr_array_add (found, kx_row_read (&kx_conflict_entity, rows, 0));
  for (guint i = 0; i < found->len; i++)
    add_conflict (reading, book, found->pdata[i]);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static void
add_out (KxActivityReading *reading, KxBook *book, KxOutItem *item)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, item->id);
  KxActivity *a =
      kx_activity_new (item->state == KX_OUT_REFUSED ? KX_ACTIVITY_REFUSED : KX_ACTIVITY_ORPHAN, key);

  a->out = item->id;
  a->at = item->at;
  a->findings = g_steal_pointer (&item->findings);
  if (item->op != NULL)
    {
      a->entity = item->op->entity;
      a->row = g_strdup (item->op->row);
      a->title = kx_activity_word_row (book, item->op->entity, item->op->row, item->op);
      a->text = kx_activity_word_op (book, item->op);
    }
  else
    {
      a->title = g_strdup (_ ("A change that another version of this program made"));
      a->text = g_strdup (item->line);
    }
  add (reading, a);
}

static void
count_waiting (KxActivityWaiting *waiting, const KxOutItem *item)
{
  waiting->count++;
  if (waiting->oldest.ms == 0 || item->at.ms < waiting->oldest.ms)
    waiting->oldest = item->at;
  waiting->tries = MAX (waiting->tries, item->tries);
  if (item->last_error != NULL && waiting->last_error == NULL)
    waiting->last_error = g_strdup (item->last_error);
}

static gboolean
read_outbox (KxActivityReading *reading, KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) items = kx_mirror_outbox_list (book, MOST_OUTBOX, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      KxOutItem *item = items->pdata[i];

      if (item->state == KX_OUT_REFUSED || item->state == KX_OUT_ORPHAN)
        add_out (reading, book, item);
      else if (item->state == KX_OUT_HELD)
        reading->waiting.held++;
      else
        count_waiting (&reading->waiting, item);
    }
  return items != NULL;
}

/* The open conflict for which this was typed; NULL: there is none. Borrowed. */
static KxActivity *
find_conflict (KxActivityReading *reading, const char *key)
{
  const GPtrArray *items = reading->items[KX_ACTIVITY_CONFLICT];

  for (guint i = 0; i < items->len; i++)
    {
      KxActivity *a = (KxActivity *) kx_activity_item_get (items->pdata[i]);
      g_autofree char *typed = kx_activity_dup_typed_key (a);

      if (g_str_equal (typed, key))
        return a;
    }
  return NULL;
}

/* Behind what the conflict says. */
static void
add_third (KxActivity *conflict, const char *typed)
{
  g_autofree char *text = g_steal_pointer (&conflict->text);
  /* Translators: on a conflict; a label and a value, "Beds: 130". */
  g_autofree char *words = kx_display_fill (N_ ("Typed and not kept yet: {value}"), "value", typed, NULL);

  conflict->text = g_strconcat (text, "\n", words, NULL);
}

/* The text of a member of a draft; NULL: there is none. */
static const char *
get_text (const KxJsonNode *root, const char *name)
{
  const KxJsonNode *node = kx_json_node_member (root, name);

  return node != NULL && kx_json_node_get_type (node) == KX_JSON_STRING ? kx_json_node_get_text (node, NULL)
                                                                        : NULL;
}

/* FALSE: it is no unfinished import. */
static gboolean
add_import (KxActivityReading *reading, KxBook *book, const KxActivityDraft *draft)
{
  g_autoptr (KxImportKept) kept =
      g_str_has_prefix (draft->key, KX_IMPORT_KEEP_PREFIX) ? kx_import_kept_from_json (draft->json) : NULL;
  const KxImportSubjectWords *subject = kept != NULL ? kx_import_subjects_find (kept->subject) : NULL;
  KxActivity *a;

  if (kept == NULL)
    return FALSE;
  if (subject == NULL)
    subject = kx_import_subjects_get (0);
  a = kx_activity_new (KX_ACTIVITY_DRAFT, draft->key);
  a->imports = TRUE;
  a->at = kept->at;
  a->title = kx_display_fill (N_ ("Unfinished import of {file}"), "file", kept->name, NULL);
  a->text = kx_activity_word_import (kx_schema_entity (book->schema, subject->entity), kept);
  add (reading, a);
  return TRUE;
}

/* The step that a draft is of, by its key: ENTITY/step/ROW/ACTION. NULL: it is of no step. */
static const KxTransition *
find_step (const KxEntity *entity, const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, "/", -1);

  if (entity == NULL || entity->lifecycle == NULL || g_strv_length (parts) != 4 ||
      !g_str_equal (parts[1], "step"))
    return NULL;
  return kx_lifecycle_knows (entity->lifecycle, KX_OP_ACTION, parts[3]);
}

/* The kind of letter whose text a draft is, by its key; NULL: it is of none. */
static const KxLetterKind *
find_letter (const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, "/", -1);
  gboolean said = g_strv_length (parts) == 4 && g_str_equal (parts[0], kx_letter_entity.name) &&
                  g_str_equal (parts[1], "write");

  return said ? kx_letter_kind_find (parts[3]) : NULL;
}

static void
word_letter_draft (KxActivity *a)
{
  g_autofree char *record = g_steal_pointer (&a->title);

  /* Translators: a letter of which something was typed that is not kept with it yet. */
  a->title = kx_display_fill (N_ ("{record} · draft of its text"), "record", record, NULL);
}

/* Says of which step it is. */
static void
word_step_draft (KxActivity *a, const KxTransition *step)
{
  g_autofree char *record = g_steal_pointer (&a->title);

  /* Translators: a record, and a step of it for which something was typed. */
  a->title = kx_display_fill (N_ ("{record} · draft of the step “{step}”"), "record", record, "step",
                              _ (step->label), NULL);
}

/* What is chosen for many rows at once, by the keys under which the pages keep it. FALSE: it is none of
 * those. */
static gboolean
add_choices (KxActivityReading *reading, KxBook *book, const KxActivityDraft *draft)
{
  static const struct
  {
    const char *key, *title;
  } choices[] = { { KX_ACTIVITY_LETTERS, N_ ("Letters about many agreements") },
                  { KX_ACTIVITY_RENEWAL, N_ ("Renewal of many agreements") },
                  { KX_ACTIVITY_CARRYING_ON, N_ ("Carrying on of many agreements") } };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (g_str_equal (choices[i].key, draft->key))
      {
        KxActivity *a = kx_activity_new (KX_ACTIVITY_DRAFT, draft->key);

        g_autofree char *stored = kx_mirror_draft_get (book, draft->key, &a->at, NULL);

        a->title = g_strdup (_ (choices[i].title));
        a->text = g_strdup (_ ("What was chosen and typed is kept until it is done"));
        add (reading, a);
        return TRUE;
      }
  return FALSE;
}

static void
add_draft (KxActivityReading *reading, KxBook *book, const KxActivityDraft *draft)
{
  g_autoptr (KxJson) json = kx_json_parse (draft->json, strlen (draft->json), NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  const KxJsonNode *base = NULL, *typed = NULL;
  const char *at = NULL;
  g_autofree char *name = g_strndup (draft->key, strcspn (draft->key, "/"));
  KxActivity *a = kx_activity_new (KX_ACTIVITY_DRAFT, draft->key), *conflict;
  const KxLetterKind *letter = find_letter (draft->key);
  const KxTransition *step;

  a->entity = kx_schema_entity (book->schema, name);
  step = find_step (a->entity, draft->key);
  if (root != NULL && kx_json_node_get_type (root) == KX_JSON_OBJECT)
    {
      a->row = g_strdup (get_text (root, "row"));
      at = get_text (root, "at");
      base = kx_json_node_member (root, "base");
      typed = kx_json_node_member (root, "typed");
    }
  if (at == NULL || !kx_time_from_text (at, &a->at))
    a->at.ms = 0;
  a->fresh = letter == NULL && (base == NULL || kx_json_node_get_type (base) != KX_JSON_INTEGER ||
                                kx_json_node_get_integer (base) == 0);
  if (a->entity != NULL && a->row != NULL && !a->fresh)
    a->title = kx_activity_word_row (book, a->entity, a->row, NULL);
  else
    a->title = a->entity != NULL
                   ? kx_display_fill (N_ ("A new record ({kind})"), "kind", _ (a->entity->label), NULL)
                   : g_strdup (draft->key);
  a->text = typed != NULL && kx_json_node_get_type (typed) == KX_JSON_OBJECT
                ? kx_activity_word_typed (book, step != NULL ? step->arguments : a->entity, letter, typed)
                : g_strdup (draft->json);
  if (step != NULL)
    word_step_draft (a, step);
  if (letter != NULL)
    word_letter_draft (a);
  conflict = find_conflict (reading, draft->key);
  if (conflict == NULL)
    {
      add (reading, a);
      return;
    }
  add_third (conflict, a->text);
  kx_activity_free (a);
}

/* The name under which a file came in, and the row it belongs to. */
static gboolean
read_file (KxBook *book, const KxMirrorUpload *upload, KxActivity *a, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db,
                   "SELECT file_name, owner_entity, owner FROM attachment WHERE sha256 = $1 AND deleted_at = "
                   "0 ORDER BY id LIMIT 1",
                   &KX_ARG_TEXT (upload->sha256), 1, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  if (kx_db_rows_next (rows, &local))
    {
      a->title = g_strdup (kx_db_rows_text (rows, 0));
      a->entity = kx_schema_entity (book->schema, kx_db_rows_text (rows, 1));
      a->row = g_strdup (kx_db_rows_text (rows, 2));
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
read_files (KxActivityReading *reading, KxBook *book, GError **error)
{
  g_autoptr (GPtrArray) uploads = kx_mirror_upload_list (book, error);

  for (guint i = 0; uploads != NULL && i < uploads->len; i++)
    {
      const KxMirrorUpload *upload = uploads->pdata[i];
      g_autoptr (KxActivity) a = kx_activity_new (KX_ACTIVITY_FILE, upload->sha256);
      g_autofree char *size = g_format_size ((guint64) upload->size), *owner = NULL;

      if (!read_file (book, upload, a, error))
        return FALSE;
      if (a->entity != NULL && a->row != NULL)
        owner = kx_activity_word_row (book, a->entity, a->row, NULL);
      if (a->title == NULL)
        a->title = g_path_get_basename (upload->path);
      a->at = upload->at;
      a->failed = upload->code != NULL;
      a->reason = a->failed ? g_strdup (upload->message != NULL ? upload->message : upload->code) : NULL;
      a->text = owner != NULL
                    ? kx_display_fill (N_ ("{size}, belongs to {owner}"), "size", size, "owner", owner, NULL)
                    : g_strdup (size);
      add (reading, g_steal_pointer (&a));
    }
  return uploads != NULL;
}

KxActivityReading *
kx_activity_read (KxBook *book, GPtrArray *drafts, GError **error)
{
  g_autoptr (KxActivityReading) reading = g_new0 (KxActivityReading, 1);

  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    reading->items[k] = g_ptr_array_new_with_free_func (g_object_unref);
  if (!read_conflicts (reading, book, error) || !read_outbox (reading, book, error) ||
      !read_files (reading, book, error))
    return NULL;
  for (guint i = 0; i < drafts->len; i++)
    if (!add_import (reading, book, drafts->pdata[i]) && !add_choices (reading, book, drafts->pdata[i]))
      add_draft (reading, book, drafts->pdata[i]);
  reading->notices = kx_mirror_notice_list (book, error);
  return reading->notices != NULL ? g_steal_pointer (&reading) : NULL;
}
