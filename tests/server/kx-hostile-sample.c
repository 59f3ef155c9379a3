/* Values and bodies, from the document's own schemas. */
#include "server/kx-hostile-cases.h"
#include "server/kx-hostile.h"

#include "lib/kx-test-store.h"

#define REASON "for the test"

static const char *
text_of (JsonObject *row, const char *name)
{
  return row != NULL ? json_object_get_string_member_with_default (row, name, "") : "";
}

/* A living row of the kind to which `row` (NULL: none) can refer: one that was made as a part of it, or else
 * one of the same office that is no second record. */
static const char *
find_target (Hostile *h, const KxEntity *entity, JsonObject *row)
{
  JsonArray *rows = entity != NULL ? g_hash_table_lookup (h->rows, entity->collection) : NULL;
  const char *self = text_of (row, "id"), *office = text_of (row, "office");
  g_autofree char *own = g_strconcat (self, " ", entity != NULL ? entity->name : "", NULL);

  if (g_hash_table_contains (h->parts, own))
    return g_hash_table_lookup (h->parts, own);
  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonObject *other = json_array_get_object_element (rows, i);
      const char *id = json_object_get_string_member (other, "id");

      if (!g_str_equal (id, self) && !json_object_has_member (other, "alias_of") &&
          (*office == '\0' || !json_object_has_member (other, "office") ||
           g_str_equal (text_of (other, "office"), office)))
        return id;
    }
  return NULL;
}

static const KxEntity *
target_of (const KxJsonNode *property, JsonObject *row)
{
  const char *target = kx_test_node_text (property, "x-target");

  if (g_strcmp0 (target, "*") == 0)
    target = text_of (row, "owner_entity");
  return target != NULL ? kx_schema_entity (kx_schema_get (), target) : NULL;
}

static char *
quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return json_to_string (node, FALSE);
}

static char *
write_text_value (Hostile *h, const KxJsonNode *property, JsonObject *row, const char *day)
{
  const KxJsonNode *codes = kx_json_node_member (property, "enum");
  const char *format = kx_test_node_text (property, "format"), *target;
  gint64 least = kx_test_node_number (property, "minLength", 0);
  GString *text;

  if (codes != NULL)
    return quote (kx_json_node_get_text (kx_json_node_get_child (codes, 0), NULL));
  if (g_strcmp0 (format, "date") == 0)
    return quote (day);
  if (g_strcmp0 (format, "date-time") == 0)
    return g_strdup_printf ("\"%sT04:00:00.000Z\"", day);
  if (g_strcmp0 (format, "uuid") == 0)
    {
      target = find_target (h, target_of (property, row), row);
      return quote (target != NULL ? target : HOSTILE_UNKNOWN_ID);
    }
  /* The pattern of a number. */
  if (g_str_has_prefix (
          kx_test_node_text (property, "pattern") != NULL ? kx_test_node_text (property, "pattern") : "",
          "^-?[0-9]"))
    return g_strdup ("\"1\"");
  text = g_string_new ("\"甲");
  for (gint64 i = 1; i < least; i++)
    g_string_append (text, "甲");
  return g_string_free (g_string_append_c (text, '"'), FALSE);
}

/* What fits a member as JSON. */
static char *
write_value (Hostile *h, const KxJsonNode *property, JsonObject *row, const char *day)
{
  const char *type = kx_test_schema_type (property);

  if (g_str_equal (type, "string"))
    return write_text_value (h, property, row, day);
  if (g_str_equal (type, "integer"))
    return g_strdup_printf ("%" G_GINT64_FORMAT, MAX (1, kx_test_node_number (property, "minimum", 1)));
  if (g_str_equal (type, "boolean"))
    return g_strdup ("true");
  if (g_str_equal (type, "array"))
    return g_strdup_printf (
        "[\"%s\"]",
        kx_json_node_get_text (
            kx_json_node_get_child (kx_test_spec_get (h->spec, property, "items", "enum", NULL), 0), NULL));
  return g_strdup ("{}");
}

/* "@20" is the day twenty days after `day`. */
static void
set_raw (JsonObject *object, const char *name, const char *raw, const char *day)
{
  g_autofree char *later = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (*raw == '@')
    {
      later = hostile_day (day, (guint) g_ascii_strtoull (raw + 1, NULL, 10));
      json_object_set_string_member (object, name, later);
      return;
    }
  node = json_from_string (raw, &error);
  g_assert_no_error (error);
  json_object_set_member (object, name, node);
}

/* Every member that the body has to have, and those that the cases name. */
static void
fill_body (Hostile *h, const KxTestOperation *operation, const char *cases, JsonObject *body, JsonObject *row,
           const char *day)
{
  const KxJsonNode *properties = kx_json_node_member (operation->body, "properties");

  for (guint i = 0; properties != NULL && i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i);
      const char *name = kx_json_node_get_name (property), *given = hostile_find_given (cases, name);
      g_autofree char *raw = NULL;

      if (given != NULL)
        set_raw (body, name, given, day);
      else if (json_object_has_member (body, name) || !kx_test_node_has (operation->body, "required", name))
        continue;
      else if (g_str_equal (name, "$reason"))
        json_object_set_string_member (body, name, REASON);
      else
        {
          raw = write_value (h, property, row, day);
          set_raw (body, name, raw, day);
        }
    }
}

/* The `n`th text of a form. Free with g_free(). */
static char *
write_form (const KxField *field, HostileForm form, guint n, gboolean away)
{
  switch (form)
    {
    case HOSTILE_LOGIN:
      return g_strdup_printf ("hostile-%u", n);
    case HOSTILE_USCC:
      return kx_test_credit_code (900000 + n);
    case HOSTILE_AREA:
      return g_strdup_printf ("%s-H%03X", away ? "370200" : "370100", n % 4096);
    case HOSTILE_SHA256:
      return kx_sha256_hex (&n, sizeof n);
    case HOSTILE_DAY:
      return g_strdup_printf ("%u-%02u-%02u", 2031 + n / 336 % 60, 1 + n / 28 % 12, 1 + n % 28);
    case HOSTILE_NUMBER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, field->min + n % (field->max - field->min + 1));
    case HOSTILE_CODE:
      return g_strdup (field->codes[n % kx_field_n_codes (field)].name);
    case HOSTILE_WORD:
    default:
      return g_strdup_printf ("甲-%u", n);
    }
}

/* -1: the field is not varied. */
static int
form_of (const KxEntity *entity, const KxField *field)
{
  gboolean marked =
      (field->flags & KX_UNIQUE) && (field->flags & KX_SERVICE_SETS) == 0 && field->kind == KX_TEXT;

  return hostile_find_form (entity->name, field->name, marked);
}

/* Whether a row that is there has all the varied members of the sample: there are only so many codes. */
static gboolean
is_taken (Hostile *h, const KxEntity *entity, JsonObject *sample)
{
  JsonArray *rows = g_hash_table_lookup (h->rows, entity->collection);

  for (guint r = 0; rows != NULL && r < json_array_get_length (rows); r++)
    {
      JsonObject *row = json_array_get_object_element (rows, r);
      guint n_varied = 0, n_same = 0;

      for (guint i = 0; i < entity->n_fields; i++)
        if (form_of (entity, &entity->fields[i]) >= 0)
          {
            const char *name = entity->fields[i].name;

            n_varied++;
            n_same +=
                json_object_has_member (row, name) &&
                json_node_equal (json_object_get_member (row, name), json_object_get_member (sample, name));
          }
      if (n_varied > 0 && n_same == n_varied)
        return TRUE;
    }
  return FALSE;
}

/* Several codes of a row differ from each other too. */
static void
vary_once (Hostile *h, const KxEntity *entity, JsonObject *sample, gboolean away)
{
  guint n = ++h->made, n_codes = 0;

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      int form = form_of (entity, field);
      g_autofree char *text = NULL;

      if (form < 0)
        continue;
      text = write_form (field, (HostileForm) form, form == HOSTILE_CODE ? n + n_codes++ : n, away);
      if (form == HOSTILE_NUMBER)
        json_object_set_int_member (sample, field->name, g_ascii_strtoll (text, NULL, 10));
      else
        json_object_set_string_member (sample, field->name, text);
    }
}

/* What no two rows share gets values of its own. */
static void
vary (Hostile *h, const KxEntity *entity, JsonObject *sample, gboolean away)
{
  guint tries = 0;

  do
    vary_once (h, entity, sample, away);
  while (is_taken (h, entity, sample) && ++tries < 100);
}

/* A row after which others are made: one that has just been made, where there is one. */
static JsonObject *
find_pattern (Hostile *h, const KxEntity *entity)
{
  JsonArray *rows = g_hash_table_lookup (h->rows, entity->collection);
  const KxTransition *create = kx_lifecycle_offers (entity->lifecycle, KX_OP_CREATE, NULL);
  const KxField *state = entity->state >= 0 ? &entity->fields[entity->state] : NULL;

  for (guint i = 0; state != NULL && rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (g_strcmp0 (json_object_get_string_member_with_default (row, state->name, NULL),
                     state->codes[create->to].name) == 0)
        return row;
    }
  return rows != NULL && json_array_get_length (rows) > 0 ? json_array_get_object_element (rows, 0) : NULL;
}

/* The other city's office, area and rows, where there are such, in the place of Jinan's. */
static void
move_away (Hostile *h, const KxEntity *entity, const KxTestOperation *create, JsonObject *sample)
{
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];
      const KxJsonNode *property = kx_test_spec_get (h->spec, create->body, "properties", field->name, NULL);
      const char *text, *hidden;
      const KxEntity *target;

      if (!json_object_has_member (sample, field->name) ||
          json_object_get_null_member (sample, field->name) ||
          (field->kind != KX_REF && field->format != KX_FORMAT_AREA))
        continue;
      text = json_object_get_string_member (sample, field->name);
      if (field->flags & KX_AREA)
        json_object_set_string_member (sample, field->name, "370200");
      else if (field->format == KX_FORMAT_AREA && g_str_has_prefix (text, "3701"))
        {
          g_autofree char *other = g_strconcat ("3702", text + 4, NULL);

          json_object_set_string_member (sample, field->name, other);
        }
      else if (field->kind == KX_REF)
        {
          target = target_of (property, sample);
          hidden = target != NULL ? g_hash_table_lookup (h->hidden, target->collection) : NULL;
          if (hidden != NULL)
            json_object_set_string_member (sample, field->name, hidden);
          else if (target != NULL && (field->flags & KX_REQUIRED) == 0)
            json_object_remove_member (sample, field->name);
        }
    }
}

/* What the row cannot share with another is made for it. */
static void
make_fresh (Hostile *h, const KxEntity *entity, gboolean away, JsonObject *sample)
{
  for (const HostileFresh *fresh = hostile_fresh; fresh->entity != NULL; fresh++)
    if (g_str_equal (fresh->entity, entity->name))
      {
        const KxField *field = &entity->fields[kx_entity_field (entity, fresh->member)];
        const KxEntity *target = kx_schema_entity (kx_schema_get (), field->target);
        g_autoptr (JsonObject) row = hostile_make_in (h, target, fresh->state, away);

        json_object_set_string_member (sample, fresh->member, json_object_get_string_member (row, "id"));
      }
}

static JsonObject *
build_sample (Hostile *h, const KxEntity *entity, gboolean away)
{
  const KxTestOperation *create = hostile_find (h, entity, "create");
  const KxJsonNode *properties = kx_json_node_member (create->body, "properties");
  JsonObject *pattern = find_pattern (h, entity), *sample = json_object_new ();
  g_autofree char *cases = g_strconcat (entity->name, ".create", NULL);

  for (guint i = 0; pattern != NULL && i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i);
      const char *name = kx_json_node_get_name (property);

      if (json_object_has_member (pattern, name) && !kx_test_node_flag (property, "x-sealed") &&
          !g_str_equal (name, "id"))
        json_object_set_member (sample, name, json_node_copy (json_object_get_member (pattern, name)));
    }
  fill_body (h, create, cases, sample, sample, HOSTILE_DAY_TEXT);
  if (away)
    move_away (h, entity, create, sample);
  make_fresh (h, entity, away, sample);
  return sample;
}

JsonObject *
hostile_sample_away (Hostile *h, const KxEntity *entity)
{
  JsonObject *sample = build_sample (h, entity, TRUE);

  vary (h, entity, sample, TRUE);
  return sample;
}

JsonObject *
hostile_sample (Hostile *h, const char *collection)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), collection);
  JsonObject *kept = g_hash_table_lookup (h->samples, collection), *sample = json_object_new ();
  g_autoptr (GList) members = NULL;

  if (kept == NULL)
    {
      kept = build_sample (h, entity, FALSE);
      g_hash_table_insert (h->samples, g_strdup (collection), kept);
    }
  members = json_object_get_members (kept);
  for (GList *link = members; link != NULL; link = link->next)
    json_object_set_member (sample, link->data, json_node_copy (json_object_get_member (kept, link->data)));
  vary (h, entity, sample, FALSE);
  return sample;
}

/* One field as it is. */
static JsonObject *
sample_patch (const KxTestOperation *operation, JsonObject *row)
{
  const KxJsonNode *properties = kx_json_node_member (operation->body, "properties");
  JsonObject *patch = json_object_new ();

  for (guint i = 0; i < kx_json_node_get_n_children (properties); i++)
    {
      const KxJsonNode *property = kx_json_node_get_child (properties, i);
      const char *name = kx_json_node_get_name (property);

      if (kx_test_node_flag (property, "x-fixed") || kx_test_node_flag (property, "x-sealed") || *name == '$')
        continue;
      if (json_object_has_member (row, name))
        json_object_set_member (patch, name, json_node_copy (json_object_get_member (row, name)));
      else if (kx_test_schema_is_nullable (property))
        json_object_set_null_member (patch, name);
      else
        continue;
      break;
    }
  if (kx_test_node_has (operation->body, "required", "$reason"))
    json_object_set_string_member (patch, "$reason", REASON);
  return patch;
}

JsonObject *
hostile_step_body (Hostile *h, const KxTestOperation *operation, JsonObject *row, const char *day)
{
  JsonObject *body = json_object_new ();

  if (kx_test_spec_get (h->spec, operation->body, "properties", "$reason", NULL) != NULL)
    json_object_set_string_member (body, "$reason", REASON);
  fill_body (h, operation, operation->id, body, row, day);
  return body;
}

JsonObject *
hostile_body (Hostile *h, const KxTestOperation *operation)
{
  JsonObject *row =
      hostile_is_row (operation) && !hostile_is_create (operation) ? hostile_row (h, operation, TRUE) : NULL;

  if (hostile_is_create (operation))
    return hostile_sample (h, operation->tag);
  if (g_str_has_suffix (operation->id, ".patch"))
    return sample_patch (operation, row);
  return hostile_step_body (h, operation, row, HOSTILE_DAY_TEXT);
}
