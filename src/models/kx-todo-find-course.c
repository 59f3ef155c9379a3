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

/* One kind of to-do. What a row says is put into words by `word`; FALSE: nothing is to be done about it. */
typedef struct
{
  KxTodoKind kind;
  const KxEntity *entity;
  const char *page;
  const char *sql; /* gives id, name of the agency, office, day, and a code; @scope: who may see what */
  KxTodoGroup group;
  gboolean dated; /* by spans of days */
  gboolean (*word) (Course *self, KxTodo *todo, KxDbRows *rows);
} Find;

struct _Course
{
  KxTodoFinding *finding; /* borrowed */
  KxReader *reader;       /* owned */
  GHashTable *policies;   /* (element-type utf8 KxPolicy) owned; of today, by office */
};

static const KxPolicy *
get_policy (Course *self, const char *office)
{
  KxPolicy *policy = g_hash_table_lookup (self->policies, office);

  if (policy == NULL &&
      kx_policy_read (self->reader, office, self->finding->question->today, &policy) == KX_KNOWN)
    g_hash_table_insert (self->policies, g_strdup (office), policy);
  return policy;
}

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

/* So many working days after the day of the row, as `key` says; no date where nobody says how many. */
static void
set_term (Course *self, KxTodo *todo, KxDbRows *rows, KxPolicyKey key)
{
  const char *office = kx_db_rows_text (rows, OFFICE);
  const KxPolicy *policy = get_policy (self, office);
  gint64 days;

  todo->cite.source = KX_SOURCE_OFFICE;
  if (policy == NULL || !kx_policy_integer (policy, key, &days) || days > LONGEST_WORKDAYS)
    return;
  kx_todo_finding_set_date (
      self->finding, todo,
      kx_calendar_add_workdays (get_calendar (self, office), day_of (rows), (int) days, NULL), office);
  todo->cite = kx_policy_get (policy, key)->cite;
}

static gboolean
word_service (Course *self, KxTodo *todo, KxDbRows *rows)
{
  todo->text = g_strdup (_ ("Serve the decision on the suspension, and enter the proof"));
  todo->why = g_strdup (_ ("It has no effect before it was served; what was only sent was not served"));
  todo->cite.source = KX_SOURCE_OFFICE;
  return TRUE;
}

static gboolean
word_lapse (Course *self, KxTodo *todo, KxDbRows *rows)
{
  gboolean hold = !g_str_equal (kx_db_rows_text (rows, WORD), "service");

  kx_todo_finding_set_date (self->finding, todo, day_of (rows), kx_db_rows_text (rows, OFFICE));
  todo->text = g_strdup (hold ? _ ("The hold lapses: decide what follows, or extend it once")
                              : _ ("The suspension ends: verify what was to be put right, and resume"));
  todo->why = g_strdup (_ ("The last day stands in the decision; after it everything goes on by itself"));
  todo->cite.source = KX_SOURCE_OFFICE;
  return TRUE;
}

static gboolean
word_hold (Course *self, KxTodo *todo, KxDbRows *rows)
{
  kx_todo_finding_set_date (self->finding, todo, day_of (rows), kx_db_rows_text (rows, OFFICE));
  todo->text = g_strdup (_ ("The practice licence has run out: propose a hold on new patients"));
  todo->why = g_strdup (_ ("A hold is proposed the same day; it lapses by itself and is no measure"));
  todo->cite.source = KX_SOURCE_OFFICE;
  return TRUE;
}

static gboolean
word_publication (Course *self, KxTodo *todo, KxDbRows *rows)
{
  const KxPolicy *policy = get_policy (self, kx_db_rows_text (rows, OFFICE));

  if (policy == NULL || !kx_policy_is (policy, KX_POLICY_publish_agencies))
    return FALSE;
  todo->text = g_strdup (_ ("Publish the agency in the list, and enter the day"));
  todo->why = g_strdup (_ ("The list of those with whom an agreement was signed is made public"));
  todo->cite = kx_policy_get (policy, KX_POLICY_publish_agencies)->cite;
  return TRUE;
}

static gboolean
word_filing (Course *self, KxTodo *todo, KxDbRows *rows)
{
  set_term (self, todo, rows, KX_POLICY_filing_workdays);
  if (todo->date.ymd == 0)
    return FALSE;
  todo->group = group_of (self, todo->date);
  todo->text = g_strdup (_ ("File the agreement with the province, and enter the day"));
  todo->why = g_strdup (_ ("The term runs from the last signature"));
  return TRUE;
}

static gboolean
word_plaque (Course *self, KxTodo *todo, KxDbRows *rows)
{
  set_term (self, todo, rows, KX_POLICY_plaque_return_workdays);
  if (todo->date.ymd != 0)
    todo->group = group_of (self, todo->date);
  todo->text = g_strdup (_ ("Take the plaque back, and enter the day and who took it"));
  todo->why = g_strdup (_ ("The agreement has ended, and its plaque was given"));
  return TRUE;
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
    OF_AGREEMENT ("g.signed_on", "''") RUNS " AND g.published_on IS NULL AND ifnull (g.taken_over, 0) = 0 ORDER BY g.signed_on", KX_TODO_SOON, FALSE, word_publication },
  { KX_TODO_FILING, &kx_agreement_entity, "agreements",
    OF_AGREEMENT ("g.signed_on", "''") RUNS " AND g.filed_on IS NULL AND ifnull (g.taken_over, 0) = 0 AND g.signed_on IS NOT NULL ORDER BY g.signed_on", KX_TODO_SOON, FALSE, word_filing },
  { KX_TODO_PLAQUE, &kx_agreement_entity, "plaques",
    OF_AGREEMENT ("g.ended_on", "''") "g.state = 'ended' AND g.ended_on IS NOT NULL AND (g.plaque_no IS NOT NULL OR g.plaque_given_on IS NOT NULL) "
    "AND (g.plaque_returned_on IS NULL OR g.plaque_returned_by IS NULL) ORDER BY g.ended_on", KX_TODO_SOON, FALSE, word_plaque },
};
/* clang-format on */

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
  if (!find->word (self, worded, rows))
    return;
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

gboolean
kx_todo_find_course (KxTodoFinding *finding, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (finding->book);
  g_autoptr (GHashTable) policies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kx_policy_free);
  Course self = { finding, reader, policies };

  for (guint i = 0; i < G_N_ELEMENTS (finds); i++)
    if (!(finds[i].dated ? find_dated (&self, &finds[i], error) : find_one (&self, &finds[i], NULL, error)))
      return FALSE;
  return TRUE;
}
