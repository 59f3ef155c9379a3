/* Agreements whose term ends: when their renewal is to be begun, when it is to be decided and the agency
 * told, and when the term is over. All three are reckoned from the end as it is now. */
#include "core/kx-policy.h"
#include "core/kx-renewal.h"
#include "models/kx-display.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* No lead is longer; an office that enters more is reminded this early. */
#define MOST_MONTHS 60
/* A lead goes to the working day before: longer than any holiday. */
#define SLACK_DAYS 31

/* What an office settled about renewals. */
typedef struct
{
  int begin, decide; /* months before the end; 0: nobody says */
  KxSource source;   /* of who says */
} Leads;

/* How far the renewal of an agreement is; the codes of the statement below. */
typedef enum
{
  UNTOUCHED,
  BEGUN,
  REFUSED
} Stage;

typedef struct
{
  char *id, *agency, *office; /* owned */
  KxDate ends, begin, decide; /* begin, decide: none where nobody settled it */
  KxDate key;                 /* what is to be done next */
  Stage stage;
  KxSource source;
} Ending;

static void
free_ending (gpointer data)
{
  Ending *ending = data;

  g_free (ending->id);
  g_free (ending->agency);
  g_free (ending->office);
  g_free (ending);
}

static int
months_of (const KxPolicy *policy, KxPolicyKey key)
{
  gint64 months;

  return kx_policy_integer (policy, key, &months) ? (int) CLAMP (months, 0, MOST_MONTHS) : 0;
}

/* Borrowed from `known`. Where packs cannot be read nobody says anything. */
static const Leads *
get_leads (const KxTodoFinding *finding, KxReader *reader, GHashTable *known, const char *office)
{
  Leads *leads = g_hash_table_lookup (known, office);
  g_autoptr (KxPolicy) policy = NULL;

  if (leads != NULL)
    return leads;
  leads = g_new0 (Leads, 1);
  g_hash_table_insert (known, g_strdup (office), leads);
  if (kx_policy_read (reader, office, finding->question->today, &policy) != KX_KNOWN)
    return leads;
  leads->begin = months_of (policy, KX_POLICY_renewal_notice_months);
  leads->decide = months_of (policy, KX_POLICY_renewal_decision_months);
  leads->source = kx_policy_get (policy, leads->begin != 0 ? KX_POLICY_renewal_notice_months
                                                           : KX_POLICY_renewal_decision_months)
                      ->cite.source;
  return leads;
}

/* The day of what is to be done next: a step that was taken has no day any more. */
static KxDate
key_of (const Ending *ending)
{
  if (ending->stage == UNTOUCHED && ending->begin.ymd != 0)
    return ending->begin;
  return ending->stage != REFUSED && ending->decide.ymd != 0 ? ending->decide : ending->ends;
}

static Ending *
read_ending (const KxTodoFinding *finding, const Leads *leads, KxDbRows *rows)
{
  Ending *ending = g_new0 (Ending, 1);
  const KxCalendar *own;

  ending->id = g_strdup (kx_db_rows_text (rows, 0));
  ending->agency = g_strdup (kx_db_rows_text (rows, 1));
  ending->office = g_strdup (kx_db_rows_text (rows, 2));
  ending->ends.ymd = (int) kx_db_rows_integer (rows, 3);
  ending->stage = (Stage) kx_db_rows_integer (rows, 4);
  ending->source = leads->source;
  own = g_hash_table_lookup (finding->calendars, ending->office);
  own = own != NULL ? own : finding->national;
  if (leads->begin != 0)
    ending->begin = kx_renewal_lead (own, ending->ends, leads->begin);
  if (leads->decide != 0)
    ending->decide = kx_renewal_lead (own, ending->ends, leads->decide);
  ending->key = key_of (ending);
  return ending;
}

static gint
compare_endings (gconstpointer a, gconstpointer b)
{
  const Ending *one = *(Ending *const *) a, *two = *(Ending *const *) b;

  return one->key.ymd != two->key.ymd ? one->key.ymd - two->key.ymd : strcmp (one->id, two->id);
}

/* Those that end before `before`, by what is to be done next; one that another follows has been seen to. */
static GPtrArray *
list_endings (KxTodoFinding *finding, KxDate before, GError **error)
{
  g_autoptr (GPtrArray) endings = g_ptr_array_new_with_free_func (free_ending);
  g_autoptr (GHashTable) leads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KxReader) reader = kx_row_reader_new (finding->book);
  KxTodoText text = kx_todo_text_begin (
      "SELECT g.id, a.name, g.office, g.ends_on, CASE WHEN g.not_renewed_on IS NOT NULL THEN 2 WHEN EXISTS "
      "(SELECT 1 FROM agreement n WHERE n.previous = g.id AND n.deleted_at = 0 AND n.state IN ('draft', "
      "'in_review')) THEN 1 ELSE 0 END FROM agreement g CROSS JOIN agency a WHERE a.id = g.agency AND "
      "g.deleted_at = 0 AND g.state = 'signed' AND NOT EXISTS (SELECT 1 FROM agreement n WHERE n.previous = "
      "g.id AND n.deleted_at = 0 AND n.state IN ('approved', 'agency_signed', 'signed')) AND ");
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;

  kx_list_append_scope (&kx_agreement_entity, finding->question->eyes, "g", text.sql, text.args, text.texts);
  g_string_append (text.sql, " AND g.ends_on < ");
  kx_todo_text_add_integer (&text, before.ymd);
  g_string_append_printf (text.sql, " ORDER BY g.ends_on, g.id LIMIT %d", KX_TODO_MOST_COUNTED + 1);
  rows = kx_todo_text_query (&text, finding, &local);
  while (rows != NULL && kx_db_rows_next (rows, &local))
    if (kx_date_is_valid ((KxDate){ (int) kx_db_rows_integer (rows, 3) }))
      g_ptr_array_add (
          endings,
          read_ending (finding, get_leads (finding, reader, leads, kx_db_rows_text (rows, 2)), rows));
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  g_ptr_array_sort (endings, compare_endings);
  return g_steal_pointer (&endings);
}

/* What is to be done, where the office settled when. */
static char *
dup_lead_text (const Ending *ending)
{
  g_autofree char *end = kx_date_format (ending->ends);
  g_autofree char *decide = ending->decide.ymd != 0 ? kx_date_format (ending->decide) : NULL;

  if (ending->stage == BEGUN)
    return kx_display_fill (N_ ("The agreement ends on {end}: decide on its renewal, and tell the agency"),
                            "end", end, NULL);
  if (decide != NULL && ending->begin.ymd != 0)
    return kx_display_fill (
        N_ ("The agreement ends on {end}: begin its renewal, which is to be decided by {day}"), "end", end,
        "day", decide, NULL);
  if (decide != NULL)
    return kx_display_fill (
        N_ ("The agreement ends on {end}: decide whether it is renewed, and tell the agency"), "end", end,
        NULL);
  return kx_display_fill (N_ ("The agreement ends on {end}: begin its renewal, or tell the agency"), "end",
                          end, NULL);
}

static void
word (KxTodo *todo, const Ending *ending, KxDate today)
{
  gboolean over = ending->ends.ymd < today.ymd, lead = ending->key.ymd != ending->ends.ymd && !over;

  if (lead)
    todo->text = dup_lead_text (ending);
  else if (over)
    todo->text = g_strdup (_ ("The term of the agreement is over: enter how it goes on, or its end"));
  else if (ending->stage == REFUSED)
    todo->text = g_strdup (
        _ ("The agreement ends and is not renewed: see that patients, settlement and plaque are seen to"));
  else if (ending->stage == BEGUN)
    todo->text = g_strdup (_ ("The agreement ends: have the one that follows approved and signed"));
  else
    todo->text = g_strdup (_ ("The agreement ends: prepare its renewal, or tell the agency"));
  todo->why =
      g_strdup (lead ? _ ("So long before the end, as it is now, the office begins a renewal or decides "
                          "on it")
                     : _ ("The term stands in the agreement; none is renewed by itself"));
  todo->cite.source = lead && ending->source != KX_SOURCE_NONE ? ending->source : KX_SOURCE_CLAUSE;
}

/* The group of the day; FALSE: it is too far away. */
static gboolean
find_group (const KxTodoSpan spans[KX_TODO_N_GROUPS], KxDate day, KxTodoGroup *ret_group)
{
  for (guint i = 0; i < KX_TODO_N_GROUPS; i++)
    if (day.ymd >= spans[i].from.ymd && day.ymd < spans[i].before.ymd)
      {
        *ret_group = spans[i].group;
        return TRUE;
      }
  return FALSE;
}

static void
add_ending (KxTodoFinding *finding, const Ending *ending, KxDate key, KxTodoGroup group, guint *n)
{
  KxTodo *todo;

  if (group != KX_TODO_SOON)
    finding->on_agreements++;
  if ((*n)++ >= KX_TODO_MOST)
    {
      finding->counts[group]++;
      return;
    }
  todo = kx_todo_finding_add (finding, KX_TODO_AGREEMENT_END, group, ending->id);
  todo->entity = &kx_agreement_entity;
  todo->page = "agreements";
  todo->id = g_strdup (ending->id);
  todo->subject = g_strdup (ending->agency);
  kx_todo_finding_set_date (finding, todo, key, ending->office);
  word (todo, ending, finding->question->today);
}

gboolean
kx_todo_find_renewals (KxTodoFinding *finding, GError **error)
{
  KxDate today = finding->question->today;
  KxTodoSpan spans[KX_TODO_N_GROUPS];
  guint n[KX_TODO_N_GROUPS] = { 0 };
  g_autoptr (GPtrArray) endings = NULL;
  KxDate before;

  kx_todo_finding_list_spans (finding, spans);
  before = kx_date_add_days (kx_date_add_months (spans[KX_TODO_SOON].before, MOST_MONTHS), SLACK_DAYS);
  endings = list_endings (finding, before, error);
  for (guint i = 0; endings != NULL && i < endings->len; i++)
    {
      const Ending *ending = endings->pdata[i];
      /* What is over is not begun any more: its end counts. */
      KxDate key = ending->ends.ymd < today.ymd ? ending->ends : ending->key;
      KxTodoGroup group;

      if (find_group (spans, key, &group))
        add_ending (finding, ending, key, group, &n[group]);
    }
  return endings != NULL;
}
