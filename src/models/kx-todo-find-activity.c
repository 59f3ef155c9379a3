/* What is to be done about synchronising: conflicts, refused changes, files that were not taken. */
#include "core/entities/kx-conflict.h"
#include "models/kx-display.h"
#include "models/kx-row-read.h"
#include "models/kx-todo-find-private.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-outbox.h"
#include "sync/kx-mirror-upload.h"

#define MOST_OUTBOX 2000

static const KxField *
field_called (const KxEntity *entity, const char *name)
{
  int field = entity != NULL && name != NULL ? kx_entity_field (entity, name) : -1;

  return field >= 0 ? &entity->fields[field] : NULL;
}

static void
word_conflict (KxTodoFinding *finding, KxTodo *todo, KxDbRows *rows)
{
  const KxEntity *owner = kx_schema_entity (finding->book->schema, kx_db_rows_text (rows, 1));
  const char *id = kx_db_rows_text (rows, 2);
  const KxField *field = field_called (owner, kx_db_rows_text (rows, 3));

  todo->page = "activity";
  todo->entity = &kx_conflict_entity;
  todo->id = g_strdup (kx_db_rows_text (rows, 0));
  todo->subject = owner != NULL && id != NULL ? kx_row_read_title (finding->book, owner, id) : NULL;
  if (todo->subject == NULL)
    todo->subject = g_strdup ("");
  todo->text = field != NULL ? kx_display_fill (N_ ("Choose between two values of “{field}”"), "field",
                                                kx_display_label (field), NULL)
                             : g_strdup (_ ("Decide whether the record stays: it was changed and deleted"));
  todo->why =
      g_strdup (_ ("Two people worked on it without knowing of each other; what stood stays until somebody "
                   "decides"));
}

static gboolean
find_conflicts (KxTodoFinding *finding, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, owner_entity, owner, field FROM conflict WHERE "
                                          "deleted_at = 0 AND state = 'open' ORDER BY id LIMIT "
                                          "%d",
                                          KX_TODO_MOST);
  g_autoptr (KxDbRows) rows = kx_db_query (finding->book->db, sql, NULL, 0, error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    word_conflict (finding,
                   kx_todo_finding_add (finding, KX_TODO_CONFLICT, KX_TODO_WEEK, kx_db_rows_text (rows, 0)),
                   rows);
  return kx_todo_end (local, error);
}

/* The first thing that was found wrong. */
static char *
word_findings (GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const KxFinding *finding = findings->pdata[i];

      if (finding->verdict == KX_FAILS)
        return kx_finding_fill (finding, _ (finding->message));
    }
  return g_strdup (_ ("The service refused it"));
}

static void
add_refused (KxTodoFinding *finding, const KxOutItem *item)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, item->id);
  KxTodo *todo = kx_todo_finding_add (finding, KX_TODO_REFUSED, KX_TODO_WEEK, key);
  gboolean orphan = item->state == KX_OUT_ORPHAN;

  todo->page = "activity";
  todo->text = g_strdup (orphan ? _ ("Hand over or throw away a change of a record that is no longer yours")
                                : _ ("Correct or throw away a change that was refused"));
  todo->why = orphan ? g_strdup (_ ("The record's area is no longer open to you; the change was not sent"))
                     : word_findings (item->findings);
  if (item->op != NULL)
    {
      todo->entity = item->op->entity;
      todo->id = g_strdup (item->op->row);
      todo->subject = kx_row_read_title (finding->book, item->op->entity, item->op->row);
    }
  if (todo->subject == NULL)
    todo->subject = g_strdup ("");
}

static gboolean
find_refused (KxTodoFinding *finding, GError **error)
{
  g_autoptr (GPtrArray) items = kx_mirror_outbox_list (finding->book, MOST_OUTBOX, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KxOutItem *item = items->pdata[i];

      if (item->state == KX_OUT_REFUSED || item->state == KX_OUT_ORPHAN)
        add_refused (finding, item);
    }
  return items != NULL;
}

static gboolean
find_uploads (KxTodoFinding *finding, GError **error)
{
  g_autoptr (GPtrArray) uploads = kx_mirror_upload_list (finding->book, error);
  guint waiting = 0;
  KxTodo *todo;

  for (guint i = 0; uploads != NULL && i < uploads->len; i++)
    {
      const KxMirrorUpload *upload = uploads->pdata[i];

      if (upload->code == NULL)
        {
          waiting++;
          continue;
        }
      todo = kx_todo_finding_add (finding, KX_TODO_UPLOAD, KX_TODO_WEEK, upload->sha256);
      todo->page = "activity";
      todo->subject = g_strdup ("");
      todo->text = g_strdup (_ ("Send a file again, or take it out: the service did not take it"));
      todo->why = g_strdup (upload->message != NULL ? upload->message : upload->code);
    }
  if (waiting > 0)
    {
      todo = kx_todo_finding_add (finding, KX_TODO_UPLOAD, KX_TODO_SOON, "waiting");
      todo->page = "activity";
      todo->subject = g_strdup ("");
      todo->text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u file waits to be sent", "%u files wait to be sent", waiting),
          waiting);
      todo->why =
          g_strdup (_ ("Files are sent when there is a connection; until then others do not see them"));
    }
  return uploads != NULL;
}

gboolean
kx_todo_find_activity (KxTodoFinding *finding, GError **error)
{
  if (!find_conflicts (finding, error))
    return FALSE;
  return !finding->question->mirror || (find_refused (finding, error) && find_uploads (finding, error));
}
