/* What is to be done while agreements run and after: suspensions to be served and holds that lapse, a hold
 * where a licence ran out, lists to be published, filings, plaques to be taken back. */
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-policy.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* More working days than any office gives itself. */
#define LONGEST_WORKDAYS 2500

/* The columns of all statements. */
enum
{
  ROW,
  AGENCY,
  OFFICE,
  DAY,
  WORD
};

typedef struct _Course Course;

/* One kind of to-do. What a row says is put into words by `word`. Where `wanted` is given, only offices whose
 * policy wants it are asked for: the rows of others must not fill what is read of the statement. */
typedef struct
{
  KxTodoKind kind;
  const KxEntity *entity;
  const char *page;
  const char *sql; /* gives id, name of the agency, office, day, and a code; @scope: who may see what,
                      @offices: who wants it */
  KxTodoGroup group;
  gboolean dated; /* by spans of days */
  void (*word) (Course *self, KxTodo *todo, KxDbRows *rows);
  gboolean (*wanted) (const KxPolicy *policy);
} Find;

struct _Course
{
  KxTodoFinding *finding; /* borrowed */
  KxReader *reader;       /* owned */
  GHashTable *policies;   /* (element-type utf8 KxPolicy) owned; of today, of each office with agreements */
};

static const KxCalendar *
get_calendar (Course *self, const char *office)
{
  const KxCalendar *own = g_hash_table_lookup (self->finding->calendars, office);

  return own != NULL ? own : self->finding->national;
}

static KxDate
day_of (KxDbRows *rows)
{
  return (KxDate){ (int) kx_db_rows_integer (rows, DAY) };
}

static KxTodoGroup
group_of (Course *self, KxDate day)
{
  KxTodoSpan spans[KX_TODO_N_GROUPS];

  kx_todo_finding_list_spans (self->finding, spans);
  return day.ymd < spans[KX_TODO_WEEK].from.ymd   ? KX_TODO_OVERDUE
         : day.ymd < spans[KX_TODO_SOON].from.ymd ? KX_TODO_WEEK
                                                  : KX_TODO_SOON;
}

/* FALSE: nobody says how many working days. */
static gboolean
get_workdays (const KxPolicy *policy, KxPolicyKey key, gint64 *ret_days)
{
  return kx_policy_integer (policy, key, ret_days) && *ret_days <= LONGEST_WORKDAYS;
}

/* So many working days after the day of the row, as `key` says; no date where nobody says how many. */
static void
set_term (Course *self, KxTodo *todo, KxDbRows *rows, KxPolicyKey key)
{
  const char *office = kx_db_rows_text (rows, OFFICE);
  const KxPolicy *policy = g_hash_table_lookup (self->policies, office);
  gint64 days;

  todo->cite.source = KX_SOURCE_OFFICE;
  if (!get_workdays (policy, key, &days))
    return;
  kx_todo_finding_set_date (
      self->finding, todo,
      kx_calendar_add_workdays (get_calendar (self, office), day_of (rows), (int) days, NULL), office);
  todo->cite = kx_policy_get (policy, key)->cite;
}

static void
word_service (Course *self, KxTodo *todo, KxDbRows *rows)
{
  todo->text = g_strdup (_ ("Serve the decision on the suspension, and enter the proof"));
  todo->why = g_strdup (_ ("It has no effect before it was served; what was only sent was not served"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
word_lapse (Course *self, KxTodo *todo, KxDbRows *rows)
{
  gboolean hold = !g_str_equal (kx_db_rows_text (rows, WORD), "service");

  kx_todo_finding_set_date (self->finding, todo, day_of (rows), kx_db_rows_text (rows, OFFICE));
  todo->text = g_strdup (hold ? _ ("The hold lapses: decide what follows, or extend it once")
                              : _ ("The suspension ends: verify what was to be put right, and resume"));
  todo->why = g_strdup (_ ("The last day stands in the decision; after it everything goes on by itself"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
word_hold (Course *self, KxTodo *todo, KxDbRows *rows)
{
  kx_todo_finding_set_date (self->finding, todo, day_of (rows), kx_db_rows_text (rows, OFFICE));
  todo->text = g_strdup (_ ("The practice licence has run out: propose a hold on new patients"));
  todo->why = g_strdup (_ ("A hold is proposed the same day; it lapses by itself and is no measure"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static gboolean
wants_publication (const KxPolicy *policy)
{
  return kx_policy_is (policy, KX_POLICY_publish_agencies);
}

static void
word_publication (Course *self, KxTodo *todo, KxDbRows *rows)
{
  const KxPolicy *policy = g_hash_table_lookup (self->policies, kx_db_rows_text (rows, OFFICE));

  todo->text = g_strdup (_ ("Publish the agency in the list, and enter the day"));
  todo->why = g_strdup (_ ("The list of those with whom an agreement was signed is made public"));
  todo->cite = kx_policy_get (policy, KX_POLICY_publish_agencies)->cite;
}

static gboolean
wants_filing (const KxPolicy *policy)
{
  gint64 days;

  return get_workdays (policy, KX_POLICY_filing_workdays, &days);
}

static void
word_filing (Course *self, KxTodo *todo, KxDbRows *rows)
{
  set_term (self, todo, rows, KX_POLICY_filing_workdays);
  todo->group = group_of (self, todo->date);
  todo->text = g_strdup (_ ("File the agreement with the province, and enter the day"));
  todo->why = g_strdup (_ ("The term runs from the last signature"));
}

static void
word_plaque (Course *self, KxTodo *todo, KxDbRows *rows)
{
  set_term (self, todo, rows, KX_POLICY_plaque_return_workdays);
  if (todo->date.ymd != 0)
    todo->group = group_of (self, todo->date);
  todo->text = g_strdup (_ ("Take the plaque back, and enter the day and who took it"));
  todo->why = g_strdup (_ ("The agreement has ended, and its plaque was given"));
}

/* clang-format off */
#define OF_AGREEMENT(day, word) "SELECT g.id, a.name, g.office, " day ", " word " FROM agreement g CROSS JOIN agency a WHERE a.id = g.agency AND g.deleted_at = 0 AND @scope AND "
#define OF_SUSPENSION(word) "SELECT g.id, a.name, g.office, g.until_on, " word " FROM suspension g CROSS JOIN agency a WHERE a.id = g.agency AND g.deleted_at = 0 AND @scope AND "
#define RUNS "g.state IN ('signed', 'terminating')"

static const Find finds[] = {
  { KX_TODO_SUSPENSION, &kx_suspension_entity, "suspensions",
    OF_SUSPENSION ("''") "g.state = 'decided' AND g.origin = 'office' AND g.served_on IS NULL AND g.ended_with IS NULL ORDER BY g.from_on", KX_TODO_WEEK, FALSE, word_service },
  { KX_TODO_LAPSE, &kx_suspension_entity, "suspensions",
    OF_SUSPENSION ("g.kind") "g.state = 'decided' AND g.ended_with IS NULL AND (g.served_on IS NOT NULL OR g.origin = 'agency')", KX_TODO_WEEK, TRUE, word_lapse },
  { KX_TODO_HOLD, &kx_agreement_entity, "agreements",
    OF_AGREEMENT ("a.licence_valid_to", "''") RUNS " AND ifnull (a.licence_no_end, 0) = 0 AND a.licence_valid_to < $1 AND NOT EXISTS "
    "(SELECT 1 FROM suspension s WHERE s.agreement = g.id AND s.deleted_at = 0 AND s.state IN ('proposed', 'decided') AND (s.until_on IS NULL OR s.until_on >= $1)) "
    "ORDER BY a.licence_valid_to", KX_TODO_OVERDUE, FALSE, word_hold },
  { KX_TODO_PUBLICATION, &kx_agreement_entity, "agreements",
    OF_AGREEMENT ("g.signed_on", "''") RUNS " AND g.office IN (@offices) AND g.published_on IS NULL AND ifnull (g.taken_over, 0) = 0 ORDER BY g.signed_on", KX_TODO_SOON, FALSE, word_publication, wants_publication },
  { KX_TODO_FILING, &kx_agreement_entity, "agreements",
    OF_AGREEMENT ("g.signed_on", "''") RUNS " AND g.office IN (@offices) AND g.filed_on IS NULL AND ifnull (g.taken_over, 0) = 0 AND g.signed_on IS NOT NULL ORDER BY g.signed_on", KX_TODO_SOON, FALSE, word_filing, wants_filing },
  { KX_TODO_PLAQUE, &kx_agreement_entity, "plaques",
    OF_AGREEMENT ("g.ended_on", "''") "g.state = 'ended' AND g.ended_on IS NOT NULL AND (g.plaque_no IS NOT NULL OR g.plaque_given_on IS NOT NULL) "
    "AND (g.plaque_returned_on IS NULL OR g.plaque_returned_by IS NULL) ORDER BY g.ended_on", KX_TODO_SOON, FALSE, word_plaque },
};
/* clang-format on */

/* The offices whose policy wants what `find` looks for, as arguments with commas between; "NULL": none does.
 */
static GString *
list_offices (Course *self, const Find *find, KxTodoText *text)
{
  GString *list = g_string_new (NULL);
  GHashTableIter iter;
  gpointer office, policy;

  g_hash_table_iter_init (&iter, self->policies);
  while (g_hash_table_iter_next (&iter, &office, &policy))
    if (find->wanted (policy))
      {
        KxDbArg arg = KX_ARG_TEXT (office);

        g_array_append_val (text->args, arg);
        g_string_append_printf (list, "%s$%u", list->len > 0 ? ", " : "", text->args->len);
      }
  return list->len > 0 ? list : g_string_append (list, "NULL");
}

/* The statement with who may see what; $1, where it asks for one, is today. */
static KxTodoText
begin (Course *self, const Find *find, const KxTodoSpan *span)
{
  KxTodoText text = kx_todo_text_begin ("");
  KxDbArg today = KX_ARG_INTEGER (self->finding->question->today.ymd);
  g_autoptr (GString) scope = g_string_new (NULL);

  if (strstr (find->sql, "$1") != NULL)
    g_array_append_val (text.args, today);
  kx_list_append_scope (find->entity, self->finding->question->eyes, "g", scope, text.args, text.texts);
  g_string_append (text.sql, find->sql);
  g_string_replace (text.sql, "@scope", scope->str, 1);
  if (find->wanted != NULL)
    {
      g_autoptr (GString) offices = list_offices (self, find, &text);

      g_string_replace (text.sql, "@offices", offices->str, 1);
    }
  if (span != NULL)
    {
      g_string_append (text.sql, " AND g.until_on >= ");
      kx_todo_text_add_integer (&text, span->from.ymd);
      g_string_append (text.sql, " AND g.until_on < ");
      kx_todo_text_add_integer (&text, span->before.ymd);
      g_string_append (text.sql, " ORDER BY g.until_on");
    }
  g_string_append_printf (text.sql, ", g.id LIMIT %d", KX_TODO_MOST_COUNTED + 1);
  return text;
}

/* A to-do that is worded first, since its group may follow from what it says. */
static void
add (Course *self, const Find *find, KxTodoGroup group, KxDbRows *rows, guint n[KX_TODO_N_GROUPS])
{
  g_autoptr (KxTodo) worded = kx_todo_new (find->kind, "");
  KxTodo *todo;

  worded->group = group;
  find->word (self, worded, rows);
  todo = kx_todo_finding_add_row (self->finding, find->kind, worded->group, find->entity,
                                  kx_db_rows_text (rows, ROW), find->page, n);
  if (todo == NULL)
    return;
  todo->subject = g_strdup (kx_db_rows_text (rows, AGENCY));
  todo->text = g_steal_pointer (&worded->text);
  todo->why = g_steal_pointer (&worded->why);
  todo->cite = worded->cite;
  todo->date = worded->date;
  todo->today = worded->today;
  todo->workdays = worded->workdays;
  todo->provisional = worded->provisional;
}

static gboolean
find_one (Course *self, const Find *find, const KxTodoSpan *span, GError **error)
{
  KxTodoText text = begin (self, find, span);
  KxDbRows *rows = kx_todo_text_query (&text, self->finding, error);
  gboolean asked = rows != NULL;
  guint n[KX_TODO_N_GROUPS] = { 0 };
  GError *local = NULL;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    add (self, find, span != NULL ? span->group : find->group, rows, n);
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  return asked && kx_todo_end (local, error);
}

/* What has lapsed is over, and nothing is to be done about it. */
static gboolean
find_dated (Course *self, const Find *find, GError **error)
{
  KxTodoSpan spans[KX_TODO_N_GROUPS];

  kx_todo_finding_list_spans (self->finding, spans);
  for (guint i = KX_TODO_WEEK; i < KX_TODO_N_GROUPS; i++)
    if (!find_one (self, find, &spans[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_policy (Course *self, const char *office, GError **error)
{
  KxPolicy *policy;

  if (kx_policy_read (self->reader, office, self->finding->question->today, &policy) == KX_KNOWN)
    return g_hash_table_insert (self->policies, g_strdup (office), policy);
  g_propagate_error (error, g_error_copy (kx_row_reader_get_error (self->reader)));
  return FALSE;
}

/* Once for each office that has agreements. */
static gboolean
read_policies (Course *self, GError **error)
{
  KxTodoText text =
      kx_todo_text_begin ("SELECT DISTINCT g.office FROM agreement g WHERE g.deleted_at = 0 AND ");
  g_autoptr (GPtrArray) offices = g_ptr_array_new_with_free_func (g_free);
  KxDbRows *rows;
  gboolean read;
  GError *local = NULL;

  kx_list_append_scope (&kx_agreement_entity, self->finding->question->eyes, "g", text.sql, text.args,
                        text.texts);
  rows = kx_todo_text_query (&text, self->finding, &local);
  while (rows != NULL && kx_db_rows_next (rows, &local))
    g_ptr_array_add (offices, g_strdup (kx_db_rows_text (rows, 0)));
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  read = local == NULL;
  for (guint i = 0; read && i < offices->len; i++)
    read = read_policy (self, offices->pdata[i], &local);
  return kx_todo_end (local, error);
}

gboolean
kx_todo_find_course (KxTodoFinding *finding, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (finding->book);
  g_autoptr (GHashTable) policies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kx_policy_free);
  Course self = { finding, reader, policies };

  if (!read_policies (&self, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (finds); i++)
    if (!(finds[i].dated ? find_dated (&self, &finds[i], error) : find_one (&self, &finds[i], NULL, error)))
      return FALSE;
  return TRUE;
}
