#include "models/kx-import-items.h"

#include "core/kx-area-table.h"
#include "exchange/kx-import-text.h"

#include <string.h>

struct _KxImportItem
{
  GObject parent;
  guint number;
  char *cell, *id, *name, *old, *new, *message;
  const char *label;
  gboolean is_new;
};

G_DEFINE_FINAL_TYPE (KxImportItem, kx_import_item, G_TYPE_OBJECT)

static void
item_finalize (GObject *object)
{
  KxImportItem *self = KX_IMPORT_ITEM (object);

  g_free (self->cell);
  g_free (self->id);
  g_free (self->name);
  g_free (self->old);
  g_free (self->new);
  g_free (self->message);
  G_OBJECT_CLASS (kx_import_item_parent_class)->finalize (object);
}

static void
kx_import_item_class_init (KxImportItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = item_finalize;
}

static void
kx_import_item_init (KxImportItem *self)
{
}

guint
kx_import_item_get_number (KxImportItem *self)
{
  return self->number;
}

const char *
kx_import_item_get_cell (KxImportItem *self)
{
  return self->cell;
}

const char *
kx_import_item_get_id (KxImportItem *self)
{
  return self->id;
}

const char *
kx_import_item_get_name (KxImportItem *self)
{
  return self->name;
}

const char *
kx_import_item_get_label (KxImportItem *self)
{
  return self->label;
}

const char *
kx_import_item_get_old (KxImportItem *self)
{
  return self->old;
}

const char *
kx_import_item_get_new (KxImportItem *self)
{
  return self->new;
}

const char *
kx_import_item_get_message (KxImportItem *self)
{
  return self->message;
}

gboolean
kx_import_item_get_is_new (KxImportItem *self)
{
  return self->is_new;
}

/* Where an item's line stands in the report, and which of its faults or differences it is. */
typedef struct
{
  guint line, part;
} Place;

struct _KxImportItems
{
  GObject parent;
  const KxImport *import;
  const KxImportReport *report;
  const KxImportTable *table;
  const KxImportWords *words;
  KxImportItemsKind kind;
  GArray *places; /* of Place */
  gpointer data;
  GDestroyNotify keep;
};

static GType
get_item_type (GListModel *list)
{
  return KX_TYPE_IMPORT_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return KX_IMPORT_ITEMS (list)->places->len;
}

static char *
say_codes (const KxField *field, const char *text, const KxImportWords *words)
{
  g_auto (GStrv) names = g_strsplit (text, " ", -1);
  GString *all = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      int code = kx_field_code (field, names[i], strlen (names[i]));

      if (code >= 0)
        g_string_append_printf (all, "%s%s", all->len > 0 ? "、" : "",
                                kx_import_say (words, kx_field_code_label (field, code)));
    }
  return g_string_free (all, FALSE);
}

char *
kx_import_value_words (const KxField *field, const char *text, const KxImportWords *words)
{
  const KxArea *area;

  if (text == NULL)
    return NULL;
  if (field->kind == KX_CODE || field->kind == KX_CODES)
    return say_codes (field, text, words);
  if (field->kind == KX_BOOLEAN)
    return g_strdup (kx_import_say (words, g_str_equal (text, "true") ? N_ ("Yes") : N_ ("No")));
  area = field->format == KX_FORMAT_AREA ? kx_area_table_lookup (text) : NULL;
  return g_strdup (area != NULL ? area->name : text);
}

static void
fill_difference (KxImportItems *self, KxImportItem *item, const KxImportDifference *difference)
{
  const KxEntity *entity = kx_import_headings_get_entity (self->table->headings);
  int field = kx_entity_field (entity, difference->field);
  /* A former name is a field of another kind of row. */
  const KxField *of = field >= 0 && g_str_equal (entity->fields[field].label, difference->label)
                          ? &entity->fields[field]
                          : NULL;

  item->label = kx_import_say (self->words, difference->label);
  item->old =
      of != NULL ? kx_import_value_words (of, difference->old, self->words) : g_strdup (difference->old);
  item->new =
      of != NULL ? kx_import_value_words (of, difference->new, self->words) : g_strdup (difference->new);
}

static const char *
find_label (KxImportItems *self, const KxImportFault *fault)
{
  const KxEntity *entity = kx_import_headings_get_entity (self->table->headings);
  int field = fault->finding->field != NULL ? kx_entity_field (entity, fault->finding->field) : -1;

  return field >= 0 ? kx_import_say (self->words, entity->fields[field].label) : NULL;
}

static KxImportItem *
make_from_line (KxImportItems *self, Place place)
{
  const KxImportLine *line = self->report->lines->pdata[place.line];
  KxImportItem *item = g_object_new (KX_TYPE_IMPORT_ITEM, NULL);
  const KxImportFault *fault;

  item->number = line->number;
  item->id = g_strdup (line->id);
  item->name = g_strdup (line->name);
  if (self->kind == KX_IMPORT_ITEMS_DIFFERENCES)
    {
      fill_difference (self, item, line->differences->pdata[place.part]);
      return item;
    }
  fault = line->faults->pdata[place.part];
  item->message = kx_import_say_finding (self->words, fault->finding);
  item->cell = fault->column > 0 ? kx_sheet_cell_name (line->number, fault->column) : NULL;
  item->label = find_label (self, fault);
  return item;
}

static KxImportItem *
make_from_missing (KxImportItems *self, guint i)
{
  const KxImportMissing *missing = self->report->missing->pdata[i];
  KxImportItem *item = g_object_new (KX_TYPE_IMPORT_ITEM, NULL);

  item->id = g_strdup (missing->id);
  item->name = g_strdup (missing->name);
  return item;
}

/* NULL: there is no such column, or nothing in it. */
static char *
dup_cell (KxImportItems *self, const KxImportColumn *column, guint place)
{
  g_autofree char *text =
      column != NULL ? kx_import_half_width (kx_import_table_cell (self->table, place, column->number)->text)
                     : NULL;

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static KxImportItem *
make_from_touched (KxImportItems *self, guint i)
{
  const KxImportTouched *touched = &g_array_index (self->report->touched, KxImportTouched, i);
  const KxEntity *entity = kx_import_headings_get_entity (self->table->headings);
  int title = kx_entity_flagged (entity, KX_TITLE);
  g_autofree char *own =
      dup_cell (self, title >= 0 ? kx_import_table_field (self->table, (guint) title) : NULL, touched->place);
  /* Of what runs on paper; NULL otherwise. */
  g_autofree char *agency =
      dup_cell (self, kx_import_table_use (self->table, KX_IMPORT_AGENCY_NAME), touched->place);
  KxImportItem *item = g_object_new (KX_TYPE_IMPORT_ITEM, NULL);

  item->number = touched->number;
  item->is_new = touched->outcome == KX_IMPORT_CREATED;
  item->id = g_strdup (touched->id);
  item->name = agency != NULL && own != NULL ? g_strdup_printf ("%s · %s", agency, own)
               : agency != NULL              ? g_steal_pointer (&agency)
                                             : g_steal_pointer (&own);
  return item;
}

static gpointer
get_item (GListModel *list, guint position)
{
  KxImportItems *self = KX_IMPORT_ITEMS (list);
  Place place;

  if (position >= self->places->len)
    return NULL;
  place = g_array_index (self->places, Place, position);
  switch (self->kind)
    {
    case KX_IMPORT_ITEMS_MISSING:
      return make_from_missing (self, place.line);
    case KX_IMPORT_ITEMS_NEW:
    case KX_IMPORT_ITEMS_TOUCHED:
      return make_from_touched (self, place.line);
    case KX_IMPORT_ITEMS_REFUSED:
    case KX_IMPORT_ITEMS_DIFFERENCES:
    case KX_IMPORT_ITEMS_NOTES:
    case KX_IMPORT_N_ITEMS:
    default:
      return make_from_line (self, place);
    }
}

static void
init_list (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KxImportItems, kx_import_items, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list))

static void
finalize (GObject *object)
{
  KxImportItems *self = KX_IMPORT_ITEMS (object);

  g_clear_pointer (&self->places, g_array_unref);
  if (self->keep != NULL)
    self->keep (self->data);
  G_OBJECT_CLASS (kx_import_items_parent_class)->finalize (object);
}

static void
kx_import_items_class_init (KxImportItemsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_import_items_init (KxImportItems *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
}

static void
add_place (KxImportItems *self, guint line, guint part)
{
  Place place = { line, part };

  g_array_append_val (self->places, place);
}

static void
find_in_line (KxImportItems *self, guint i)
{
  const KxImportLine *line = self->report->lines->pdata[i];
  gboolean refused = line->outcome == KX_IMPORT_REFUSED;

  if (self->kind == KX_IMPORT_ITEMS_DIFFERENCES)
    for (guint k = 0; line->differences != NULL && k < line->differences->len; k++)
      add_place (self, i, k);
  if (self->kind == KX_IMPORT_ITEMS_REFUSED ? !refused : self->kind != KX_IMPORT_ITEMS_NOTES || refused)
    return;
  for (guint k = 0; k < line->faults->len; k++)
    if ((((KxImportFault *) line->faults->pdata[k])->finding->verdict == KX_FAILS) == refused)
      add_place (self, i, k);
}

static void
find_places (KxImportItems *self)
{
  for (guint i = 0; i < self->report->lines->len; i++)
    find_in_line (self, i);
  for (guint i = 0; self->kind == KX_IMPORT_ITEMS_MISSING && i < self->report->missing->len; i++)
    add_place (self, i, 0);
  for (guint i = 0; i < self->report->touched->len; i++)
    if (self->kind == KX_IMPORT_ITEMS_TOUCHED ||
        (self->kind == KX_IMPORT_ITEMS_NEW &&
         g_array_index (self->report->touched, KxImportTouched, i).outcome == KX_IMPORT_CREATED))
      add_place (self, i, 0);
}

GListModel *
kx_import_items_new (const KxImport *import, KxImportItemsKind kind, const KxImportWords *words,
                     gpointer data, GDestroyNotify keep)
{
  KxImportItems *self = g_object_new (KX_TYPE_IMPORT_ITEMS, NULL);

  self->import = import;
  self->report = kx_import_get_report (import);
  self->table = kx_import_get_table (import);
  self->words = words;
  self->kind = kind;
  self->data = data;
  self->keep = keep;
  find_places (self);
  return G_LIST_MODEL (self);
}
