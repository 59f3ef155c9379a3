/* What is to be done about agencies: licences and credentials that run out, facts that are missing, records
 * that may be one institution. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-credential.h"
#include "models/kx-display.h"
#include "models/kx-todo-find-private.h"
#include "store/kx-ddl.h"
#include "sync/kx-gettext.h"

#include <string.h>

static void
set_target (KxTodo *todo, const char *id, const char *name)
{
  todo->entity = &kx_agency_entity;
  todo->id = g_strdup (id);
  todo->subject = g_strdup (name);
}

/* The columns of both statements. */
enum
{
  ROW,
  AGENCY,
  OFFICE,
  DAY,
  AGENCY_ID,
  OTHER_DAY, /* of the same licence, in the other place where it stands: later, LASTING, or none */
  KIND,
  NUMBER
};

/* A licence without end, as a day. */
#define LASTING 99991231

/* "" where the licence stands in one place, or the same day in both. */
static char *
dup_doubt (KxDbRows *rows, const char *later, const char *lasting)
{
  KxDate day = { (int) kx_db_rows_integer (rows, OTHER_DAY) };
  g_autofree char *other = day.ymd != 0 && day.ymd != LASTING ? kx_display_date (day) : NULL;

  if (kx_db_rows_is_null (rows, OTHER_DAY) || day.ymd == kx_db_rows_integer (rows, DAY))
    return g_strdup ("");
  return other != NULL ? kx_display_fill (later, "date", other, NULL) : g_strdup (_ (lasting));
}

static char *
join_why (const char *reason, const char *doubt)
{
  return g_strconcat (reason, *doubt != '\0' ? "\n" : "", doubt, NULL);
}

static void
word_licence (KxTodo *todo, KxDbRows *rows)
{
  gboolean over = todo->group == KX_TODO_OVERDUE;
  g_autofree char *doubt =
      dup_doubt (rows, N_ ("Among the credentials it holds until {date}: correct whichever is not right"),
                 N_ ("Among the credentials it is without end: correct whichever is not right"));

  todo->text = g_strdup (over ? _ ("The practice licence has run out: ask for the new one")
                              : _ ("The practice licence runs out: ask for the renewed one"));
  todo->why = join_why (over ? _ ("The last day entered for the licence has passed")
                             : _ ("The program reminds of the last day of a licence sixty days before"),
                        doubt);
}

/* What it is, and its number. */
static char *
dup_credential (KxDbRows *rows)
{
  const KxField *field = &kx_credential_entity.fields[kx_credential_f_kind];
  const char *kind = kx_db_rows_text (rows, KIND), *number = kx_db_rows_text (rows, NUMBER);
  int code = kind != NULL ? kx_field_code (field, kind, strlen (kind)) : -1;
  const char *label = code >= 0 ? kx_display_code (field, code) : _ ("Credential");

  return number != NULL ? g_strdup_printf ("%s · %s", label, number) : g_strdup (label);
}

static void
word_credential (KxTodo *todo, KxDbRows *rows)
{
  gboolean over = todo->group == KX_TODO_OVERDUE;
  g_autofree char *name = dup_credential (rows);
  g_autofree char *doubt =
      dup_doubt (rows, N_ ("In the file of the agency it holds until {date}: correct whichever is not right"),
                 N_ ("In the file of the agency it is without end: correct whichever is not right"));

  todo->text =
      over
          ? kx_display_fill (N_ ("{credential} has run out: ask for the new one"), "credential", name, NULL)
          : kx_display_fill (N_ ("{credential} runs out: ask for the renewed one"), "credential", name, NULL);
  todo->why =
      join_why (over ? _ ("The last day entered for the credential has passed, and none of its kind holds on")
                     : _ ("The program reminds of the last day of a credential sixty days before"),
                doubt);
}

/* Agencies that are closed need no licence. */
#define OPERATING " AND (a.status IS NULL OR a.status <> 'closed')"

/* Credential `c` was not renewed: none of its kind holds longer, and of two that hold as long one is told. */
#define NOT_RENEWED                                                                                          \
  "c.deleted_at = 0 AND NOT EXISTS (SELECT 1 FROM credential n WHERE n.agency = c.agency AND n.kind = "      \
  "c.kind AND n.deleted_at = 0 AND (n.no_end = 1 OR n.valid_to > c.valid_to OR (n.valid_to = c.valid_to "    \
  "AND n.id > c.id)))"

/* The practice licence stands with the agency and among its credentials. Where both give a day the earlier
 * one counts, since nobody knows which is right, and is told once. */
static void
begin_licences (KxTodoText *text, const KxTodoFinding *finding, const KxTodoSpan *span)
{
  *text = kx_todo_text_begin (
      "SELECT a.id, a.name, a.office, a.licence_valid_to, a.id, (SELECT max(CASE WHEN c.no_end = 1 "
      "THEN " G_STRINGIFY (
          LASTING) " ELSE c.valid_to END) FROM credential c WHERE c.agency = a.id AND c.kind = "
                   "'practice_licence' AND c.deleted_at = 0), NULL, NULL FROM agency a WHERE "
                   "a.licence_valid_to >= ");
  kx_todo_text_add_integer (text, span->from.ymd);
  g_string_append (text->sql, " AND a.licence_valid_to < ");
  kx_todo_text_add_integer (text, span->before.ymd);
  g_string_append (text->sql,
                   " AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.agency = a.id AND c.kind = "
                   "'practice_licence' AND c.valid_to < a.licence_valid_to AND " NOT_RENEWED ")" OPERATING);
  kx_todo_text_add_agency (text, finding);
  g_string_append (text->sql, " ORDER BY a.licence_valid_to");
}

static void
begin_credentials (KxTodoText *text, const KxTodoFinding *finding, const KxTodoSpan *span)
{
  *text = kx_todo_text_begin (
      "SELECT c.id, a.name, a.office, c.valid_to, a.id, CASE WHEN c.kind <> 'practice_licence' THEN NULL "
      "WHEN "
      "a.licence_no_end = 1 THEN " G_STRINGIFY (
          LASTING) " ELSE a.licence_valid_to END, c.kind, c.number FROM "
                   "credential c CROSS JOIN agency a WHERE a.id = c.agency AND c.valid_to >= ");
  kx_todo_text_add_integer (text, span->from.ymd);
  g_string_append (text->sql, " AND c.valid_to < ");
  kx_todo_text_add_integer (text, span->before.ymd);
  g_string_append (text->sql,
                   " AND (c.kind <> 'practice_licence' OR a.licence_valid_to IS NULL OR c.valid_to < "
                   "a.licence_valid_to) AND " NOT_RENEWED OPERATING);
  kx_todo_text_add_agency (text, finding);
  g_string_append (text->sql, " ORDER BY c.valid_to");
}

static gboolean
read_dated (KxTodoFinding *finding, KxTodoText *text, KxTodoKind kind, KxTodoGroup group, GError **error)
{
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;
  guint n = 0;

  g_string_append_printf (text->sql, " LIMIT %d", KX_TODO_MOST_COUNTED + 1);
  rows = kx_todo_text_query (text, finding, error);
  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    {
      KxTodo *todo;

      if (n++ >= KX_TODO_MOST)
        {
          finding->counts[group]++;
          continue;
        }
      todo = kx_todo_finding_add (finding, kind, group, kx_db_rows_text (rows, ROW));
      set_target (todo, kx_db_rows_text (rows, AGENCY_ID), kx_db_rows_text (rows, AGENCY));
      kx_todo_finding_set_date (finding, todo, (KxDate){ (int) kx_db_rows_integer (rows, DAY) },
                                kx_db_rows_text (rows, OFFICE));
      if (kind == KX_TODO_LICENCE)
        word_licence (todo, rows);
      else
        word_credential (todo, rows);
    }
  return kx_todo_end (local, error);
}

gboolean
kx_todo_find_dated (KxTodoFinding *finding, GError **error)
{
  KxTodoSpan spans[KX_TODO_N_GROUPS];

  kx_todo_finding_list_spans (finding, spans);
  for (guint i = 0; i < KX_TODO_N_GROUPS * 2; i++)
    {
      const KxTodoSpan *span = &spans[i / 2];
      KxTodoText text;
      gboolean read;

      if (i % 2 == 0)
        begin_licences (&text, finding, span);
      else
        begin_credentials (&text, finding, span);
      read =
          read_dated (finding, &text, i % 2 == 0 ? KX_TODO_LICENCE : KX_TODO_CREDENTIAL, span->group, error);
      kx_todo_text_end (&text);
      if (!read)
        return FALSE;
    }
  return TRUE;
}

/* What one agency lacks. */
typedef struct
{
  KxTodo *todo;      /* borrowed */
  GPtrArray *labels; /* (element-type utf8) owned */
} Lack;

static void
free_lack (gpointer data)
{
  g_ptr_array_unref (((Lack *) data)->labels);
  g_free (data);
}

/* The lack of an agency; NULL when there are enough lines. */
static Lack *
get_lack (KxTodoFinding *finding, GHashTable *lacks, KxDbRows *rows)
{
  const char *id = kx_db_rows_text (rows, 0);
  Lack *lack = g_hash_table_lookup (lacks, id);

  if (lack != NULL)
    return lack;
  if (g_hash_table_size (lacks) >= KX_TODO_MOST)
    {
      finding->counts[KX_TODO_SOON]++;
      return NULL;
    }
  lack = g_new0 (Lack, 1);
  lack->labels = g_ptr_array_new ();
  lack->todo = kx_todo_finding_add (finding, KX_TODO_MISSING, KX_TODO_SOON, id);
  set_target (lack->todo, id, kx_db_rows_text (rows, 1));
  g_hash_table_insert (lacks, g_strdup (id), lack);
  return lack;
}

/* Agencies for which `condition` holds. They lack the fields that the statement gives no value for; `label`
 * where it is one thing. */
static gboolean
find_lacking (KxTodoFinding *finding, GHashTable *lacks, const char *condition, const char *label,
              GError **error)
{
  KxTodoText text = kx_todo_text_begin ("SELECT a.id, a.name");
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;

  for (guint i = 0; i < kx_agency_n_fields; i++)
    if (kx_agency_entity.fields[i].flags & KX_WANTED)
      g_string_append_printf (text.sql, ", a.\"%s\"", kx_agency_entity.fields[i].name);
  g_string_append_printf (text.sql, " FROM agency a WHERE (%s)" OPERATING, condition);
  kx_todo_text_add_agency (&text, finding);
  g_string_append_printf (text.sql, " LIMIT %d", KX_TODO_MOST_COUNTED + 1);
  rows = kx_todo_text_query (&text, finding, error);
  while (rows != NULL && kx_db_rows_next (rows, &local))
    {
      Lack *lack = get_lack (finding, lacks, rows);
      int column = 2;

      if (lack != NULL && label != NULL)
        g_ptr_array_add (lack->labels, (gpointer) _ (label));
      for (guint i = 0; lack != NULL && label == NULL && i < kx_agency_n_fields; i++)
        if (kx_agency_entity.fields[i].flags & KX_WANTED)
          {
            if (kx_db_rows_is_null (rows, column))
              g_ptr_array_add (lack->labels, (gpointer) kx_display_label (&kx_agency_entity.fields[i]));
            column++;
          }
    }
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_todo_text_end (&text);
  return kx_todo_end (local, error) && (error == NULL || *error == NULL);
}

gboolean
kx_todo_find_missing (KxTodoFinding *finding, GError **error)
{
  g_autoptr (GHashTable) lacks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_lack);
  g_autofree char *wanting = kx_ddl_wanting (&kx_agency_entity);
  GHashTableIter iter;
  gpointer value;
  GError *local = NULL;

  if (!find_lacking (finding, lacks, "a.uscc IS NULL AND a.no_uscc_reason IS NULL",
                     N_ ("Unified social credit code"), &local) ||
      !find_lacking (finding, lacks,
                     "a.licence_valid_to IS NULL AND (a.licence_no_end IS NULL OR a.licence_no_end = 0)",
                     N_ ("Practice licence valid to"), &local) ||
      (wanting != NULL && !find_lacking (finding, lacks, wanting, NULL, &local)))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_hash_table_iter_init (&iter, lacks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Lack *lack = value;
      g_autofree char *labels = kx_display_join (lack->labels);

      lack->todo->text = kx_display_fill (N_ ("Complete the record: {fields}"), "fields", labels, NULL);
      lack->todo->why = g_strdup (_ ("Lists, reports and checks need these facts of every agency"));
    }
  return TRUE;
}
