#include "models/kx-change-words.h"

#include "core/kx-lifecycle.h"
#include "models/kx-display.h"
#include "models/kx-row-read.h"
#include "sync/kx-gettext.h"

/* Fields that are named before "and others". */
#define MOST_NAMED 4

void
kx_change_line_free (KxChangeLine *line)
{
  g_free (line->label);
  g_free (line->before);
  g_free (line->after);
  g_free (line);
}

static char *
name_fields (const KxRecord *fields)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; fields != NULL && i < fields->entity->n_fields; i++)
    if (kx_record_mentions (fields, i))
      {
        if (labels->len == MOST_NAMED)
          {
            g_ptr_array_add (labels, (gpointer) _ ("others"));
            break;
          }
        g_ptr_array_add (labels, (gpointer) kx_display_label (&fields->entity->fields[i]));
      }
  return kx_display_join (labels);
}

char *
kx_change_words_op (const KxOp *op)
{
  const KxTransition *row = kx_lifecycle_knows (op->entity->lifecycle, op->kind, op->action);
  g_autofree char *fields = NULL;

  if (op->kind == KX_OP_PATCH || op->kind == KX_OP_ADD || op->kind == KX_OP_REMOVE)
    {
      fields = name_fields (op->fields);
      return *fields != '\0' ? kx_display_fill (N_ ("Change {fields}"), "fields", fields, NULL)
                             : g_strdup (_ ("Change"));
    }
  return g_strdup (row != NULL ? _ (row->label) : kx_op_kind_name (op->kind));
}

char *
kx_change_words_value (KxBook *book, const KxField *field, const char *text)
{
  const KxEntity *target =
      field->target != NULL && book != NULL ? kx_schema_entity (book->schema, field->target) : NULL;
  char *title = NULL;
  KxValue value;

  if (text == NULL)
    return g_strdup ("");
  if (target != NULL)
    title = kx_row_read_title (book, target, text);
  if (title != NULL)
    return title;
  return kx_value_from_text (field, text, &value) ? kx_display_value (field, value) : g_strdup (text);
}

static void
add_line (KxBook *book, GPtrArray *lines, const KxOp *op, guint field)
{
  const KxField *description = &op->fields->entity->fields[field];
  g_autofree char *before =
      op->was != NULL && op->was->entity == op->fields->entity && kx_record_has (op->was, field)
          ? kx_record_text (op->was, field)
          : NULL;
  g_autofree char *after = kx_record_text (op->fields, field);
  gboolean sealed = (description->flags & KX_SEALED) != 0;
  KxChangeLine *line = g_new0 (KxChangeLine, 1);

  line->label = g_strdup (kx_display_label (description));
  line->before = kx_change_words_value (book, description, before);
  /* What was typed into a sealed field is kept sealed. */
  line->after =
      sealed && after != NULL ? g_strdup (_ ("(sealed)")) : kx_change_words_value (book, description, after);
  g_ptr_array_add (lines, line);
}

GPtrArray *
kx_change_words_lines (KxBook *book, const KxOp *op)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_change_line_free);

  for (guint i = 0; op->fields != NULL && i < op->fields->entity->n_fields; i++)
    if (kx_record_mentions (op->fields, i))
      add_line (book, lines, op, i);
  return lines;
}

char *
kx_change_words_findings (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const KxFinding *finding = findings->pdata[i];
      g_autofree char *words =
          finding->verdict == KX_FAILS ? kx_finding_fill (finding, _ (finding->message)) : NULL;

      if (words != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", words);
    }
  return g_string_free (text, text->len == 0);
}

char *
kx_change_words_person (KxBook *book, const char *user, const char *name, const char *self)
{
  char *known = NULL;

  if (user != NULL && g_strcmp0 (user, self) == 0)
    return g_strdup (_ ("you"));
  if (g_strcmp0 (user, "system") == 0)
    return g_strdup (_ ("the service"));
  if (name == NULL && book != NULL)
    known = kx_row_read_person (book, user);
  if (name == NULL && known == NULL)
    return g_strdup (_ ("a colleague"));
  return known != NULL ? known : g_strdup (name);
}
