#include "models/kx-todo-find.h"

#include "core/entities/kx-agency.h"
#include "models/kx-office-days.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-list.h"

#include <string.h>

#define WEEK_DAYS 7
#define SOON_DAYS 60

KxTodoText
kx_todo_text_begin (const char *sql)
{
  return (KxTodoText){ g_string_new (sql), g_array_new (FALSE, FALSE, sizeof (KxDbArg)),
                       g_ptr_array_new_with_free_func (g_free) };
}

void
kx_todo_text_end (KxTodoText *text)
{
  g_string_free (text->sql, TRUE);
  g_array_unref (text->args);
  g_ptr_array_unref (text->texts);
}

void
kx_todo_text_add_integer (KxTodoText *text, gint64 number)
{
  KxDbArg arg = KX_ARG_INTEGER (number);

  g_array_append_val (text->args, arg);
  g_string_append_printf (text->sql, "$%u", text->args->len);
}

void
kx_todo_text_add_agency (KxTodoText *text, const KxTodoFinding *finding)
{
  g_string_append (text->sql, " AND a.deleted_at = 0 AND ");
  kx_list_append_scope (&kx_agency_entity, finding->question->eyes, "a", text->sql, text->args, text->texts);
  g_string_append (text->sql, " AND a.alias_of IS NULL");
}

KxDbRows *
kx_todo_text_query (KxTodoText *text, const KxTodoFinding *finding, GError **error)
{
  return kx_db_query (finding->book->db, text->sql->str, (KxDbArg *) (void *) text->args->data,
                      text->args->len, error);
}

gboolean
kx_todo_end (GError *local, GError **error)
{
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

KxTodo *
kx_todo_finding_add (KxTodoFinding *finding, KxTodoKind kind, KxTodoGroup group, const char *key)
{
  static const char *const names[] = {
    "licence", "credential",  "missing",   "duplicate", "agreement", "step",       "taken-over",
    "gaps",    "application", "objection", "round",     "upward",    "suspension", "lapse",
    "hold",    "publication", "filing",    "plaque",    "slip",      "letter",     "series",
    "change",  "conflict",    "refused",   "upload",
  };
  g_autofree char *whole = g_strconcat (names[kind], "/", key, NULL);
  KxTodo *todo = kx_todo_new (kind, whole);

  todo->group = group;
  finding->counts[group]++;
  g_ptr_array_add (finding->todos, todo);
  return todo;
}

KxTodo *
kx_todo_finding_add_row (KxTodoFinding *finding, KxTodoKind kind, KxTodoGroup group, const KxEntity *entity,
                         const char *id, const char *page, guint n[KX_TODO_N_GROUPS])
{
  KxTodo *todo;

  if (group != KX_TODO_SOON && !g_str_equal (page, "agencies"))
    finding->on_agreements++;
  if (n[group]++ >= KX_TODO_MOST)
    {
      finding->counts[group]++;
      return NULL;
    }
  todo = kx_todo_finding_add (finding, kind, group, id);
  todo->entity = entity;
  todo->page = page;
  todo->id = g_strdup (id);
  return todo;
}

static void
move_todos (GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_object_ref (from->pdata[i]));
  g_ptr_array_set_size (from, 0);
}

void
kx_todo_finding_list_spans (const KxTodoFinding *finding, KxTodoSpan ret_spans[KX_TODO_N_GROUPS])
{
  KxDate today = finding->question->today, week = kx_date_add_days (today, WEEK_DAYS),
         soon = kx_date_add_days (today, SOON_DAYS + 1);

  ret_spans[0] = (KxTodoSpan){ KX_TODO_OVERDUE, { 0 }, today };
  ret_spans[1] = (KxTodoSpan){ KX_TODO_WEEK, today, week };
  ret_spans[2] = (KxTodoSpan){ KX_TODO_SOON, week, soon };
}

void
kx_todo_finding_set_date (const KxTodoFinding *finding, KxTodo *todo, KxDate date, const char *office)
{
  const KxCalendar *own = office != NULL ? g_hash_table_lookup (finding->calendars, office) : NULL;

  todo->date = date;
  todo->today = finding->question->today;
  todo->workdays = kx_calendar_workdays_between (own != NULL ? own : finding->national,
                                                 finding->question->today, date, &todo->provisional);
}

static gboolean
find_all (KxTodoFinding *finding, KxTodoAnswer *answer, GError **error)
{
  finding->calendars = kx_office_days_read (finding->book, error);
  if (finding->calendars == NULL || !kx_todo_find_activity (finding, error))
    return FALSE;
  answer->on_activity = finding->counts[KX_TODO_WEEK];
  if (!kx_todo_find_dated (finding, error) || !kx_todo_find_agreements (finding, error) ||
      !kx_todo_find_course (finding, error) || !kx_todo_find_applications (finding, error) ||
      !kx_todo_find_waiting (finding, error) || !kx_todo_find_paper (finding, error) ||
      !kx_todo_find_missing (finding, error))
    return FALSE;
  answer->on_agreements = finding->on_agreements;
  move_todos (finding->todos, answer->todos);
  memcpy (answer->counts, finding->counts, sizeof answer->counts);
  if (!finding->question->duplicates)
    return TRUE;
  answer->duplicates = g_ptr_array_new_with_free_func (g_object_unref);
  if (!kx_todo_find_duplicates (finding, error))
    return FALSE;
  move_todos (finding->todos, answer->duplicates);
  return TRUE;
}

KxTodoAnswer *
kx_todo_find (KxBook *book, const KxTodoQuestion *question, GError **error)
{
  KxTodoFinding finding = { .book = book, .question = question };
  g_autoptr (KxTodoAnswer) answer = g_new0 (KxTodoAnswer, 1);
  gboolean found;

  answer->todos = g_ptr_array_new_with_free_func (g_object_unref);
  finding.national = kx_calendar_new (NULL, 0);
  finding.todos = g_ptr_array_new_with_free_func (g_object_unref);
  found = find_all (&finding, answer, error);
  g_clear_pointer (&finding.calendars, g_hash_table_unref);
  kx_calendar_free (finding.national);
  g_ptr_array_unref (finding.todos);
  return found ? g_steal_pointer (&answer) : NULL;
}

void
kx_todo_answer_free (KxTodoAnswer *answer)
{
  g_ptr_array_unref (answer->todos);
  if (answer->duplicates != NULL)
    g_ptr_array_unref (answer->duplicates);
  g_free (answer);
}
