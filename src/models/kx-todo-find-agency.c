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

static void
word_licence (KxTodo *todo)
{
  gboolean over = todo->group == KX_TODO_OVERDUE;

  todo->text = g_strdup (over ? _ ("The practice licence has run out: ask for the new one")
                              : _ ("The practice licence runs out: ask for the renewed one"));
  todo->why = g_strdup (over ? _ ("The last day entered for the licence has passed")
                             : _ ("The program reminds of the last day of a licence sixty days before"));
}

static void
word_credential (KxTodo *todo, const char *kind)
{
  const KxField *field = &kx_credential_entity.fields[kx_credential_f_kind];
  int code = kind != NULL ? kx_field_code (field, kind, strlen (kind)) : -1;
  gboolean over = todo->group == KX_TODO_OVERDUE;
  const char *label = code >= 0 ? kx_display_code (field, code) : _ ("Credential");

  todo->text =
      over ? kx_display_fill (N_ ("{credential} has run out: ask for the new one"), "credential", label, NULL)
           : kx_display_fill (N_ ("{credential} runs out: ask for the renewed one"), "credential", label,
                              NULL);
  todo->why =
      g_strdup (over ? _ ("The last day entered for the credential has passed, and none of its kind holds on")
                     : _ ("The program reminds of the last day of a credential sixty days before"));
}

/* Agencies that are closed need no licence. */
#define OPERATING " AND (a.status IS NULL OR a.status <> 'closed')"

static void
begin_licences (KxTodoText *text, const KxTodoFinding *finding, const KxTodoSpan *span)
{
  *text =
      kx_todo_text_begin ("SELECT a.id, a.name, a.office, a.licence_valid_to, NULL, a.id FROM agency a WHERE "
                          "a.licence_valid_to >= ");
  kx_todo_text_add_integer (text, span->from.ymd);
  g_string_append (text->sql, " AND a.licence_valid_to < ");
  kx_todo_text_add_integer (text, span->before.ymd);
  g_string_append (text->sql, OPERATING);
  kx_todo_text_add_agency (text, finding);
  g_string_append (text->sql, " ORDER BY a.licence_valid_to");
}

/* A credential that was renewed, or that the agency's own line tells of, is nothing to do. */
static void
begin_credentials (KxTodoText *text, const KxTodoFinding *finding, const KxTodoSpan *span)
{
  *text = kx_todo_text_begin (
      "SELECT c.id, a.name, a.office, c.valid_to, c.kind, a.id FROM credential c CROSS JOIN "
      "agency a WHERE a.id = c.agency AND c.deleted_at = 0 AND c.valid_to >= ");
  kx_todo_text_add_integer (text, span->from.ymd);
  g_string_append (text->sql, " AND c.valid_to < ");
  kx_todo_text_add_integer (text, span->before.ymd);
  g_string_append (
      text->sql,
      " AND (c.kind <> 'practice_licence' OR a.licence_valid_to IS NULL) AND NOT EXISTS (SELECT 1 FROM "
      "credential n WHERE n.agency = c.agency AND n.kind = c.kind AND n.deleted_at = 0 AND (n.no_end = 1 "
      "OR n.valid_to > c.valid_to))" OPERATING);
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
      todo = kx_todo_finding_add (finding, kind, group, kx_db_rows_text (rows, 0));
      set_target (todo, kx_db_rows_text (rows, 5), kx_db_rows_text (rows, 1));
      kx_todo_finding_set_date (finding, todo, (KxDate){ (int) kx_db_rows_integer (rows, 3) },
                                kx_db_rows_text (rows, 2));
      if (kind == KX_TODO_LICENCE)
        word_licence (todo);
      else
        word_credential (todo, kx_db_rows_text (rows, 4));
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
