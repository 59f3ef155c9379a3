#include "exchange/kx-import-step.h"

#include "core/entities/kx-former-name.h"
#include "core/kx-area-table.h"
#include "core/kx-check.h"
#include "core/kx-crypto.h"
#include "core/kx-take-over.h"
#include "exchange/kx-import-overlay.h"
#include "exchange/kx-import-subject.h"
#include "store/kx-apply.h"
#include "store/kx-row.h"

#include <string.h>

#define SAME_NAMES 50

/* One row on its way. */
typedef struct
{
  KxImportPass *pass;
  const KxImportPlace *place;
  KxImportRow *row;
  KxRecord *existing;     /* owned; NULL: a new row */
  GPtrArray *ops;         /* (element-type KxOp) owned */
  GPtrArray *differences; /* (element-type KxImportDifference) owned */
  KxImportSubject subject;
  char id[KX_UUID_TEXT_SIZE];
} Step;

static void
step_clear (Step *step)
{
  g_clear_pointer (&step->existing, kx_record_free);
  g_clear_pointer (&step->ops, g_ptr_array_unref);
  g_clear_pointer (&step->differences, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Step, step_clear)

void
kx_import_pass_init (KxImportPass *self)
{
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->matched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
kx_import_pass_clear (KxImportPass *self)
{
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->matched, g_hash_table_unref);
}

static KxFinding *
refuse (Step *step, const char *code, int field, const char *message)
{
  const char *name = field >= 0 ? step->pass->entity->fields[field].name : NULL;
  KxFinding *finding = kx_finding_new (KX_FAILS, code, name, message);

  kx_import_row_add_finding (step->row, step->pass->table, finding);
  return finding;
}

static gboolean
fail_reader (GError **error)
{
  g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "The store gave no answer");
  return FALSE;
}

/* An id that is the same whenever this row of this import is handled. */
static void
make_id (const Step *step, const char *what, guint n, char ret_id[KX_UUID_TEXT_SIZE])
{
  g_autofree char *row = g_strdup_printf ("%u %u", step->row->number, n);
  const char *parts[] = { step->pass->import, row, what };

  kx_uuid_v8 (parts, G_N_ELEMENTS (parts), ret_id);
}

static int
find_area_field (const KxEntity *entity)
{
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].format == KX_FORMAT_AREA)
      return (int) i;
  return -1;
}

/* What makes a row of the file the same as another: the code, else the name and where it is. */
static char *
make_key (const KxEntity *entity, const KxRecord *fields, int *ret_field)
{
  int unique = kx_entity_flagged (entity, KX_UNIQUE), title = kx_entity_flagged (entity, KX_TITLE);
  int area = find_area_field (entity);
  const char *where = area >= 0 ? kx_record_get (fields, (guint) area).TEXT : NULL;

  *ret_field = unique;
  if (unique >= 0 && kx_record_has (fields, (guint) unique))
    return g_strconcat ("code\n", kx_record_get (fields, (guint) unique).TEXT, NULL);
  *ret_field = title;
  if (title >= 0 && kx_record_has (fields, (guint) title))
    return g_strconcat ("name\n", kx_record_get (fields, (guint) title).TEXT, "\n", where, NULL);
  return NULL;
}

/* The second row with the same key is refused and told which was the first. */
static void
check_double (Step *step)
{
  const KxEntity *entity = step->pass->entity;
  int field = -1;
  g_autofree char *key = make_key (entity, step->row->fields, &field);
  guint first;

  if (key == NULL)
    return;
  first = GPOINTER_TO_UINT (g_hash_table_lookup (step->pass->keys, key));
  if (first == 0)
    g_hash_table_insert (step->pass->keys, g_steal_pointer (&key), GUINT_TO_POINTER (step->row->number));
  else
    kx_finding_arg_int (
        refuse (step, "double-row", field, N_ ("Row {row} of this file has the same value already")), "row",
        first);
}

static gboolean
list_equal (Step *step, int field, guint limit, GPtrArray **ret_rows, GError **error)
{
  const KxEntity *entity = step->pass->entity;
  KxQuery query = { .entity = entity, .n_terms = 2 };

  query.terms[0] =
      (KxTerm){ .field = (guint) field, .value.TEXT = kx_record_get (step->row->fields, (guint) field).TEXT };
  query.terms[1] =
      (KxTerm){ .field = (guint) kx_entity_flagged (entity, KX_OFFICE), .value.REF = step->pass->office };
  return kx_reader_list (step->place->reader, &query, limit, ret_rows) == KX_KNOWN || fail_reader (error);
}

/* Of rows of the same name: not one with another code, nor one elsewhere. */
static gboolean
may_be (Step *step, const KxRecord *record)
{
  int unique = kx_entity_flagged (step->pass->entity, KX_UNIQUE), area = find_area_field (step->pass->entity);
  const KxRecord *fields = step->row->fields;

  if (unique >= 0 && kx_record_has (fields, (guint) unique) && kx_record_has (record, (guint) unique))
    return FALSE;
  return area < 0 || !kx_record_has (fields, (guint) area) || !kx_record_has (record, (guint) area) ||
         kx_record_same (fields, record, (guint) area);
}

/* The row of the store that this row of the file is: by its code, else by its name. */
static gboolean
find_existing (Step *step, GError **error)
{
  int unique = kx_entity_flagged (step->pass->entity, KX_UNIQUE),
      title = kx_entity_flagged (step->pass->entity, KX_TITLE);
  g_autoptr (GPtrArray) rows = NULL, named = NULL;
  const KxRecord *found = NULL;
  guint n = 0;

  if (unique >= 0 && kx_record_has (step->row->fields, (guint) unique))
    {
      if (!list_equal (step, unique, 1, &rows, error))
        return FALSE;
      found = rows->len > 0 ? rows->pdata[0] : NULL;
    }
  if (found == NULL && title >= 0 && kx_record_has (step->row->fields, (guint) title))
    {
      if (!list_equal (step, title, SAME_NAMES, &named, error))
        return FALSE;
      for (guint i = 0; i < named->len; i++)
        if (may_be (step, named->pdata[i]))
          {
            found = named->pdata[i];
            n++;
          }
    }
  if (n > 1)
    refuse (step, "ambiguous-name", title,
            N_ ("Several files of this office have this name: give the code as well"));
  else if (found != NULL)
    step->existing = kx_record_copy (found);
  return TRUE;
}

/* What runs on paper names its agency; a row without a number is known by it. */
static gboolean
find_on_paper (Step *step, GError **error)
{
  KxImportAgencyKey key = { step->row->agency_code, step->row->agency_name };
  g_autofree char *id = NULL;
  KxImportAgencyAnswer answer =
      kx_import_find_agency (step->place->reader, step->pass->schema, step->pass->office, &key, &id);

  if (answer == KX_IMPORT_AGENCY_BROKEN)
    return fail_reader (error);
  if (answer == KX_IMPORT_AGENCY_FOUND)
    kx_record_put (step->row->fields, (guint) step->subject.agency, (KxValue){ .REF = id });
  else
    kx_finding_arg (refuse (step, "agency-unknown", step->subject.agency,
                            answer == KX_IMPORT_AGENCY_SEVERAL
                                ? N_ ("Several agencies of this office are called “{name}”: give the code")
                                : N_ ("This office has no agency “{name}”: enter the agency first")),
                    "name",
                    key.name != NULL   ? key.name
                    : key.code != NULL ? key.code
                                       : "");
  if (step->subject.kind >= 0 && !kx_record_has (step->row->fields, (guint) step->subject.kind))
    kx_record_put (step->row->fields, (guint) step->subject.kind,
                   (KxValue){ .CODE = step->subject.kind_code });
  if (answer == KX_IMPORT_AGENCY_FOUND && step->existing == NULL &&
      kx_import_find_numberless (step->place->reader, &step->subject, step->pass->office, step->row->fields,
                                 &step->existing) != KX_KNOWN)
    return fail_reader (error);
  return TRUE;
}

/* A roster may hold rows of other offices: a new agency out of the area is worth a look, unless the row says
 * itself that it lies there. */
static void
note_other_area (Step *step)
{
  int area = find_area_field (step->pass->entity), out = kx_entity_field (step->pass->entity, "out_of_area");
  const char *code = area >= 0 ? kx_record_get (step->row->fields, (guint) area).TEXT : NULL;
  KxFinding *finding;

  if (step->existing != NULL || code == NULL || kx_area_code_is_within (code, step->pass->area) ||
      (out >= 0 && kx_record_get (step->row->fields, (guint) out).BOOLEAN))
    return;
  finding = kx_finding_new (KX_WARNS, "other-area", step->pass->entity->fields[area].name,
                            N_ ("This belongs to another area: {area}"));
  kx_import_row_add_finding (step->row, step->pass->table, kx_finding_arg (finding, "area", code));
}

static void
check_matched (Step *step)
{
  guint first;

  if (step->existing == NULL)
    return;
  first = GPOINTER_TO_UINT (g_hash_table_lookup (step->pass->matched, step->existing->id));
  if (first == 0)
    g_hash_table_insert (step->pass->matched, g_strdup (step->existing->id),
                         GUINT_TO_POINTER (step->row->number));
  else if (first != step->row->number && !kx_import_row_is_refused (step->row))
    kx_finding_arg_int (refuse (step, "double-row", kx_entity_flagged (step->pass->entity, KX_TITLE),
                                step->subject.takes_over ? N_ ("Row {row} of this file is the same record")
                                                         : N_ ("Row {row} of this file is the same agency")),
                        "row", first);
}

static void
add_difference (Step *step, const KxField *field, char *old, char *new)
{
  KxImportDifference *difference = g_new (KxImportDifference, 1);

  *difference = (KxImportDifference){ field->name, field->label, old, new };
  g_ptr_array_add (step->differences, difference);
}

/* A sealed value is compared in the clear; its mask, as exports have it, says nothing new. */
static gboolean
is_same_sealed (Step *step, guint i, gboolean *ret_same, GError **error)
{
  const char *given = kx_record_get (step->row->fields, i).TEXT;
  g_autofree char *clear = NULL;
  GError *local = NULL;

  *ret_same = step->existing != NULL && kx_record_has (step->existing, i) &&
              g_str_equal (given, kx_record_get (step->existing, i).TEXT);
  if (*ret_same)
    return TRUE;
  if (strchr (given, '*') != NULL)
    {
      refuse (step, "mask", (int) i, N_ ("This is the mask, not the value"));
      return TRUE;
    }
  if (step->existing == NULL)
    return TRUE;
  if (step->place->book->vault == NULL)
    {
      /* Where the value itself is not kept, what is shown of it has to do. */
      g_autofree char *mask = kx_check_mask (&step->pass->entity->fields[i], given);

      *ret_same =
          kx_record_has (step->existing, i) && g_str_equal (mask, kx_record_get (step->existing, i).TEXT);
      return TRUE;
    }
  if (step->existing->seq == 0)
    return TRUE;
  clear = kx_row_unseal (step->place->book, step->pass->entity, step->existing->id, i, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *ret_same = g_strcmp0 (clear, given) == 0;
  return TRUE;
}

/* Nothing given where nothing, or "no", stood. */
static gboolean
is_same_plain (const Step *step, guint i)
{
  const KxField *field = &step->pass->entity->fields[i];

  if (!kx_record_has (step->row->fields, i) && field->kind == KX_BOOLEAN)
    return !kx_record_get (step->existing, i).BOOLEAN;
  return kx_record_same (step->existing, step->row->fields, i);
}

/* Whether fewer than half the characters of the shorter name occur in the longer: no renaming looks so, a
 * code under which another agency's row was typed does. */
static gboolean
is_other_name (const char *one, const char *two)
{
  const char *shorter = g_utf8_strlen (one, -1) <= g_utf8_strlen (two, -1) ? one : two;
  const char *longer = shorter == one ? two : one;
  glong shared = 0, n = 0;

  for (const char *p = shorter; *p != '\0'; p = g_utf8_next_char (p), n++)
    shared += g_utf8_strchr (longer, -1, g_utf8_get_char (p)) != NULL;
  return 2 * shared < n;
}

/* The code says it is the same agency, the name that it may be another: someone should look, or has to. */
static void
note_renamed (Step *step, guint i, const char *old, const char *new)
{
  gboolean other = is_other_name (old, new);
  KxFinding *finding =
      other ? kx_finding_new (KX_FAILS, "another-agency", step->pass->entity->fields[i].name,
                              N_ ("The code is that of “{old}”, and “{new}” is not like a new name of it"))
            : kx_finding_new (KX_WARNS, "renamed", step->pass->entity->fields[i].name,
                              N_ ("The code is that of “{old}”, which is renamed “{new}”"));

  kx_finding_arg (kx_finding_arg (finding, "old", old), "new", new);
  kx_import_row_add_finding (step->row, step->pass->table, finding);
}

static gboolean
compare_fields (Step *step, KxRecord *patch, GError **error)
{
  const KxEntity *entity = step->pass->entity;

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      gboolean sealed = (field->flags & KX_SEALED) != 0 && kx_record_has (step->row->fields, i), same = FALSE;
      char *new;

      if (!kx_record_mentions (step->row->fields, i))
        continue;
      if (sealed && !is_same_sealed (step, i, &same, error))
        return FALSE;
      if (step->existing == NULL)
        {
          kx_record_take (patch, step->row->fields, i);
          continue;
        }
      if (sealed ? same : is_same_plain (step, i))
        continue;
      kx_record_take (patch, step->row->fields, i);
      new = sealed ? kx_check_mask (field, kx_record_get (patch, i).TEXT) : kx_record_text (patch, i);
      add_difference (step, field, kx_record_text (step->existing, i), new);
      if ((field->flags & KX_TITLE) && !step->subject.takes_over)
        note_renamed (step, i, kx_record_get (step->existing, i).TEXT, new);
    }
  return TRUE;
}

static KxOp *
add_op (Step *step, KxOpKind kind, const KxEntity *entity, const char *what, guint n, const char *row,
        KxRecord *fields)
{
  char id[KX_UUID_TEXT_SIZE];
  KxOp *op;

  make_id (step, what, n, id);
  op = kx_op_new (kind, entity, id, row, fields);
  op->at = step->place->at;
  g_ptr_array_add (step->ops, op);
  return op;
}

/* Former names that the agency does not have yet. */
static gboolean
add_former_names (Step *step, GError **error)
{
  const KxEntity *entity = kx_schema_entity (step->pass->schema, kx_former_name_entity.name);
  const char *agency = step->existing != NULL ? step->existing->id : step->id;

  for (guint i = 0; i < step->row->former_names->len; i++)
    {
      const char *name = step->row->former_names->pdata[i];
      KxQuery query = { .entity = entity, .n_terms = 2 };
      gint64 n = 0;
      char id[KX_UUID_TEXT_SIZE];
      KxRecord *fields;

      query.terms[0] = (KxTerm){ .field = kx_former_name_f_agency, .value.REF = agency };
      query.terms[1] = (KxTerm){ .field = kx_former_name_f_name, .value.TEXT = name };
      if (step->existing != NULL && kx_reader_count (step->place->reader, &query, &n) != KX_KNOWN)
        return fail_reader (error);
      if (n > 0)
        continue;
      fields = kx_record_new (entity, NULL, NULL);
      kx_former_name_set_agency (kx_former_name (fields), agency);
      kx_former_name_set_name (kx_former_name (fields), name);
      make_id (step, "former-name", i, id);
      add_op (step, KX_OP_CREATE, entity, "add-former-name", i, id, fields);
      add_difference (step, &entity->fields[kx_former_name_f_name], NULL, g_strdup (name));
    }
  return TRUE;
}

static int
find_state (const Step *step)
{
  return step->row->state >= 0 ? step->row->state : step->pass->state;
}

/* Steps alone change the state of what is here; a table that says another is told so. */
static void
note_state (Step *step)
{
  const KxEntity *entity = step->pass->entity;

  if (step->subject.takes_over && step->existing != NULL && step->row->state >= 0 &&
      kx_record_get (step->existing, (guint) entity->state).CODE != step->row->state)
    kx_import_row_add_finding (
        step->row, step->pass->table,
        kx_finding_new (KX_WARNS, "state-stays", entity->fields[entity->state].name,
                        N_ ("Its state stays as it is: steps change it, not a table")));
}

/* It comes in in the state in which it runs on paper. */
static void
add_take_over (Step *step)
{
  const KxEntity *entity = step->pass->entity;
  KxRecord *arguments = kx_take_over_arguments (entity, find_state (step));

  add_op (step, KX_OP_ACTION, entity, "take-over", 0, step->id, arguments)->action = g_strdup ("take_over");
}

static gboolean
make_ops (Step *step, GError **error)
{
  const KxEntity *entity = step->pass->entity;
  g_autoptr (KxRecord) patch = kx_record_new (entity, NULL, NULL);

  if (!compare_fields (step, patch, error))
    return FALSE;
  if (step->existing == NULL)
    {
      kx_record_put (patch, (guint) kx_entity_flagged (entity, KX_OFFICE),
                     (KxValue){ .REF = step->pass->office });
      add_op (step, KX_OP_CREATE, entity, "create", 0, step->id, g_steal_pointer (&patch));
      if (step->subject.takes_over && find_state (step) != step->subject.made)
        add_take_over (step);
    }
  else if ((patch->has | patch->null) != 0)
    add_op (step, KX_OP_PATCH, entity, "update", 0, step->existing->id, g_steal_pointer (&patch))->base =
        step->existing->seq;
  return add_former_names (step, error);
}

static void
take_findings (Step *step, KxDecision *decision)
{
  while (decision != NULL && decision->findings->len > 0)
    {
      KxFinding *finding = g_ptr_array_steal_index (decision->findings, 0);

      if (finding->verdict == KX_HOLDS)
        kx_finding_free (finding);
      else
        kx_import_row_add_finding (step->row, step->pass->table, finding);
    }
}

static gboolean
decide_dry (Step *step, GError **error)
{
  for (guint i = 0; i < step->ops->len && !kx_import_row_is_refused (step->row); i++)
    {
      KxScene scene = { .schema = step->pass->schema,
                        .op = step->ops->pdata[i],
                        .actor = step->pass->actor,
                        .reader = step->place->reader,
                        .today = step->place->today };
      g_autoptr (KxDecision) decision = kx_decide (&scene);

      if (decision->broken ||
          (decision->result != KX_REJECTED && !kx_import_overlay_add (scene.reader, decision)))
        return fail_reader (error);
      take_findings (step, decision);
    }
  return TRUE;
}

static gboolean
apply (Step *step, GError **error)
{
  KxWork work = { .actor = step->pass->actor,
                  .at = step->place->at,
                  .today = step->place->today,
                  .ops = (KxOp *const *) step->ops->pdata,
                  .n_ops = step->ops->len };
  g_autoptr (KxApplied) applied = step->pass->target->apply (step->place->book, &work, error);

  if (applied == NULL)
    return FALSE;
  for (guint i = 0; i < applied->outcomes->len; i++)
    {
      KxOutcome *outcome = applied->outcomes->pdata[i];

      take_findings (step, outcome->decision);
      if (outcome->reused)
        refuse (step, "changed-since", -1,
                N_ ("This row went in before with other values: import the file anew"));
    }
  return TRUE;
}

/* The agency whose former name an earlier run added. Takes `name`, the id of that. */
static char *
find_owner (Step *step, char *name)
{
  g_autofree char *id = name;
  g_autoptr (KxRecord) record = NULL;
  const KxEntity *entity = kx_schema_entity (step->pass->schema, kx_former_name_entity.name);

  if (kx_reader_get (step->place->reader, entity, id, &record) != KX_KNOWN || record == NULL)
    return g_steal_pointer (&id);
  return g_strdup (kx_former_name_get_agency (kx_former_name (record)));
}

/* Whether this very row of this import went in before an interruption, and as what. */
static gboolean
find_done (Step *step, KxImportOutcome *ret_outcome, char **ret_row, GError **error)
{
  static const char *const whats[] = { "create", "update", "add-former-name" };

  for (guint i = 0; step->pass->resumes && !step->place->dry && i < G_N_ELEMENTS (whats); i++)
    {
      char id[KX_UUID_TEXT_SIZE];
      GError *local = NULL;

      make_id (step, whats[i], 0, id);
      *ret_row = step->pass->target->find_done (step->place->book, step->pass->actor->user, id, &local);
      if (*ret_row != NULL)
        {
          *ret_outcome = i == 0 ? KX_IMPORT_CREATED : KX_IMPORT_UPDATED;
          if (i == 2)
            *ret_row = find_owner (step, *ret_row);
          return TRUE;
        }
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
report_done (Step *step, KxImportOutcome outcome, char *row, KxImportReport *report)
{
  int field;
  char *key = make_key (step->pass->entity, step->row->fields, &field);

  if (key != NULL)
    g_hash_table_insert (step->pass->keys, key, GUINT_TO_POINTER (step->row->number));
  g_hash_table_insert (step->pass->matched, g_strdup (row), GUINT_TO_POINTER (step->row->number));
  kx_import_report_add (report, step->row, outcome, row, NULL);
  return TRUE;
}

/* What the mode leaves of the row: TRUE when it goes on. */
static gboolean
check_mode (Step *step)
{
  if (step->existing == NULL && step->pass->mode == KX_IMPORT_UPDATE)
    refuse (step, "not-there", kx_entity_flagged (step->pass->entity, KX_UNIQUE),
            N_ ("No such record exists, and only existing ones are to be changed"));
  if (step->existing != NULL && step->pass->mode == KX_IMPORT_ADD && step->ops->len > 0)
    {
      kx_import_row_add_finding (
          step->row, step->pass->table,
          kx_finding_new (KX_WARNS, "left-as-is", NULL,
                          N_ ("The record exists and differs; only new ones were to be added")));
      g_ptr_array_set_size (step->ops, 0);
    }
  return !kx_import_row_is_refused (step->row);
}

gboolean
kx_import_step (KxImportPass *pass, const KxImportPlace *place, KxImportRow *row, KxImportReport *report,
                GError **error)
{
  g_auto (Step)
      step = { .pass = pass, .place = place, .row = row, .subject = kx_import_subject (pass->entity) };
  KxImportOutcome outcome = KX_IMPORT_REFUSED;
  char *done = NULL;
  const char *id;

  step.ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  step.differences = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_import_difference_free);
  make_id (&step, "row", 0, step.id);
  if (!find_done (&step, &outcome, &done, error))
    return FALSE;
  if (done != NULL)
    return report_done (&step, outcome, done, report);
  check_double (&step);
  if (!find_existing (&step, error) || (step.subject.takes_over && !find_on_paper (&step, error)))
    return FALSE;
  check_matched (&step);
  note_state (&step);
  if (!step.subject.takes_over)
    note_other_area (&step);
  if (!kx_import_row_is_refused (row) &&
      (!make_ops (&step, error) || (check_mode (&step) && step.ops->len > 0 &&
                                    !(place->dry ? decide_dry (&step, error) : apply (&step, error)))))
    return FALSE;
  if (!kx_import_row_is_refused (row))
    outcome = step.existing == NULL ? KX_IMPORT_CREATED
              : step.ops->len > 0   ? KX_IMPORT_UPDATED
                                    : KX_IMPORT_UNCHANGED;
  id = step.existing != NULL ? step.existing->id : outcome == KX_IMPORT_CREATED ? step.id : NULL;
  if (outcome == KX_IMPORT_CREATED)
    g_hash_table_insert (pass->matched, g_strdup (step.id), GUINT_TO_POINTER (row->number));
  kx_import_report_add (report, row, outcome, g_strdup (id),
                        outcome == KX_IMPORT_UPDATED ? g_steal_pointer (&step.differences) : NULL);
  return TRUE;
}
