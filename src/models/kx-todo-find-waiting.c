/* What waits for somebody around admissions and agreements: calls that close, requests to the body above,
 * approval slips, letters and their numbers, changes that were reported. */
#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-letter-series.h"
#include "core/entities/kx-upward.h"
#include "models/kx-display.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

/* Fills in the rest of a to-do from the row. */
typedef void (*Word) (KxTodoFinding *finding, KxTodo *todo, const KxRecord *row);

typedef struct
{
  const KxEntity *entity;
  const char *condition; /* over the row `g`, up to a day that has to have come: today follows */
  const char *page;
  KxTodoKind kind;
  KxTodoGroup group;
  int agency; /* the field that refers to the agency; -1: the row's own title says what it is about */
  Word word;
} Waiting;

static void
word_round (KxTodoFinding *finding, KxTodo *todo, const KxRecord *row)
{
  KxDate closes = kx_record_get (row, kx_admission_round_f_closes_on).DATE;
  gboolean over = closes.ymd < finding->question->today.ymd;

  kx_todo_finding_set_date (finding, todo, closes, kx_record_get (row, kx_admission_round_f_office).REF);
  todo->text = g_strdup (over ? _ ("The call has closed: rank its applications")
                              : _ ("The call closes today: enter what comes in"));
  todo->why = g_strdup (_ ("The closing day stands in the call; places are given by ranking after it"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

/* `words` with {date}, the day that stands in the field. */
static char *
fill_date (const char *words, const KxRecord *row, guint field)
{
  g_autofree char *date = kx_display_field (row, field);

  return kx_display_fill (words, "date", date, NULL);
}

static void
word_upward (KxTodoFinding *finding, KxTodo *todo, const KxRecord *row)
{
  todo->text = fill_date (N_ ("The request of {date} is not answered: ask, or enter the answer"), row,
                          kx_upward_f_sent_on);
  todo->why = g_strdup (_ ("No term runs for an answer from above: this line keeps it from being forgotten"));
}

static void
word_sent (KxTodoFinding *finding, KxTodo *todo, const KxRecord *row)
{
  todo->text = fill_date (N_ ("The approval slip of {date} is not answered: ask, or enter the answer"), row,
                          kx_approval_f_sent_on);
  todo->why = g_strdup (_ ("The step that it asks for cannot be taken before the superior answers"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
word_answered (KxTodoFinding *finding, KxTodo *todo, const KxRecord *row)
{
  todo->text = g_strdup (_ ("Confirm the answer on the approval slip"));
  todo->why = g_strdup (_ ("Another officer than the one who entered it compares it with the scan"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
word_letter (KxTodoFinding *finding, KxTodo *todo, const KxRecord *row)
{
  todo->text = fill_date (N_ ("The letter of {date} is not served: serve it, and enter the proof"), row,
                          kx_letter_f_dated_on);
  todo->why = g_strdup (_ ("Terms start by service alone; what was merely sent starts none"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static void
word_series (KxTodoFinding *finding, KxTodo *todo, const KxRecord *row)
{
  todo->text = g_strdup (_ ("Look for the last number on paper, and confirm it"));
  todo->why = g_strdup (_ ("The series gives no numbers until then: some may stand on paper alone"));
  todo->cite.source = KX_SOURCE_PROGRAM;
}

static void
word_change (KxTodoFinding *finding, KxTodo *todo, const KxRecord *row)
{
  g_autofree char *field = kx_display_field (row, kx_change_case_f_field);
  gboolean later = kx_record_has (row, kx_change_case_f_needs_assessment);

  todo->text =
      later ? kx_display_fill (N_ ("Decide on the change that was put off: {field}"), "field", field, NULL)
            : kx_display_fill (N_ ("Decide whether the change needs an assessment: {field}"), "field", field,
                               NULL);
  todo->why =
      g_strdup (_ ("A change of this kind in an agency with an agreement may ask for a new assessment"));
  todo->cite.source = KX_SOURCE_OFFICE;
}

static const Waiting finds[] = {
  { &kx_admission_round_entity, "g.state = 'announced' AND g.closes_on <= ", "rounds", KX_TODO_ROUND,
    KX_TODO_WEEK, -1, word_round },
  { &kx_upward_entity, "g.kind = 'request' AND g.result = 'pending' AND g.sent_on <= ", "upwards",
    KX_TODO_UPWARD, KX_TODO_SOON, -1, word_upward },
  { &kx_approval_entity, "g.state = 'sent' AND g.sent_on <= ", "agreements", KX_TODO_SLIP, KX_TODO_SOON, -1,
    word_sent },
  { &kx_approval_entity, "g.state = 'answered' AND g.answered_on <= ", "agreements", KX_TODO_SLIP,
    KX_TODO_WEEK, -1, word_answered },
  { &kx_letter_entity,
    "g.state = 'issued' AND g.served_on IS NULL AND g.kind NOT IN ('agreement', 'supplement', 'receipt') AND "
    "g.dated_on <= ",
    "letters", KX_TODO_LETTER, KX_TODO_SOON, kx_letter_f_agency, word_letter },
  { &kx_letter_series_entity, "g.state = 'closed' AND g.year * 10000 <= ", "letter-series", KX_TODO_SERIES,
    KX_TODO_WEEK, -1, word_series },
  { &kx_change_case_entity,
    "g.state = 'reported' AND g.needs_assessment IS NULL AND coalesce(g.reported_on, 0) <= ", "agencies",
    KX_TODO_CHANGE, KX_TODO_WEEK, kx_change_case_f_agency, word_change },
  { &kx_change_case_entity,
    "g.state = 'reported' AND g.needs_assessment = 'later' AND coalesce(g.reported_on, 0) <= ", "agencies",
    KX_TODO_CHANGE, KX_TODO_SOON, kx_change_case_f_agency, word_change },
};

/* Rows `g` of the entity that those who ask may see; each condition ends with today. */
static KxTodoText
begin (const KxTodoFinding *finding, const Waiting *waiting)
{
  g_autofree char *columns = kx_row_columns (waiting->entity, "g");
  KxTodoText text = kx_todo_text_begin ("SELECT ");

  if (waiting->agency >= 0)
    g_string_append_printf (text.sql, "a.name, %s FROM %s g CROSS JOIN agency a WHERE a.id = g.\"%s\" AND ",
                            columns, waiting->entity->name, waiting->entity->fields[waiting->agency].name);
  else
    g_string_append_printf (text.sql, "NULL, %s FROM %s g WHERE ", columns, waiting->entity->name);
  g_string_append_printf (text.sql, "g.deleted_at = 0 AND %s", waiting->condition);
  kx_todo_text_add_integer (&text, finding->question->today.ymd);
  g_string_append (text.sql, " AND ");
  kx_list_append_scope (waiting->entity, finding->question->eyes, "g", text.sql, text.args, text.texts);
  g_string_append_printf (text.sql, " ORDER BY g.id LIMIT %d", KX_TODO_MOST_COUNTED + 1);
  return text;
}

static gboolean
find_one (KxTodoFinding *finding, const Waiting *waiting, GError **error)
{
  KxTodoText text = begin (finding, waiting);
  g_autoptr (KxDbRows) rows = kx_todo_text_query (&text, finding, error);
  gboolean asked = rows != NULL;
  guint n[KX_TODO_N_GROUPS] = { 0 };
  GError *local = NULL;

  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      const char *agency = kx_db_rows_text (rows, 0);
      g_autoptr (KxRecord) row = kx_row_read (waiting->entity, rows, 1);
      KxTodo *todo = kx_todo_finding_add_row (finding, waiting->kind, waiting->group, waiting->entity,
                                              row->id, waiting->page, n);

      if (todo == NULL)
        continue;
      todo->subject = agency != NULL ? g_strdup (agency) : kx_display_title (row);
      waiting->word (finding, todo, row);
    }
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  return asked && kx_todo_end (local, error);
}

gboolean
kx_todo_find_waiting (KxTodoFinding *finding, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (finds); i++)
    if (!find_one (finding, &finds[i], error))
      return FALSE;
  return TRUE;
}
