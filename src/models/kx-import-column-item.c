#include "models/kx-import-column-item.h"

#include "core/kx-wire.h"
#include "exchange/kx-import-mapping.h"
#include "exchange/kx-import-text.h"

#include <string.h>

#define MOST_SAMPLES 3
#define ROWS_LOOKED 300
#define SAMPLE_CHARS 24

struct _KxImportColumnItem
{
  GObject parent;
  guint number;
  char *letters, *title, *samples, *code;
  const char *remark;
  KxImportBlank blank;
  KxImportDates dates;
  KxImportOrigin origin;
  gboolean asks_dates, hidden;
};

G_DEFINE_FINAL_TYPE (KxImportColumnItem, kx_import_column_item, G_TYPE_OBJECT)

enum
{
  PROP_CODE = 1,
  PROP_BLANK,
  PROP_DATES,
  PROP_ORIGIN,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void
finalize (GObject *object)
{
  KxImportColumnItem *self = KX_IMPORT_COLUMN_ITEM (object);

  g_free (self->letters);
  g_free (self->title);
  g_free (self->samples);
  g_free (self->code);
  G_OBJECT_CLASS (kx_import_column_item_parent_class)->finalize (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  KxImportColumnItem *self = KX_IMPORT_COLUMN_ITEM (object);

  switch (id)
    {
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_BLANK:
      g_value_set_uint (value, self->blank);
      break;
    case PROP_DATES:
      g_value_set_uint (value, self->dates);
      break;
    case PROP_ORIGIN:
      g_value_set_uint (value, self->origin);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
kx_import_column_item_class_init (KxImportColumnItemClass *class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = finalize;
  object_class->get_property = get_property;
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_BLANK] = g_param_spec_uint ("blank", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DATES] = g_param_spec_uint ("dates", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ORIGIN] = g_param_spec_uint ("origin", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kx_import_column_item_init (KxImportColumnItem *self)
{
}

/* A few different cells of the data, shortened; of whatever stands below the header where nothing is known to
 * be data yet. */
static char *
find_samples (const KxImportTable *table, guint number)
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func (g_free);
  guint n = table->rows->len > 0 ? table->rows->len : kx_sheet_get_n_rows (table->sheet), looked = 0;

  for (guint i = 0; i < n && looked < ROWS_LOOKED && samples->len < MOST_SAMPLES; i++)
    {
      guint place = table->rows->len > 0 ? g_array_index (table->rows, guint, i) : i;
      const KxSheetRow *row = kx_sheet_get_row (table->sheet, place);
      const KxCell *cell = kx_sheet_row_get_cell (row, number);
      g_autofree char *text = NULL;

      if (row->number <= table->last_header)
        continue;
      looked++;
      text = kx_import_half_width (cell->text);
      if (*text == '\0')
        continue;
      if (g_utf8_strlen (text, -1) > SAMPLE_CHARS)
        {
          g_autofree char *start = g_utf8_substring (text, 0, SAMPLE_CHARS - 1);

          g_free (text);
          text = g_strconcat (start, "…", NULL);
        }
      if (!g_ptr_array_find_with_equal_func (samples, text, g_str_equal, NULL))
        g_ptr_array_add (samples, g_steal_pointer (&text));
    }
  g_ptr_array_add (samples, NULL);
  return g_strjoinv (" · ", (char **) samples->pdata);
}

KxImportColumnItem *
kx_import_column_item_new (const KxImportTable *table, const KxImportColumn *column, KxImportOrigin origin)
{
  KxImportColumnItem *self = g_object_new (KX_TYPE_IMPORT_COLUMN_ITEM, NULL);
  g_autofree char *cell = kx_sheet_cell_name (1, column->number);

  self->number = column->number;
  self->letters = g_strndup (cell, strcspn (cell, "0123456789"));
  self->title = g_strdup (column->title);
  self->samples = find_samples (table, column->number);
  self->code =
      g_strdup (kx_import_headings_code (table->headings, column->meaning.use, column->meaning.field));
  self->remark = column->remark;
  self->blank = column->blank;
  self->dates = column->dates;
  self->origin = self->code != NULL ? origin : KX_IMPORT_ORIGIN_NONE;
  self->asks_dates = kx_import_table_asks_dates (table, column);
  self->hidden = column->hidden;
  return self;
}

guint
kx_import_column_item_get_number (KxImportColumnItem *self)
{
  return self->number;
}

const char *
kx_import_column_item_get_letters (KxImportColumnItem *self)
{
  return self->letters;
}

const char *
kx_import_column_item_get_title (KxImportColumnItem *self)
{
  return self->title;
}

const char *
kx_import_column_item_get_samples (KxImportColumnItem *self)
{
  return self->samples;
}

gboolean
kx_import_column_item_get_asks_dates (KxImportColumnItem *self)
{
  return self->asks_dates;
}

gboolean
kx_import_column_item_get_hidden (KxImportColumnItem *self)
{
  return self->hidden;
}

const char *
kx_import_column_item_get_remark (KxImportColumnItem *self)
{
  return self->remark;
}

const char *
kx_import_column_item_get_code (KxImportColumnItem *self)
{
  return self->code;
}

KxImportBlank
kx_import_column_item_get_blank (KxImportColumnItem *self)
{
  return self->blank;
}

KxImportDates
kx_import_column_item_get_dates (KxImportColumnItem *self)
{
  return self->dates;
}

KxImportOrigin
kx_import_column_item_get_origin (KxImportColumnItem *self)
{
  return self->origin;
}

void
kx_import_column_item_set_code (KxImportColumnItem *self, const char *code)
{
  if (g_strcmp0 (self->code, code) == 0)
    return;
  g_free (self->code);
  self->code = g_strdup (code);
  self->remark = NULL;
  self->origin = KX_IMPORT_ORIGIN_PERSON;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORIGIN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

void
kx_import_column_item_set_blank (KxImportColumnItem *self, KxImportBlank blank)
{
  if (self->blank == blank)
    return;
  self->blank = blank;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BLANK]);
}

void
kx_import_column_item_set_dates (KxImportColumnItem *self, KxImportDates dates)
{
  if (self->dates == dates)
    return;
  self->dates = dates;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATES]);
}

char *
kx_import_column_items_to_mapping (GListModel *columns)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (KxImportColumnItem) item = g_list_model_get_item (columns, i);
      const char *blank = kx_import_mapping_blank_name (item->blank),
                 *dates = kx_import_mapping_dates_name (item->dates);
      JsonObject *entry = json_object_new ();

      json_object_set_int_member (entry, "column", item->number);
      json_object_set_string_member (entry, "title", item->title);
      if (item->code != NULL)
        json_object_set_string_member (entry, "field", item->code);
      else
        json_object_set_null_member (entry, "field");
      if (blank != NULL)
        json_object_set_string_member (entry, "blank", blank);
      if (dates != NULL)
        json_object_set_string_member (entry, "dates", dates);
      json_array_add_object_element (array, entry);
    }
  json_object_set_array_member (object, "columns", array);
  return kx_wire_object_text (object, NULL);
}
