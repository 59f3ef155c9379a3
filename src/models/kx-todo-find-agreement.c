/* What is to be done about agreements: agencies that leave, and what waits for a review or a signature. */
#include "core/entities/kx-agreement.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-list.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* Agreements `g` with their agency `a`, as far as those who ask may see them. */
static KxTodoText
begin (const KxTodoFinding *finding, const char *condition)
{
  KxTodoText text = kx_todo_text_begin (
      "SELECT g.id, a.name, g.office, g.ends_on, g.leaving_on FROM agreement g CROSS JOIN "
      "agency a WHERE a.id = g.agency AND g.deleted_at = 0 AND ");

  kx_list_append_scope (&kx_agreement_entity, finding->question->eyes, "g", text.sql, text.args, text.texts);
  g_string_append_printf (text.sql, " AND (%s)", condition);
  return text;
}

static void
set_target (KxTodo *todo, KxDbRows *rows)
{
  todo->entity = &kx_agreement_entity;
  todo->page = "agreements";
  todo->id = g_strdup (kx_db_rows_text (rows, 0));
  todo->subject = g_strdup (kx_db_rows_text (rows, 1));
}

/* What fills in the rest of a to-do from the row. */
typedef void (*Word) (KxTodoFinding *finding, KxTodo *todo, KxDbRows *rows);

/* Ends `text`. Where there are too many the first by `day` are shown. */
static gboolean
read_all (KxTodoFinding *finding, KxTodoText *text, const char *day, KxTodoKind kind, KxTodoGroup group,
          Word word, GError **error)
{
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;
  gboolean asked;
  guint n = 0;

  g_string_append_printf (text->sql, " ORDER BY %s, g.id LIMIT %d", day, KX_TODO_MOST_COUNTED + 1);
  rows = kx_todo_text_query (text, finding, error);
  asked = rows != NULL;
  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      KxTodo *todo;

      if (group != KX_TODO_SOON)
        finding->on_agreements++;
      if (n++ >= KX_TODO_MOST)
        {
          finding->counts[group]++;
          continue;
        }
      todo = kx_todo_finding_add (finding, kind, group, kx_db_rows_text (rows, 0));
      set_target (todo, rows);
      word (finding, todo, rows);
    }
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (text);
  return asked && kx_todo_end (local, error);
}

static void
word_leaving (KxTodoFinding *finding, KxTodo *todo, KxDbRows *rows)
{
  gboolean over = todo->group == KX_TODO_OVERDUE;

  kx_todo_finding_set_date (finding, todo, (KxDate){ (int) kx_db_rows_integer (rows, 4) },
                            kx_db_rows_text (rows, 2));
  todo->text =
      g_strdup (over ? _ ("The agency's last day is over: enter the end, or that it is kept")
                     : _ ("The agency leaves: see that patients, settlement and plaque are seen to"));
  todo->why = g_strdup (_ ("The day was entered with the agency's own notice"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

/* Those who leave, in one span of days. */
static gboolean
find_leaving (KxTodoFinding *finding, const KxTodoSpan *span, GError **error)
{
  KxTodoText text = begin (finding, "g.state = 'terminating'");

  g_string_append (text.sql, " AND g.leaving_on >= ");
  kx_todo_text_add_integer (&text, span->from.ymd);
  g_string_append (text.sql, " AND g.leaving_on < ");
  kx_todo_text_add_integer (&text, span->before.ymd);
  return read_all (finding, &text, "g.leaving_on", KX_TODO_AGREEMENT_END, span->group, word_leaving, error);
}

static gboolean
find_ends (KxTodoFinding *finding, GError **error)
{
  KxTodoSpan spans[KX_TODO_N_GROUPS];

  kx_todo_finding_list_spans (finding, spans);
  for (guint i = 0; i < KX_TODO_N_GROUPS; i++)
    if (!find_leaving (finding, &spans[i], error))
      return FALSE;
  return kx_todo_find_renewals (finding, error);
}

static void
word_review (KxTodoFinding *finding, KxTodo *todo, KxDbRows *rows)
{
  todo->text = g_strdup (_ ("Review the agreement that was handed in"));
  todo->why = g_strdup (_ ("Another officer than the one who proposed it approves it or sends it back"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
word_agency_signature (KxTodoFinding *finding, KxTodo *todo, KxDbRows *rows)
{
  todo->text = g_strdup (_ ("Have the agreement signed by the agency"));
  todo->why = g_strdup (_ ("It was approved and does not bind anybody before both have signed"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
word_signature (KxTodoFinding *finding, KxTodo *todo, KxDbRows *rows)
{
  todo->text = g_strdup (_ ("Sign the agreement for the office"));
  todo->why = g_strdup (_ ("The agency has signed; the layout is checked once more when the office does"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

gboolean
kx_todo_find_agreements (KxTodoFinding *finding, GError **error)
{
  static const struct
  {
    const char *condition;
    KxTodoKind kind;
    KxTodoGroup group;
    Word word;
  } finds[] = {
    { "g.state = 'in_review'", KX_TODO_AGREEMENT_STEP, KX_TODO_WEEK, word_review },
    { "g.state = 'approved'", KX_TODO_AGREEMENT_STEP, KX_TODO_SOON, word_agency_signature },
    { "g.state = 'agency_signed'", KX_TODO_AGREEMENT_STEP, KX_TODO_WEEK, word_signature },
  };

  for (guint i = 0; i < G_N_ELEMENTS (finds); i++)
    {
      KxTodoText text = begin (finding, finds[i].condition);

      if (!read_all (finding, &text, "g.ends_on", finds[i].kind, finds[i].group, finds[i].word, error))
        return FALSE;
    }
  return find_ends (finding, error);
}
