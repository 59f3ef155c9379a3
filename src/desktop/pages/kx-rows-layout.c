#include "desktop/pages/kx-rows-layout.h"

/* Text of the first column, and of the others by what they hold. */
#define FIRST_WIDTH 260
#define TEXT_WIDTH 190
#define CODE_WIDTH 130
#define SHORT_WIDTH 110

static gboolean
is_number (const KxField *field)
{
  return field->kind == KX_INTEGER || field->kind == KX_DECIMAL;
}

static int
width_of (const KxField *field)
{
  switch (field->kind)
    {
    case KX_CODE:
    case KX_CODES:
      return CODE_WIDTH;
    case KX_INTEGER:
    case KX_DECIMAL:
    case KX_DATE:
    case KX_BOOLEAN:
      return SHORT_WIDTH;
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_TIME:
    case KX_CONFIG:
    case KX_N_KINDS:
    default:
      return field->format == KX_FORMAT_AREA ? CODE_WIDTH : TEXT_WIDTH;
    }
}

static void
add_column (GArray *columns, const KxEntity *entity, guint field, gboolean shown)
{
  KxRowColumn column = { .field = field,
                         .width = columns->len == 0 ? FIRST_WIDTH : width_of (&entity->fields[field]),
                         .shown = shown,
                         .numeric = is_number (&entity->fields[field]) };

  for (guint i = 0; i < columns->len; i++)
    if (g_array_index (columns, KxRowColumn, i).field == field)
      return;
  g_array_append_val (columns, column);
}

/* The ones named, then every other field that a column has room for. */
static GArray *
make_columns (const KxRowsKind *kind, const KxEntity *entity)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (KxRowColumn));

  for (guint i = 0; kind->fields != NULL && kind->fields[i] != NULL; i++)
    {
      int field = kx_entity_field (entity, kind->fields[i]);

      if (field >= 0)
        add_column (columns, entity, (guint) field, TRUE);
    }
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].kind != KX_LONG_TEXT && entity->fields[i].kind != KX_CONFIG)
      add_column (columns, entity, i, columns->len == 0);
  return columns;
}

/* Codes, areas and days by which somebody has to act. */
static GArray *
make_choices (const KxEntity *entity)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (KxFilterChoice));

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      KxFilterChoice choice = { .field = i };

      if (field->kind == KX_CODE)
        choice.kind = KX_CHOICE_CODES;
      else if (field->kind == KX_CODES)
        choice.kind = KX_CHOICE_HAS;
      else if (field->format == KX_FORMAT_AREA)
        choice.kind = KX_CHOICE_AREA;
      else if (field->kind == KX_DATE && (field->flags & KX_DUE))
        choice.kind = KX_CHOICE_UNTIL;
      else
        continue;
      g_array_append_val (choices, choice);
    }
  return choices;
}

/* All that has a column, under what the first one says. */
static void
make_facts (KxRowsLayout *layout)
{
  layout->fields = g_new (guint, layout->n_columns);
  for (guint i = 1; i < layout->n_columns; i++)
    layout->fields[i - 1] = layout->columns[i].field;
  layout->facts.fields = layout->fields;
  layout->facts.n_fields = layout->n_columns - 1;
  layout->facts.heading = (int) layout->columns[0].field;
}

KxRowsLayout *
kx_rows_layout_new (const KxRowsKind *kind, const KxEntity *entity)
{
  KxRowsLayout *layout = g_new0 (KxRowsLayout, 1);
  gboolean named = kind->n_columns > 0, chosen = kind->n_choices > 0;
  GArray *columns = named ? NULL : make_columns (kind, entity),
         *choices = chosen ? NULL : make_choices (entity);

  layout->n_columns = named ? kind->n_columns : columns->len;
  layout->n_choices = chosen ? kind->n_choices : choices->len;
  layout->columns = named ? g_memdup2 (kind->columns, sizeof (KxRowColumn) * kind->n_columns)
                          : (KxRowColumn *) (void *) g_array_free (columns, FALSE);
  layout->choices = chosen ? g_memdup2 (kind->choices, sizeof (KxFilterChoice) * kind->n_choices)
                           : (KxFilterChoice *) (void *) g_array_free (choices, FALSE);
  layout->facts = kind->facts;
  if (kind->facts.n_fields == 0)
    make_facts (layout);
  return layout;
}

void
kx_rows_layout_free (KxRowsLayout *layout)
{
  g_free (layout->columns);
  g_free (layout->choices);
  g_free (layout->fields);
  g_free (layout);
}
