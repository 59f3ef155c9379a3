/* What is to be done about applications: the clock that runs now, by the terms of the policy or of the
 * office, and the objections that wait for an answer. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-objection.h"
#include "models/kx-admission-step.h"
#include "models/kx-display.h"
#include "models/kx-row-read.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* What goes from one row to the next. */
typedef struct
{
  KxTodoFinding *finding; /* borrowed */
  KxReader *reader;       /* borrowed */
  GHashTable *policies;   /* (element-type utf8 GPtrArray) owned; by office: KxPolicy of spans of days */
  GHashTable *pauses;     /* (element-type utf8 GPtrArray) owned; by application: its stopped clocks */
  GPtrArray *none;        /* owned; the stopped clocks of all others */
  GHashTable *objected;   /* (element-type utf8) owned; applications with an open objection */
  guint n[KX_TODO_N_GROUPS];
  GError **error;
} Admission;

/* What its clock is told by. */
static const guint application_fields[] = {
  kx_application_f_office,         kx_application_f_agency,          kx_application_f_state,
  kx_application_f_received_on,    kx_application_f_accept_by,       kx_application_f_supplement_by,
  kx_application_f_assess_by,      kx_application_f_accepted_on,     kx_application_f_assessed_on,
  kx_application_f_publicity_from, kx_application_f_publicity_until, kx_application_f_objection_until,
};

static const guint pause_fields[] = { kx_application_pause_f_application, kx_application_pause_f_kind,
                                      kx_application_pause_f_from_on, kx_application_pause_f_until_on };

/* An application, or one of its objections where those are looked for, and how it stands. */
typedef struct
{
  KxRecord *application; /* owned; with these fields */
  char *objection;       /* owned; an id, or NULL */
  KxDate objected, answer_by;
  KxAdmissionStep step;   /* of an application; KX_ADMISSION_OVER: nothing is to be told of it */
  KxAdmissionClock clock; /* of an application as well; KX_N_CLOCKS: none runs */
  KxDue due;
} Case;

static void
free_case (gpointer data)
{
  Case *one = data;

  kx_record_free (one->application);
  g_free (one->objection);
  g_free (one);
}

/* The nearest first, those without a day last. */
static int
compare_cases (gconstpointer a, gconstpointer b)
{
  const Case *one = *(Case *const *) a, *other = *(Case *const *) b;
  int on = one->due.on.ymd != 0 ? one->due.on.ymd : G_MAXINT,
      other_on = other->due.on.ymd != 0 ? other->due.on.ymd : G_MAXINT;

  return on != other_on ? (on < other_on ? -1 : 1) : strcmp (one->application->id, other->application->id);
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
  GPtrArray *known = g_hash_table_lookup (self->policies, office);
  KxPolicy *policy = NULL;

  if (known == NULL)
    {
      known = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_policy_free);
      g_hash_table_insert (self->policies, g_strdup (office), known);
    }
  for (guint i = 0; i < known->len; i++)
    if (kx_policy_holds_on (known->pdata[i], day))
      return known->pdata[i];
  if (kx_policy_read (self->reader, office, day, &policy) == KX_KNOWN)
    g_ptr_array_add (known, policy);
  else
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

/* (element-type KxRecord) borrowed */
static GPtrArray *
get_pauses (const Admission *self, const char *application)
{
  GPtrArray *pauses = g_hash_table_lookup (self->pauses, application);

  return pauses != NULL ? pauses : self->none;
}

/* Whether others have to act. */
static gboolean
waits (const Case *one)
{
  return one->objection == NULL && one->clock != KX_N_CLOCKS &&
         (one->due.stopped || (one->step != KX_ADMISSION_ACCEPTING && one->step != KX_ADMISSION_ASSESSING));
}

/* The to-do of a case; NULL: it is far away, or counted only. */
static KxTodo *
add (Admission *self, const Case *one)
{
  gboolean objected = one->objection != NULL;
  const char *office = kx_record_get (one->application, kx_application_f_office).REF;
  KxTodoGroup group;
  KxTodo *todo;

  if (!group_of (self, one->due.on, waits (one), &group))
    return NULL;
  todo = kx_todo_finding_add_row (self->finding, objected ? KX_TODO_OBJECTION : KX_TODO_APPLICATION, group,
                                  objected ? &kx_objection_entity : &kx_application_entity,
                                  objected ? one->objection : one->application->id, "applications", self->n);
  if (todo == NULL)
    return NULL;
  todo->subject = kx_row_read_title (self->finding->book, &kx_agency_entity,
                                     kx_record_get (one->application, kx_application_f_agency).REF);
  if (todo->subject == NULL)
    todo->subject = g_strdup ("");
  if (one->due.on.ymd != 0)
    {
      kx_todo_finding_set_date (self->finding, todo, one->due.on, office);
      todo->provisional |= one->due.provisional;
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
word_unclocked (KxTodo *todo, const Case *one)
{
  todo->text = g_strdup (step_words (one->step, FALSE));
  todo->why = g_strdup (_ ("Nobody set a term for this step"));
}

static void
word_stopped (KxTodo *todo, GPtrArray *pauses)
{
  g_autofree char *since = kx_display_date (kx_admission_stopped_since (pauses));

  todo->text = kx_display_fill (N_ ("The clock stands still since {date}: see whether it can run again"),
                                "date", since, NULL);
  todo->why = g_strdup (_ ("Days in which the clock stands still do not count"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
word_clocked (KxTodo *todo, const Case *one, KxDate today)
{
  gboolean over = one->due.on.ymd != 0 && one->due.on.ymd < today.ymd;

  todo->text = g_strdup (step_words (one->step, over));
  todo->why = kx_admission_term_words (&one->due, kx_admission_term (one->clock));
  todo->cite = kx_admission_term_cite (&one->due);
}

static void
word_objection (KxTodo *todo, const Case *one)
{
  todo->text = g_strdup (_ ("Decide on the objection to the admission, and answer it"));
  todo->why = kx_admission_term_words (&one->due, KX_POLICY_objection_answer_workdays);
  todo->cite = kx_admission_term_cite (&one->due);
}

static void
tell (Admission *self, const Case *one)
{
  KxTodo *todo = one->step != KX_ADMISSION_OVER ? add (self, one) : NULL;

  if (todo == NULL)
    return;
  if (one->objection != NULL)
    word_objection (todo, one);
  else if (one->clock == KX_N_CLOCKS)
    word_unclocked (todo, one);
  else if (one->due.stopped)
    word_stopped (todo, get_pauses (self, one->application->id));
  else
    word_clocked (todo, one, self->finding->question->today);
}

/* While somebody's objection is open that is what waits, by its own clock. */
static gboolean
settle_application (Admission *self, Case *one)
{
  GPtrArray *pauses = get_pauses (self, one->application->id);
  const char *office = kx_record_get (one->application, kx_application_f_office).REF;
  const KxCalendar *calendar = get_calendar (self, office);
  const KxPolicy *policy;

  one->step = kx_admission_step (one->application, pauses, &one->clock);
  if (g_hash_table_contains (self->objected, one->application->id) &&
      (one->step == KX_ADMISSION_OBJECTED || one->step == KX_ADMISSION_PUBLISHED))
    one->step = KX_ADMISSION_OVER;
  if (one->step == KX_ADMISSION_OVER || one->clock == KX_N_CLOCKS)
    return TRUE;
  policy = get_policy (self, office, kx_admission_from (one->clock, one->application, pauses));
  if (policy == NULL)
    return FALSE;
  if (one->clock == KX_CLOCK_PUBLICITY)
    one->clock = kx_admission_notice_clock (one->application, policy, calendar);
  if (one->clock == KX_CLOCK_OBJECTION)
    one->step = KX_ADMISSION_OBJECTIONS;
  one->due = kx_admission_due (one->clock, one->application, pauses, policy, calendar);
  return TRUE;
}

static gboolean
settle_objection (Admission *self, Case *one)
{
  const char *office = kx_record_get (one->application, kx_application_f_office).REF;
  const KxPolicy *policy = get_policy (self, office, one->objected);

  g_hash_table_add (self->objected, g_strdup (one->application->id));
  if (policy == NULL)
    return FALSE;
  one->due = kx_admission_answer_due (one->objected, one->answer_by, policy, get_calendar (self, office));
  return TRUE;
}

#define OPEN "g.deleted_at = 0 AND g.state NOT IN ('admitted', 'refused', 'withdrawn')"

/* Open applications, each once, or with each of their open objections. The names of agencies are read of the
 * few that make lines. */
static KxTodoText
begin (const KxTodoFinding *finding, gboolean objections)
{
  g_autofree char *columns = kx_row_field_columns (&kx_application_entity, application_fields,
                                                   G_N_ELEMENTS (application_fields), "g");
  KxTodoText text = kx_todo_text_begin ("SELECT ");

  g_string_append_printf (text.sql, "%s, %s FROM application g",
                          objections ? "o.id, o.received_on, o.answer_by" : "NULL, NULL, NULL", columns);
  if (objections)
    g_string_append (text.sql, " JOIN objection o ON o.application = g.id AND o.deleted_at = 0 AND o.state = "
                               "'open'");
  g_string_append (text.sql, " WHERE " OPEN " AND ");
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

      one->objection = g_strdup (kx_db_rows_text (rows, 0));
      one->objected.ymd = (int) kx_db_rows_integer (rows, 1);
      one->answer_by.ymd = (int) kx_db_rows_integer (rows, 2);
      one->application = kx_row_read_fields (&kx_application_entity, application_fields,
                                             G_N_ELEMENTS (application_fields), rows, 3);
      g_ptr_array_add (cases, one);
    }
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  return asked && kx_todo_end (local, error) ? g_steal_pointer (&cases) : NULL;
}

/* At once, for one by one would take a statement each; those of applications that are over are few enough. */
static gboolean
read_pauses (Admission *self)
{
  g_autofree char *columns =
      kx_row_field_columns (&kx_application_pause_entity, pause_fields, G_N_ELEMENTS (pause_fields), NULL);
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM application_pause WHERE deleted_at = 0 ORDER BY id", columns);
  g_autoptr (KxDbRows) rows = kx_db_query (self->finding->book->db, sql, NULL, 0, self->error);
  GError *local = NULL;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      KxRecord *pause = kx_row_read_fields (&kx_application_pause_entity, pause_fields,
                                            G_N_ELEMENTS (pause_fields), rows, 0);
      const char *application = kx_record_get (pause, kx_application_pause_f_application).REF;
      GPtrArray *pauses = g_hash_table_lookup (self->pauses, application);

      if (pauses == NULL)
        {
          pauses = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
          g_hash_table_insert (self->pauses, g_strdup (application), pauses);
        }
      g_ptr_array_add (pauses, pause);
    }
  return rows != NULL && kx_todo_end (local, self->error);
}

static gboolean
find_all (Admission *self, gboolean objections)
{
  g_autoptr (GPtrArray) cases = list_cases (self->finding, objections, self->error);

  for (guint i = 0; cases != NULL && i < cases->len; i++)
    if (!(objections ? settle_objection (self, cases->pdata[i]) : settle_application (self, cases->pdata[i])))
      return FALSE;
  if (cases != NULL)
    g_ptr_array_sort (cases, compare_cases);
  for (guint i = 0; cases != NULL && i < cases->len; i++)
    tell (self, cases->pdata[i]);
  return cases != NULL;
}

gboolean
kx_todo_find_applications (KxTodoFinding *finding, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (finding->book);
  g_autoptr (GHashTable) policies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) pauses =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GHashTable) objected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  Admission self = { .finding = finding,
                     .reader = reader,
                     .policies = policies,
                     .pauses = pauses,
                     .none = none,
                     .objected = objected,
                     .error = error };

  /* Objections first: they tell what else does not wait. */
  return read_pauses (&self) && find_all (&self, TRUE) && find_all (&self, FALSE);
}
