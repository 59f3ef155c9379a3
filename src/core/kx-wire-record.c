#include "core/kx-wire-record.h"

#include "core/kx-crypto.h"
#include "core/kx-json-write.h"
#include "core/kx-wire.h"

#include <string.h>

G_DEFINE_QUARK (kx_wire_error_quark, kx_wire_error)

/* The fields of an entity by name, for the fields this thread wrote last. */
typedef struct
{
  guint n;
  const char
      *names[KX_MAX_FIELDS]; /* by index of the field: tells whether the order is still that of the entity */
  guint8 at[KX_MAX_FIELDS];  /* indexes of fields, by name */
} Order;

#define ORDERS 16

static gboolean
fits (const Order *order, const KxEntity *entity)
{
  if (order->n != entity->n_fields)
    return FALSE;
  for (guint i = 0; i < order->n; i++)
    if (order->names[i] != entity->fields[i].name)
      return FALSE;
  return TRUE;
}

static void
sort (Order *order, const KxEntity *entity)
{
  order->n = entity->n_fields;
  for (guint i = 0; i < order->n; i++)
    {
      guint place = i;

      order->names[i] = entity->fields[i].name;
      for (; place > 0 && strcmp (order->names[order->at[place - 1]], order->names[i]) > 0; place--)
        order->at[place] = order->at[place - 1];
      order->at[place] = (guint8) i;
    }
}

static const Order *
get_order (const KxEntity *entity)
{
  static _Thread_local Order orders[ORDERS];
  Order *order = &orders[((gsize) entity / sizeof *entity) % ORDERS];

  if (!fits (order, entity))
    sort (order, entity);
  return order;
}

static void
write_text_member (GString *out, const char *name, const char *text)
{
  if (text == NULL)
    return;
  kx_json_write_name (out, name);
  kx_json_write_string (out, text);
}

static void
write_time_member (GString *out, const char *name, KxTime time)
{
  if (time.ms == 0)
    return;
  kx_json_write_name (out, name);
  kx_json_write_time (out, time);
}

static void
write_codes (GString *out, const KxField *field, KxCodes codes)
{
  g_string_append_c (out, '[');
  for (guint i = 0; field->codes[i].name != NULL; i++)
    if (codes.bits >> i & 1)
      {
        if (out->str[out->len - 1] != '[')
          g_string_append_c (out, ',');
        kx_json_write_string (out, field->codes[i].name);
      }
  g_string_append_c (out, ']');
}

/* As the writer writes it, however it was put there. */
static void
write_config (GString *out, const char *text)
{
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);

  if (json != NULL)
    kx_json_write_node (out, kx_json_get_root (json));
  else
    kx_json_write_string (out, text);
}

static void
write_value (GString *out, const KxField *field, KxValue value)
{
  g_autofree char *text = NULL;

  switch (field->kind)
    {
    case KX_TEXT:
    case KX_LONG_TEXT:
    case KX_REF:
      kx_json_write_string (out, value.TEXT);
      break;
    case KX_CODE:
      kx_json_write_string (out, field->codes[value.CODE].name);
      break;
    case KX_CODES:
      write_codes (out, field, value.CODES);
      break;
    case KX_INTEGER:
      kx_json_write_integer (out, value.INTEGER);
      break;
    case KX_BOOLEAN:
      g_string_append (out, value.BOOLEAN ? "true" : "false");
      break;
    case KX_TIME:
      kx_json_write_time (out, value.TIME);
      break;
    case KX_CONFIG:
      write_config (out, value.CONFIG);
      break;
    case KX_DECIMAL:
    case KX_DATE:
    case KX_N_KINDS:
    default:
      text = kx_value_to_text (field, value);
      kx_json_write_string (out, text);
    }
}

/* A member under a name that another program gave. */
static void
write_extra (GString *out, const KxJsonNode *member)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  kx_json_write_string (out, kx_json_node_get_name (member));
  g_string_append_c (out, ':');
  kx_json_write_node (out, member);
}

static void
write_fields (GString *out, const KxRecord *record, const KxJsonNode *extra)
{
  const Order *order = get_order (record->entity);
  guint n_extra = extra != NULL ? kx_json_node_get_n_children (extra) : 0, next = 0;

  for (guint i = 0; i < order->n; i++)
    {
      guint field = order->at[i];
      gboolean has = kx_record_has (record, field);
      int compared = -1;

      while (next < n_extra &&
             (compared = strcmp (kx_json_node_get_name (kx_json_node_get_child (extra, next)),
                                 order->names[field])) <= 0)
        {
          /* A word that this program does not know, where it has put no other value since. */
          if (compared < 0 || !has)
            write_extra (out, kx_json_node_get_child (extra, next));
          next++;
        }
      if (has)
        {
          kx_json_write_name (out, order->names[field]);
          write_value (out, &record->entity->fields[field], record->values[field]);
        }
    }
  for (; next < n_extra; next++)
    write_extra (out, kx_json_node_get_child (extra, next));
}

void
kx_wire_append_fields (GString *out, const KxRecord *record)
{
  g_string_append_c (out, '{');
  for (guint i = 0; i < record->entity->n_fields; i++)
    if (kx_record_mentions (record, i))
      {
        kx_json_write_name (out, record->entity->fields[i].name);
        if (kx_record_has (record, i))
          write_value (out, &record->entity->fields[i], record->values[i]);
        else
          g_string_append (out, "null");
      }
  g_string_append_c (out, '}');
}

void
kx_wire_append_canonical (GString *out, const KxRecord *record)
{
  g_autoptr (KxJson) extra =
      record->extra != NULL ? kx_json_parse (record->extra, strlen (record->extra), NULL) : NULL;

  g_string_append_c (out, '{');
  write_text_member (out, "id", record->id);
  write_text_member (out, "space", record->space);
  kx_json_write_name (out, "seq");
  kx_json_write_integer (out, record->seq);
  write_time_member (out, "created_at", record->created_at);
  write_text_member (out, "created_by", record->created_by);
  write_time_member (out, "updated_at", record->updated_at);
  write_text_member (out, "updated_by", record->updated_by);
  write_time_member (out, "deleted_at", record->deleted_at);
  write_fields (out, record, extra != NULL ? kx_json_get_root (extra) : NULL);
  g_string_append_c (out, '}');
}

char *
kx_wire_canonical (const KxRecord *record)
{
  /* What most rows fit in, and what malloc() still hands out quickly. */
  GString *text = g_string_sized_new (1000);

  kx_wire_append_canonical (text, record);
  return g_string_free (text, FALSE);
}

guint64
kx_wire_sum (const char *canonical, gsize length)
{
  guint8 hash[KX_HASH_SIZE];
  guint64 sum;

  kx_hash (canonical, length, hash);
  memcpy (&sum, hash, sizeof sum);
  return GUINT64_FROM_LE (sum);
}

/* One member of the row's frame. FALSE: of the wrong type. `ret_known`: it was one. */
static gboolean
read_frame (KxRecord *record, const KxJsonNode *node, gboolean *ret_known)
{
  const struct
  {
    const char *name;
    char **text;
    KxTime *time;
  } members[] = {
    { "id", &record->id, NULL },
    { "space", &record->space, NULL },
    { "created_at", NULL, &record->created_at },
    { "created_by", &record->created_by, NULL },
    { "updated_at", NULL, &record->updated_at },
    { "updated_by", &record->updated_by, NULL },
    { "deleted_at", NULL, &record->deleted_at },
  };
  const char *name = kx_json_node_get_name (node);
  gboolean string = kx_json_node_get_type (node) == KX_JSON_STRING;

  *ret_known = TRUE;
  if (g_str_equal (name, "seq"))
    {
      if (kx_json_node_get_type (node) != KX_JSON_INTEGER || kx_json_node_get_integer (node) < 0)
        return FALSE;
      record->seq = kx_json_node_get_integer (node);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_equal (name, members[i].name))
      {
        if (string && members[i].text != NULL)
          *members[i].text = g_strdup (kx_json_node_get_text (node, NULL));
        return string && (members[i].time == NULL ||
                          kx_time_from_text (kx_json_node_get_text (node, NULL), members[i].time));
      }
  *ret_known = FALSE;
  return TRUE;
}

/* FALSE: not a value of this field as this program knows it. */
static gboolean
read_value (KxRecord *record, guint i, const KxJsonNode *node)
{
  const KxField *field = &record->entity->fields[i];
  KxJsonType type = kx_json_node_get_type (node);
  g_autoptr (GString) config = NULL;
  KxValue value = { 0 };
  gboolean right;

  if (field->kind == KX_CONFIG)
    {
      config = g_string_new (NULL);
      kx_json_write_node (config, node);
      value.CONFIG = config->str;
      right = TRUE;
    }
  else if (field->kind == KX_INTEGER)
    {
      right = type == KX_JSON_INTEGER;
      value.INTEGER = right ? kx_json_node_get_integer (node) : 0;
    }
  else if (field->kind == KX_BOOLEAN)
    {
      right = type == KX_JSON_BOOLEAN;
      value.BOOLEAN = right && kx_json_node_get_boolean (node);
    }
  else if (field->kind == KX_CODES)
    right = type == KX_JSON_ARRAY && kx_wire_read_codes (field, node, &value.CODES);
  else
    right = type == KX_JSON_STRING && kx_value_from_text (field, kx_json_node_get_text (node, NULL), &value);
  if (right)
    kx_record_put (record, i, value);
  return right;
}

/* The field of that name. Members come by name, so it mostly is the one after the last. */
static int
find_field (const KxEntity *entity, const Order *order, const char *name, guint *next)
{
  for (guint i = *next; i < order->n; i++)
    {
      int compared = strcmp (order->names[order->at[i]], name);

      if (compared == 0)
        {
          *next = i + 1;
          return order->at[i];
        }
      if (compared > 0)
        break;
      *next = i + 1;
    }
  return kx_entity_field (entity, name);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (kx_json_node_get_name (*(const KxJsonNode *const *) a),
                 kx_json_node_get_name (*(const KxJsonNode *const *) b));
}

static char *
write_unknown (GPtrArray *unknown)
{
  GString *text = g_string_new ("{");

  g_ptr_array_sort (unknown, compare_names);
  for (guint i = 0; i < unknown->len; i++)
    write_extra (text, unknown->pdata[i]);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, KX_WIRE_ERROR, KX_WIRE_ERROR_FORM, "This is not a row: %s", what);
  return FALSE;
}

static gboolean
read_members (KxRecord *record, const KxJsonNode *row, GError **error)
{
  const Order *order = get_order (record->entity);
  g_autoptr (GPtrArray) unknown = NULL;
  guint next = 0;
  int field = -1;

  for (guint i = 0; i < kx_json_node_get_n_children (row); i++)
    {
      const KxJsonNode *node = kx_json_node_get_child (row, i);
      const char *name = kx_json_node_get_name (node);
      gboolean known = FALSE;

      /* The frame comes first, then the fields by name; any other order is read too. */
      if (field >= 0)
        field = find_field (record->entity, order, name, &next);
      if (field < 0 && !read_frame (record, node, &known))
        return fail (error, name);
      if (field < 0 && !known)
        field = find_field (record->entity, order, name, &next);
      if (known || (field >= 0 && read_value (record, (guint) field, node)))
        continue;
      if (unknown == NULL)
        unknown = g_ptr_array_new ();
      g_ptr_array_add (unknown, (gpointer) node);
    }
  if (unknown != NULL)
    record->extra = write_unknown (unknown);
  if (record->id == NULL || record->space == NULL || record->seq == 0)
    return fail (error, "it has no id, space or seq");
  return TRUE;
}

KxRecord *
kx_wire_read_record (const KxEntity *entity, const KxJsonNode *row, GError **error)
{
  g_autoptr (KxRecord) record = kx_record_new (entity, NULL, NULL);

  if (kx_json_node_get_type (row) != KX_JSON_OBJECT)
    {
      fail (error, "it is no object");
      return NULL;
    }
  return read_members (record, row, error) ? g_steal_pointer (&record) : NULL;
}
