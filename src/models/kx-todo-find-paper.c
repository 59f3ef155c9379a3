/* What is to be done about records that were taken over from paper: a second officer confirms them, and what
 * they lack is completed. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-take-over.h"
#include "models/kx-display.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

static const struct
{
  const KxEntity *entity;
  const char *page;
} kinds[] = {
  { &kx_agreement_entity, "agreements" },
  { &kx_rectification_entity, "evaluations" },
  { &kx_exit_case_entity, "exits" },
};

/* Records `g` that were taken over, with the name of their agency `a` and how many attachments lie with them,
 * as far as those who ask may see them. */
static KxTodoText
begin (const KxTodoFinding *finding, const KxEntity *entity)
{
  g_autofree char *columns = kx_row_columns (entity, "g");
  KxTodoText text = kx_todo_text_begin ("SELECT a.name, (SELECT count(*) FROM attachment x WHERE x.owner = "
                                        "g.id AND x.deleted_at = 0), ");

  g_string_append_printf (text.sql,
                          "%s FROM %s g CROSS JOIN agency a WHERE a.id = g.agency AND g.deleted_at = 0 AND "
                          "g.taken_over = 1 AND ",
                          columns, entity->name);
  kx_list_append_scope (entity, finding->question->eyes, "g", text.sql, text.args, text.texts);
  g_string_append_printf (text.sql, " ORDER BY g.id LIMIT %d", KX_TODO_MOST_COUNTED + 1);
  return text;
}

/* One more to-do of the record, or one more that is only counted: `n` are there. */
static KxTodo *
add (KxTodoFinding *finding, KxTodoKind kind, const KxRecord *row, const char *page, guint n)
{
  KxTodo *todo;

  if (n >= KX_TODO_MOST)
    {
      finding->counts[KX_TODO_SOON]++;
      return NULL;
    }
  todo = kx_todo_finding_add (finding, kind, KX_TODO_SOON, row->id);
  todo->entity = row->entity;
  todo->page = page;
  todo->id = g_strdup (row->id);
  return todo;
}

static void
add_confirmation (KxTodoFinding *finding, const KxRecord *row, const char *agency, const char *page, guint n)
{
  KxTodo *todo = add (finding, KX_TODO_TAKEN_OVER, row, page, n);

  if (todo == NULL)
    return;
  todo->subject = g_strdup (agency);
  todo->text = g_strdup (_ ("Confirm what was taken over from paper"));
  todo->why = g_strdup (_ ("Another officer than the one who entered it compares it with the paper"));
}

static void
add_gaps (KxTodoFinding *finding, const KxRecord *row, const char *agency, GArray *gaps, const char *page,
          guint n)
{
  KxTodo *todo = add (finding, KX_TODO_GAPS, row, page, n);
  g_autofree char *missing = NULL;

  if (todo == NULL)
    return;
  missing = kx_display_gaps (row->entity, gaps);
  todo->subject = g_strdup (agency);
  todo->text = kx_display_fill (N_ ("Complete what was taken over: {fields}"), "fields", missing, NULL);
  todo->why = g_strdup (_ ("Dates, limits and letters are counted from these facts"));
}

static gboolean
find_kind (KxTodoFinding *finding, const KxEntity *entity, const char *page, GError **error)
{
  KxTodoText text = begin (finding, entity);
  g_autoptr (KxDbRows) rows = kx_todo_text_query (&text, finding, error);
  gboolean asked = rows != NULL;
  guint n_unconfirmed = 0, n_gaps = 0;
  GError *local = NULL;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      g_autoptr (KxRecord) row = kx_row_read (entity, rows, 2);
      const char *agency = kx_db_rows_text (rows, 0);
      g_autoptr (GArray) gaps = kx_take_over_gaps (row, (guint) kx_db_rows_integer (rows, 1));

      if (kx_take_over_is_unconfirmed (row))
        add_confirmation (finding, row, agency, page, n_unconfirmed++);
      if (gaps->len > 0)
        add_gaps (finding, row, agency, gaps, page, n_gaps++);
    }
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  return asked && kx_todo_end (local, error);
}

gboolean
kx_todo_find_paper (KxTodoFinding *finding, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!find_kind (finding, kinds[i].entity, kinds[i].page, error))
      return FALSE;
  return TRUE;
}
