#include "exchange/kx-import-subject.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"
#include "core/kx-take-over.h"

#define SAME_NAMES 50
#define MOST_OF_ONE 1000 /* records of one agency */

static int
paper_state (const char *entity)
{
  return g_str_equal (entity, "agreement")       ? kx_agreement_state_signed
         : g_str_equal (entity, "rectification") ? kx_rectification_state_issued
                                                 : kx_exit_case_state_running;
}

KxImportSubject
kx_import_subject (const KxEntity *entity)
{
  static const char *const on_paper[] = { "agreement", "rectification", "exit_case", NULL };
  KxImportSubject subject = { .entity = entity, .agency = -1, .kind = -1, .made = -1, .start = -1 };

  subject.former_names = g_str_equal (entity->name, "agency");
  subject.takes_over = g_strv_contains (on_paper, entity->name);
  if (!subject.takes_over)
    return subject;
  subject.agency = kx_entity_field (entity, "agency");
  subject.state = paper_state (entity->name);
  subject.states = kx_take_over_states (entity);
  subject.kind = kx_entity_field (entity, "kind");
  subject.kind_code = kx_agreement_kind_rehabilitation;
  subject.start = kx_entity_field (entity, "starts_on");
  if (g_str_equal (entity->name, "agreement"))
    {
      subject.made = kx_agreement_state_draft;
      subject.states |= 1u << subject.made;
    }
  return subject;
}

static KxAnswer
list_equal (KxReader *reader, const KxEntity *entity, const char *office, guint field, const char *text,
            GPtrArray **ret_rows)
{
  KxQuery query = { .entity = entity, .n_terms = 2 };

  query.terms[0] = (KxTerm){ .field = field, .value.TEXT = text };
  query.terms[1] = (KxTerm){ .field = kx_agency_f_office, .value.REF = office };
  return kx_reader_list (reader, &query, SAME_NAMES, ret_rows);
}

/* Adds the records that stay to the set. */
static KxAnswer
add_found (KxReader *reader, const KxEntity *entity, const char *office, guint field, const char *text,
           GHashTable *ids)
{
  g_autoptr (GPtrArray) rows = NULL;
  KxAnswer answer = list_equal (reader, entity, office, field, text, &rows);

  for (guint i = 0; answer == KX_KNOWN && i < rows->len; i++)
    {
      const char *stays = kx_record_get (rows->pdata[i], kx_agency_f_alias_of).REF;

      g_hash_table_add (ids, g_strdup (stays != NULL ? stays : ((KxRecord *) rows->pdata[i])->id));
    }
  return answer;
}

KxImportAgencyAnswer
kx_import_find_agency (KxReader *reader, const KxSchema *schema, const char *office,
                       const KxImportAgencyKey *key, char **ret_id)
{
  const KxEntity *entity = kx_schema_entity (schema, kx_agency_entity.name);
  const struct
  {
    guint field;
    const char *text;
  } tries[] = { { kx_agency_f_uscc, key->code },
                { kx_agency_f_name, key->name },
                { kx_agency_f_short_name, key->name } };
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < G_N_ELEMENTS (tries) && g_hash_table_size (ids) == 0; i++)
    if (tries[i].text != NULL &&
        add_found (reader, entity, office, tries[i].field, tries[i].text, ids) != KX_KNOWN)
      return KX_IMPORT_AGENCY_BROKEN;
  if (g_hash_table_size (ids) != 1)
    return g_hash_table_size (ids) == 0 ? KX_IMPORT_AGENCY_UNKNOWN : KX_IMPORT_AGENCY_SEVERAL;
  g_hash_table_iter_init (&iter, ids);
  g_hash_table_iter_next (&iter, &id, NULL);
  *ret_id = g_strdup (id);
  return KX_IMPORT_AGENCY_FOUND;
}

/* Whether no number and no first day says that the row is another one. */
static gboolean
may_be (const KxImportSubject *subject, const KxRecord *fields, const KxRecord *record)
{
  guint number = (guint) kx_entity_flagged (subject->entity, KX_UNIQUE), start = (guint) subject->start;
  gboolean both_start = subject->start >= 0 && kx_record_has (fields, start) && kx_record_has (record, start);

  if (both_start && !kx_record_same (fields, record, start))
    return FALSE;
  return !kx_record_has (record, number) || (both_start && !kx_record_has (fields, number));
}

KxAnswer
kx_import_find_numberless (KxReader *reader, const KxImportSubject *subject, const char *office,
                           const KxRecord *fields, KxRecord **ret_record)
{
  KxQuery query = { .entity = subject->entity, .n_terms = 2 };
  g_autoptr (GPtrArray) rows = NULL;
  KxRecord *found = NULL;
  KxAnswer answer;
  guint n = 0;

  query.terms[0] =
      (KxTerm){ .field = (guint) kx_entity_flagged (subject->entity, KX_OFFICE), .value.REF = office };
  query.terms[1] =
      (KxTerm){ .field = (guint) subject->agency, .value = kx_record_get (fields, (guint) subject->agency) };
  if (subject->kind >= 0)
    query.terms[query.n_terms++] =
        (KxTerm){ .field = (guint) subject->kind, .value = kx_record_get (fields, (guint) subject->kind) };
  *ret_record = NULL;
  answer = kx_reader_list (reader, &query, MOST_OF_ONE, &rows);
  for (guint i = 0; answer == KX_KNOWN && i < rows->len; i++)
    if (may_be (subject, fields, rows->pdata[i]))
      {
        found = rows->pdata[i];
        n++;
      }
  if (n == 1)
    *ret_record = kx_record_copy (found);
  return answer;
}
