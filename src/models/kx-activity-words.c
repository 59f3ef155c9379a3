/* Changes and values as sentences. */
#include "core/entities/kx-conflict.h"
#include "models/kx-activity-private.h"
#include "models/kx-display.h"
#include "models/kx-import-subjects.h"
#include "models/kx-row-read.h"
#include "sync/kx-gettext.h"

#include <string.h>

static const char *
none (void)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "value", "None");
}

static char *
word_value (KxBook *book, const KxField *field, KxValue value)
{
  const KxEntity *target = field->kind == KX_REF ? kx_schema_entity (book->schema, field->target) : NULL;
  char *title = target != NULL && value.REF != NULL ? kx_row_read_title (book, target, value.REF) : NULL;

  return title != NULL ? title : kx_display_value (field, value);
}

char *
kx_activity_word_stored (KxBook *book, const KxField *field, const char *text)
{
  KxValue value;

  if (text == NULL)
    return g_strdup ("");
  return field != NULL && kx_value_from_text (field, text, &value) ? word_value (book, field, value)
                                                                   : g_strdup (text);
}

static char *
word_field (KxBook *book, const KxRecord *record, guint field)
{
  const KxField *of = &record->entity->fields[field];
  g_autofree char *text = NULL;

  /* What travels of a sealed field nobody can read. */
  if (kx_record_has (record, field) && (of->flags & KX_SEALED))
    return g_strdup (_ ("a new value, not shown"));
  text = kx_record_has (record, field) ? word_value (book, of, kx_record_get (record, field)) : NULL;
  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : g_strdup (none ());
}

/* "Beds: 120 → 150; Phone: 0531". */
static char *
word_fields (KxBook *book, const KxOp *op)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; op->fields != NULL && i < op->fields->entity->n_fields; i++)
    {
      const KxField *field = &op->fields->entity->fields[i];
      g_autofree char *new = NULL, *old = NULL, *one = NULL;

      if (!kx_record_mentions (op->fields, i) || field->kind == KX_CONFIG)
        continue;
      new = word_field (book, op->fields, i);
      if (op->kind == KX_OP_PATCH && op->was != NULL && !(field->flags & KX_SEALED))
        {
          old = word_field (book, op->was, i);
          one = kx_display_fill (N_ ("{field}: {old} → {new}"), "field", kx_display_label (field), "old", old,
                                 "new", new, NULL);
        }
      else
        one = kx_display_fill (N_ ("{field}: {new}"), "field", kx_display_label (field), "new", new, NULL);
      if (words->len > 0)
        g_string_append (words, _ ("; "));
      g_string_append (words, one);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static char *
word_step (KxBook *book, const KxOp *op)
{
  const KxTransition *step =
      op->entity->lifecycle != NULL ? kx_lifecycle_knows (op->entity->lifecycle, op->kind, op->action) : NULL;
  g_autofree char *fields = word_fields (book, op);
  const char *name = step != NULL && step->label != NULL ? _ (step->label) : op->action;

  if (*fields == '\0')
    return g_strdup (name);
  return kx_display_fill (N_ ("{step} ({values})"), "step", name, "values", fields, NULL);
}

char *
kx_activity_word_op (KxBook *book, const KxOp *op)
{
  const char *kind = _ (op->entity->label);
  g_autofree char *fields = NULL;

  switch (op->kind)
    {
    case KX_OP_CREATE:
      fields = word_fields (book, op);
      return kx_display_fill (N_ ("Add a record ({kind}): {values}"), "kind", kind, "values", fields, NULL);
    case KX_OP_PATCH:
      fields = word_fields (book, op);
      return kx_display_fill (N_ ("Change {values}"), "values", fields, NULL);
    case KX_OP_ADD:
      fields = word_fields (book, op);
      return kx_display_fill (N_ ("Add to {values}"), "values", fields, NULL);
    case KX_OP_REMOVE:
      fields = word_fields (book, op);
      return kx_display_fill (N_ ("Take out of {values}"), "values", fields, NULL);
    case KX_OP_DELETE:
      return kx_display_fill (N_ ("Move the record ({kind}) to the trash"), "kind", kind, NULL);
    case KX_OP_RESTORE:
      return kx_display_fill (N_ ("Restore the record ({kind}) from the trash"), "kind", kind, NULL);
    case KX_OP_ACTION:
    case KX_N_OP_KINDS:
    default:
      return word_step (book, op);
    }
}

/* The row's title as it stands, else as the change gives it, else what kind of record it is. */
char *
kx_activity_word_row (KxBook *book, const KxEntity *entity, const char *row, const KxOp *op)
{
  char *title = kx_row_read_title (book, entity, row);

  if (title == NULL && op != NULL && op->kind == KX_OP_CREATE && op->fields != NULL)
    title = kx_display_title (op->fields);
  if (title != NULL && *title != '\0')
    return title;
  g_free (title);
  return g_strdup (_ (entity->label));
}

/* "address phone" as "Address, Phone". */
char *
kx_activity_word_names (const KxEntity *entity, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names != NULL ? names : "", " ", -1);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      int field = kx_entity_field (entity, parts[i]);

      if (*parts[i] != '\0')
        g_ptr_array_add (labels,
                         g_strdup (field >= 0 ? kx_display_label (&entity->fields[field]) : parts[i]));
    }
  return kx_display_join (labels);
}

/* How a draft calls the reason of a step, which is no field. */
#define REASON "$reason"

/* What people call a member of "typed"; borrowed. */
static const char *
get_typed_label (const KxField *field, const KxLetterKind *letter, const char *name)
{
  const KxLetterField *said = letter != NULL ? kx_letter_kind_field (letter, name) : NULL;

  if (field != NULL)
    return kx_display_label (field);
  if (said != NULL)
    return _ (said->label);
  return g_str_equal (name, REASON) ? _ ("Reason") : name;
}

/* What was typed, a line a field. */
char *
kx_activity_word_typed (KxBook *book, const KxEntity *entity, const KxLetterKind *letter,
                        const KxJsonNode *typed)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; typed != NULL && i < kx_json_node_get_n_children (typed); i++)
    {
      const KxJsonNode *node = kx_json_node_get_child (typed, i);
      const char *name = kx_json_node_get_name (node);
      int found = entity != NULL && letter == NULL && name != NULL ? kx_entity_field (entity, name) : -1;
      const KxField *field = found >= 0 ? &entity->fields[found] : NULL;
      g_autofree char *said = NULL;

      if (name == NULL || kx_json_node_get_type (node) != KX_JSON_STRING)
        continue;
      said = kx_activity_word_stored (book, field, kx_json_node_get_text (node, NULL));
      if (words->len > 0)
        g_string_append_c (words, '\n');
      g_string_append_printf (words, "%s: %s", get_typed_label (field, letter, name), said);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* "名称: Name" for each column from which something is taken. */
static void
add_columns (GString *words, const KxEntity *entity, const KxImportKept *kept)
{
  for (guint i = 0; i < kept->columns->len; i++)
    {
      const KxImportKeptColumn *column = kept->columns->pdata[i];
      int field = column->code != NULL ? kx_entity_field (entity, column->code) : -1;

      if (field >= 0)
        g_string_append_printf (words, "\n%s: %s", column->title, kx_display_label (&entity->fields[field]));
    }
}

char *
kx_activity_word_import (const KxEntity *entity, const KxImportKept *kept)
{
  const KxImportSubjectWords *subject = kx_import_subjects_find (entity->name);
  g_autoptr (GString) words = g_string_new (_ (subject->modes[kept->mode]));

  if (kept->strict)
    g_string_append_printf (words, " · %s", _ ("All or nothing"));
  if (kept->sheet != NULL && *kept->sheet != '\0')
    {
      g_autofree char *sheet = kx_display_fill (N_ ("Sheet “{sheet}”"), "sheet", kept->sheet, NULL);

      g_string_append_printf (words, "\n%s", sheet);
    }
  add_columns (words, entity, kept);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
