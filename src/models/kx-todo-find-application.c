/* What is to be done about applications: the clock that runs now, by the terms of the policy or of the
 * office, and the objections that wait for an answer. */
#include "core/entities/kx-objection.h"
#include "models/kx-admission-step.h"
#include "models/kx-display.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

/* What goes from one row to the next. */
typedef struct
{
  KxTodoFinding *finding; /* borrowed */
  KxReader *reader;       /* borrowed */
  GHashTable *policies;   /* (element-type utf8 KxPolicy) owned; by office and day */
  guint n[KX_TODO_N_GROUPS];
  GError **error;
} Admission;

/* An application with the name of its agency, and with one of its objections where those are looked for. */
typedef struct
{
  KxRecord *application;    /* owned */
  char *agency, *objection; /* owned; the second is an id, or NULL */
  KxDate objected, answer_by;
} Case;

static void
free_case (gpointer data)
{
  Case *one = data;

  kx_record_free (one->application);
  g_free (one->agency);
  g_free (one->objection);
  g_free (one);
}

static gboolean
fail (Admission *self)
{
  const GError *error = kx_row_reader_get_error (self->reader);

  if (error != NULL)
    g_propagate_error (self->error, g_error_copy (error));
  return FALSE;
}

/* What governs the office on the day of the event. Borrowed; NULL with an error. */
static const KxPolicy *
get_policy (Admission *self, const char *office, KxDate from)
{
  KxDate day = from.ymd != 0 ? from : self->finding->question->today;
  g_autofree char *key = g_strdup_printf ("%d/%s", day.ymd, office);
  KxPolicy *policy = g_hash_table_lookup (self->policies, key);

  if (policy == NULL && kx_policy_read (self->reader, office, day, &policy) == KX_KNOWN)
    g_hash_table_insert (self->policies, g_steal_pointer (&key), policy);
  else if (policy == NULL)
    fail (self);
  return policy;
}

static const KxCalendar *
get_calendar (const Admission *self, const char *office)
{
  const KxCalendar *own = g_hash_table_lookup (self->finding->calendars, office);

  return own != NULL ? own : self->finding->national;
}

/* `waits`: others have to act, so the office is never late. FALSE: later than anything that is told. */
static gboolean
group_of (const Admission *self, KxDate on, gboolean waits, KxTodoGroup *ret_group)
{
  KxTodoSpan spans[KX_TODO_N_GROUPS];

  *ret_group = KX_TODO_SOON;
  if (on.ymd == 0)
    return TRUE;
  kx_todo_finding_list_spans (self->finding, spans);
  for (guint i = 0; i < KX_TODO_N_GROUPS; i++)
    if (on.ymd >= spans[i].from.ymd && on.ymd < spans[i].before.ymd)
      {
        *ret_group = waits && spans[i].group == KX_TODO_OVERDUE ? KX_TODO_WEEK : spans[i].group;
        return TRUE;
      }
  return FALSE;
}

/* The to-do of a row that is due then; NULL: it is far away, or counted only. */
static KxTodo *
add (Admission *self, const Case *one, const KxDue *due, gboolean waits)
{
  gboolean objected = one->objection != NULL;
  const char *office = kx_record_get (one->application, kx_application_f_office).REF;
  KxTodoGroup group;
  KxTodo *todo;

  if (!group_of (self, due->on, waits, &group))
    return NULL;
  todo = kx_todo_finding_add_row (self->finding, objected ? KX_TODO_OBJECTION : KX_TODO_APPLICATION, group,
                                  objected ? &kx_objection_entity : &kx_application_entity,
                                  objected ? one->objection : one->application->id, "applications", self->n);
  if (todo == NULL)
    return NULL;
  todo->subject = g_strdup (one->agency);
  if (due->on.ymd != 0)
    {
      kx_todo_finding_set_date (self->finding, todo, due->on, office);
      todo->provisional |= due->provisional;
    }
  return todo;
}

/* What to do at this step; `over`: its last day has passed. */
static const char *
step_words (KxAdmissionStep step, gboolean over)
{
  switch (step)
    {
    case KX_ADMISSION_SUPPLYING:
      return over ? _ ("The agency has not supplemented in time: decide how to go on")
                  : _ ("Waiting for what the agency has to supplement");
    case KX_ADMISSION_ASSESSING:
      return _ ("Have the application assessed, and enter the result");
    case KX_ADMISSION_PUBLISHED:
      return over ? _ ("The public notice is over: go on with the application")
                  : _ ("The public notice stands: go on when it is over");
    case KX_ADMISSION_OBJECTIONS:
      return over ? _ ("The time for objections is over: go on with the application")
                  : _ ("Objections are taken: go on when that is over");
    case KX_ADMISSION_OBJECTED:
      return _ ("The objections are answered: go on with the application");
    case KX_ADMISSION_NEXT:
      return _ ("The application was assessed: rank it, give public notice of it, or decide");
    case KX_ADMISSION_ACCEPTING:
    case KX_ADMISSION_OVER:
    default:
      return _ ("Decide whether to accept the application");
    }
}

/* No clock runs: the next step is the office's to choose. */
static void
add_unclocked (Admission *self, const Case *one, KxAdmissionStep step)
{
  KxDue none = { .on = { 0 } };
  KxTodo *todo = add (self, one, &none, FALSE);

  if (todo == NULL)
    return;
  todo->text = g_strdup (step_words (step, FALSE));
  todo->why = g_strdup (_ ("Nobody set a term for this step"));
}

static void
add_stopped (Admission *self, const Case *one, GPtrArray *pauses)
{
  KxDue none = { .on = { 0 }, .stopped = TRUE };
  KxTodo *todo = add (self, one, &none, TRUE);
  g_autofree char *since = NULL;

  if (todo == NULL)
    return;
  since = kx_display_date (kx_admission_stopped_since (pauses));
  todo->text = kx_display_fill (N_ ("The clock stands still since {date}: see whether it can run again"),
                                "date", since, NULL);
  todo->why = g_strdup (_ ("Days in which the clock stands still do not count"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
add_clocked (Admission *self, const Case *one, GPtrArray *pauses, KxAdmissionStep step,
             KxAdmissionClock clock, const KxPolicy *policy)
{
  const char *office = kx_record_get (one->application, kx_application_f_office).REF;
  KxDue due = kx_admission_due (clock, one->application, pauses, policy, get_calendar (self, office));
  gboolean waits = step != KX_ADMISSION_ACCEPTING && step != KX_ADMISSION_ASSESSING;
  gboolean over = due.on.ymd != 0 && due.on.ymd < self->finding->question->today.ymd;
  KxTodo *todo;

  if (due.stopped)
    {
      add_stopped (self, one, pauses);
      return;
    }
  todo = add (self, one, &due, waits);
  if (todo == NULL)
    return;
  todo->text = g_strdup (step_words (step, over));
  todo->why = kx_admission_term_words (&due, kx_admission_term (clock));
  todo->cite = kx_admission_term_cite (&due);
}

static gboolean
count_open_objections (Admission *self, const char *application, gint64 *ret_n)
{
  KxQuery query = { .entity = &kx_objection_entity,
                    .terms = { { .field = kx_objection_f_application, .value.REF = application },
                               { .field = kx_objection_f_state, .value.CODE = kx_objection_state_open } },
                    .n_terms = 2 };

  return kx_reader_count (self->reader, &query, ret_n) == KX_KNOWN || fail (self);
}

/* While somebody's objection is open that is what waits, by its own clock. */
static gboolean
find_application (Admission *self, const Case *one)
{
  g_autoptr (GPtrArray) pauses = kx_admission_list_pauses (self->reader, one->application->id);
  const char *office = kx_record_get (one->application, kx_application_f_office).REF;
  KxAdmissionClock clock;
  KxAdmissionStep step;
  const KxPolicy *policy;
  gint64 n_open = 0;

  if (pauses == NULL)
    return fail (self);
  if (!count_open_objections (self, one->application->id, &n_open))
    return FALSE;
  step = kx_admission_step (one->application, pauses, &clock);
  if (n_open > 0 && (step == KX_ADMISSION_OBJECTED || step == KX_ADMISSION_PUBLISHED))
    return TRUE;
  if (clock == KX_N_CLOCKS)
    {
      add_unclocked (self, one, step);
      return TRUE;
    }
  policy = get_policy (self, office, kx_admission_from (clock, one->application, pauses));
  if (policy == NULL)
    return FALSE;
  if (clock == KX_CLOCK_PUBLICITY)
    clock = kx_admission_notice_clock (one->application, policy, get_calendar (self, office));
  if (clock == KX_CLOCK_OBJECTION)
    step = KX_ADMISSION_OBJECTIONS;
  add_clocked (self, one, pauses, step, clock, policy);
  return TRUE;
}

static gboolean
find_objection (Admission *self, const Case *one)
{
  const char *office = kx_record_get (one->application, kx_application_f_office).REF;
  const KxPolicy *policy = get_policy (self, office, one->objected);
  KxDue due;
  KxTodo *todo;

  if (policy == NULL)
    return FALSE;
  due = kx_admission_answer_due (one->objected, one->answer_by, policy, get_calendar (self, office));
  todo = add (self, one, &due, FALSE);
  if (todo == NULL)
    return TRUE;
  todo->text = g_strdup (_ ("Decide on the objection to the admission, and answer it"));
  todo->why = kx_admission_term_words (&due, KX_POLICY_objection_answer_workdays);
  todo->cite = kx_admission_term_cite (&due);
  return TRUE;
}

/* Open applications, each once, or with each of their open objections. */
static KxTodoText
begin (const KxTodoFinding *finding, gboolean objections)
{
  g_autofree char *columns = kx_row_columns (&kx_application_entity, "g");
  KxTodoText text = kx_todo_text_begin ("SELECT a.name, ");

  g_string_append_printf (text.sql, "%s, %s FROM application g CROSS JOIN agency a",
                          objections ? "o.id, o.received_on, o.answer_by" : "NULL, NULL, NULL", columns);
  if (objections)
    g_string_append (text.sql, " JOIN objection o ON o.application = g.id AND o.deleted_at = 0 AND o.state = "
                               "'open'");
  g_string_append (text.sql, " WHERE a.id = g.agency AND g.deleted_at = 0 AND g.state NOT IN ('admitted', "
                             "'refused', 'withdrawn') AND ");
  kx_list_append_scope (&kx_application_entity, finding->question->eyes, "g", text.sql, text.args,
                        text.texts);
  g_string_append_printf (text.sql, " ORDER BY g.id LIMIT %d", KX_TODO_MOST_COUNTED + 1);
  return text;
}

/* (element-type Case) NULL with an error. */
static GPtrArray *
list_cases (KxTodoFinding *finding, gboolean objections, GError **error)
{
  KxTodoText text = begin (finding, objections);
  g_autoptr (KxDbRows) rows = kx_todo_text_query (&text, finding, error);
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (free_case);
  gboolean asked = rows != NULL;
  GError *local = NULL;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      Case *one = g_new0 (Case, 1);

      one->agency = g_strdup (kx_db_rows_text (rows, 0));
      one->objection = g_strdup (kx_db_rows_text (rows, 1));
      one->objected.ymd = (int) kx_db_rows_integer (rows, 2);
      one->answer_by.ymd = (int) kx_db_rows_integer (rows, 3);
      one->application = kx_row_read (&kx_application_entity, rows, 4);
      g_ptr_array_add (cases, one);
    }
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  return asked && kx_todo_end (local, error) ? g_steal_pointer (&cases) : NULL;
}

static gboolean
find_all (Admission *self, gboolean objections)
{
  g_autoptr (GPtrArray) cases = list_cases (self->finding, objections, self->error);

  for (guint i = 0; cases != NULL && i < cases->len; i++)
    if (!(objections ? find_objection (self, cases->pdata[i]) : find_application (self, cases->pdata[i])))
      return FALSE;
  return cases != NULL;
}

gboolean
kx_todo_find_applications (KxTodoFinding *finding, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (finding->book);
  g_autoptr (GHashTable) policies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kx_policy_free);
  Admission self = { .finding = finding, .reader = reader, .policies = policies, .error = error };

  return find_all (&self, FALSE) && find_all (&self, TRUE);
}
