/* Rows in the states that operations ask for, made by real requests: from a new row along the lifecycle's own
 * table, each step by an account that holds a role for it and, where there is one, took no other. */
#include "server/kx-hostile-cases.h"
#include "server/kx-hostile.h"

#include <string.h>

/* The first step's day; each goes ten days on, so that terms between them have run out. */
#define FIRST_STEP "2026-05-11"
#define STEP_DAYS 10

/* A row on its way. */
typedef struct
{
  Hostile *h;
  const KxEntity *entity;
  gboolean away;     /* in the other city */
  JsonObject *row;   /* owned; as it was last answered */
  GPtrArray *actors; /* (element-type utf8) who did something to it */
  GHashTable *taken; /* (element-type char*) owned; "2 sign": steps from there that led nowhere else, once */
  GHashTable *refused; /* (element-type char*) owned; the same: steps that were refused since */
  GString *why;        /* what was said to them */
  guint n_steps;
} Way;

static void
way_clear (Way *way)
{
  g_clear_pointer (&way->row, json_object_unref);
  g_ptr_array_unref (way->actors);
  g_hash_table_unref (way->taken);
  g_hash_table_unref (way->refused);
  g_string_free (way->why, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Way, way_clear)

static void
way_init (Way *way, Hostile *h, const KxEntity *entity, gboolean away)
{
  *way = (Way){ .h = h, .entity = entity, .away = away };
  way->actors = g_ptr_array_new_with_free_func (g_free);
  way->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  way->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  way->why = g_string_new (NULL);
}

static const char *
id_of (JsonObject *row)
{
  return json_object_get_string_member (row, "id");
}

static guint
state_of (const KxEntity *entity, JsonObject *row)
{
  const KxField *field = entity->state >= 0 ? &entity->fields[entity->state] : NULL;
  const char *state = field != NULL ? json_object_get_string_member (row, field->name) : NULL;

  return state != NULL ? (guint) kx_field_code (field, state, strlen (state)) : 0;
}

/* Who may take the step, those first that took no other: never "demo" in Jinan, who asks for the operation
 * itself in the end. (element-type utf8) */
static GPtrArray *
list_actors (Way *way, KxRoles roles)
{
  GPtrArray *logins = g_ptr_array_new_with_free_func (g_free);
  guint n_fresh = 0;

  for (guint i = 0; !way->away && i < KX_N_ROLES; i++)
    if (roles >> i & 1)
      g_ptr_array_add (logins, g_strdelimit (g_strdup (kx_role_codes[i].name), "_", '-'));
  g_ptr_array_add (logins, g_strdup (way->away ? "elsewhere" : "jinan"));
  if (way->away)
    g_ptr_array_add (logins, g_strdup ("demo"));
  for (guint i = 0; i < logins->len; i++)
    if (!g_ptr_array_find_with_equal_func (way->actors, logins->pdata[i], g_str_equal, NULL))
      {
        gpointer fresh = g_ptr_array_steal_index (logins, i);

        g_ptr_array_insert (logins, (int) n_fresh++, fresh);
      }
  return logins;
}

const KxTestOperation *
hostile_find (Hostile *h, const KxEntity *entity, const char *what)
{
  g_autofree char *id = g_strdup_printf ("%s.%s", entity->name, what);

  for (guint i = 0; i < h->spec->operations->len; i++)
    if (g_str_equal (((KxTestOperation *) h->spec->operations->pdata[i])->id, id))
      return h->spec->operations->pdata[i];
  return NULL;
}

JsonObject *
hostile_post (Hostile *h, const char *collection, JsonObject *sample, const char *login, const char *key)
{
  g_autofree char *target = g_strconcat ("/v1/", collection, NULL),
                  *any = g_strdup_printf ("key-%u", ++h->made);
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("POST", target, login);
  g_autofree char *text = hostile_text (sample, NULL, NULL);
  g_autoptr (KxTestAnswer) answer = NULL;
  JsonArray *rows = g_hash_table_lookup (h->rows, collection);
  JsonObject *row;

  kx_test_ask_set (ask, "Idempotency-Key", key != NULL ? key : any);
  kx_test_ask_set_body (ask, "application/json", text, -1);
  answer = kx_test_service_ask (h->service, ask);
  if (answer->status != 201)
    g_error ("%s %s by %s: %s", collection, text, login, answer->body);
  hostile_spend (h, collection);
  row = kx_test_answer_object (answer);
  if (rows != NULL && hostile_is_here (row))
    json_array_add_object_element (rows, json_object_ref (row));
  return row;
}

void
hostile_spend (Hostile *h, const char *collection)
{
  g_hash_table_remove (h->samples, collection);
}

static void
begin (Way *way)
{
  const KxTransition *create = kx_lifecycle_offers (way->entity->lifecycle, KX_OP_CREATE, NULL);
  g_autoptr (GPtrArray) logins = list_actors (way, create->roles);
  g_autoptr (JsonObject) sample = NULL;

  sample = way->away ? hostile_sample_away (way->h, way->entity)
                     : hostile_sample (way->h, way->entity->collection);
  way->row = hostile_post (way->h, way->entity->collection, sample, logins->pdata[0], NULL);
  g_ptr_array_add (way->actors, g_strdup (logins->pdata[0]));
}

/* Sends the bytes that an attachment names. */
static void
send_bytes (Hostile *h, const char *login, const char *sha256, const char *bytes)
{
  const KxTestOperation *operation = kx_test_spec_find (h->spec, "blob.put");
  g_autofree char *target = g_strconcat ("/v1/blobs/", sha256, NULL);
  g_autoptr (KxTestAsk) ask = kx_test_ask_new (operation->method, target, login);
  g_autoptr (KxTestAnswer) answer = NULL;

  kx_test_ask_set_body (ask, operation->type, bytes, -1);
  answer = kx_test_service_ask (h->service, ask);
  if (answer->status / 100 != 2)
    g_error ("%s: %u %s", target, answer->status, answer->body);
}

/* A row of that kind that belongs to the one on its way; of an attachment, with its bytes. */
static void
make_part (Way *way, const KxEntity *part)
{
  const char *login = way->away ? "elsewhere" : "jinan";
  g_autoptr (JsonObject) made = NULL, sample = way->away ? hostile_sample_away (way->h, part)
                                                         : hostile_sample (way->h, part->collection);
  const KxField *parent = &part->fields[kx_entity_flagged (part, KX_PARENT)];
  gboolean file = g_str_equal (part->name, "attachment");
  g_autofree char *bytes = g_strdup_printf ("bytes %u", ++way->h->made), *sha256 = NULL;

  sha256 = kx_sha256_hex (bytes, strlen (bytes));
  json_object_set_string_member (sample, parent->name, id_of (way->row));
  if (g_str_equal (parent->target, "*"))
    json_object_set_string_member (sample, "owner_entity", way->entity->name);
  if (file)
    {
      json_object_set_string_member (sample, "sha256", sha256);
      json_object_set_int_member (sample, "size", (gint64) strlen (bytes));
    }
  made = hostile_post (way->h, part->collection, sample, login, NULL);
  if (file)
    send_bytes (way->h, login, sha256, bytes);
  g_hash_table_insert (way->h->parts, g_strconcat (id_of (way->row), " ", part->name, NULL),
                       g_strdup (id_of (made)));
}

/* Changes what belongs to the one on its way and came with it, as the cases say. */
static void
change_parts (Way *way, const KxEntity *part)
{
  const KxTestOperation *operation = hostile_find (way->h, part, "patch");
  const char *parent = part->fields[kx_entity_flagged (part, KX_PARENT)].name;
  g_autofree char *list =
      g_strdup_printf ("/v1/%s?%s=%s&limit=500", part->collection, parent, id_of (way->row));
  g_autoptr (JsonObject) page = hostile_get (way->h, list, "demo"),
                         body = hostile_step_body (way->h, operation, NULL, HOSTILE_DAY_TEXT);
  g_autofree char *text = hostile_text (body, NULL, NULL);
  JsonArray *items = json_object_get_array_member (page, "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      g_autofree char *target =
          g_strdup_printf ("/v1/%s/%s", part->collection, id_of (json_array_get_object_element (items, i)));
      g_autoptr (KxTestAsk) ask = kx_test_ask_new ("PATCH", target, way->away ? "elsewhere" : "jinan");
      g_autoptr (KxTestAnswer) answer = NULL;

      kx_test_ask_set (ask, "If-Match", "*");
      kx_test_ask_set_body (ask, operation->type, text, -1);
      answer = kx_test_service_ask (way->h->service, ask);
      if (answer->status != 200)
        g_error ("%s %s: %u %s", target, text, answer->status, answer->body);
    }
}

/* A row of that kind of the same office; that of Jinan has one. */
static void
make_beside (Way *way, const KxEntity *kind)
{
  g_autofree char *key = g_strconcat ("beside ", kind->name, NULL);
  g_autofree char *operation = g_strconcat (kind->name, ".beside", NULL);
  g_autoptr (JsonObject) made = NULL, sample = NULL;

  if (!way->away || g_hash_table_contains (way->h->parts, key))
    return;
  sample = hostile_sample_away (way->h, kind);
  for (const HostileGiven *given = hostile_given; given->operation != NULL; given++)
    if (g_str_equal (given->operation, operation))
      json_object_set_member (sample, given->member, json_from_string (given->raw, NULL));
  made = hostile_post (way->h, kind->collection, sample, "elsewhere", NULL);
  g_hash_table_insert (way->h->parts, g_steal_pointer (&key), g_strdup (id_of (made)));
}

/* The rows that the operation asks for. */
static void
make_parts (Way *way, const char *operation)
{
  for (const HostileNeed *need = hostile_needs; need->operation != NULL; need++)
    if (g_str_equal (need->operation, operation) && strchr ("+=@", *need->before) != NULL)
      {
        const KxEntity *part = kx_schema_entity (kx_schema_get (), need->before + 1);

        if (*need->before == '+')
          make_part (way, part);
        else if (*need->before == '@')
          make_beside (way, part);
        else
          change_parts (way, part);
      }
}

static gboolean
take_step_as (Way *way, const KxTestOperation *operation, const char *login, const char *text)
{
  g_autofree char *target =
      g_strdup_printf ("/v1/%s/%s/actions/%s", way->entity->collection, id_of (way->row),
                       operation->id + strlen (way->entity->name) + 1);
  g_autofree char *tag =
      g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", json_object_get_int_member (way->row, "seq"));
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("POST", target, login);
  g_autoptr (KxTestAnswer) answer = NULL;

  kx_test_ask_set (ask, "If-Match", tag);
  kx_test_ask_set_body (ask, "application/json", text, -1);
  answer = kx_test_service_ask (way->h->service, ask);
  if (answer->status != 200)
    {
      g_string_append_printf (way->why, "\n  %s %s by %s: %u %s", operation->id, text, login, answer->status,
                              answer->body);
      return FALSE;
    }
  json_object_unref (way->row);
  way->row = kx_test_answer_object (answer);
  g_ptr_array_add (way->actors, g_strdup (login));
  return TRUE;
}

/* By the first whom the service lets. */
static gboolean
take_step (Way *way, const KxTransition *step)
{
  const KxTestOperation *operation = hostile_find (way->h, way->entity, step->action);
  g_autofree char *day = hostile_day (FIRST_STEP, STEP_DAYS * way->n_steps++), *text = NULL;
  g_autoptr (GPtrArray) logins = list_actors (way, step->roles);
  g_autoptr (JsonObject) body = NULL;

  make_parts (way, operation->id);
  body = hostile_step_body (way->h, operation, way->row, day);
  text = hostile_text (body, NULL, NULL);
  for (guint i = 0; i < logins->len; i++)
    if (take_step_as (way, operation, logins->pdata[i], text))
      return TRUE;
  return FALSE;
}

static char *
name_step (guint state, const KxTransition *step)
{
  return g_strdup_printf ("%u %s", state, step->action);
}

static gboolean
was_tried (Way *way, guint state, const KxTransition *step)
{
  g_autofree char *name = name_step (state, step);

  return g_hash_table_contains (way->refused, name) || g_hash_table_contains (way->taken, name);
}

/* The first step of the shortest way from `state` to one of `goals`, by the states that the table names;
 * NULL: there is none. */
static const KxTransition *
find_step (Way *way, guint state, guint goals)
{
  const KxLifecycle *lifecycle = way->entity->lifecycle;
  const KxTransition *first[32] = { NULL };
  guint queue[32] = { state }, seen = 1u << state, n = 1;

  for (guint at = 0; at < n; at++)
    for (guint i = 0; i < lifecycle->n_rows; i++)
      {
        const KxTransition *step = &lifecycle->rows[i];

        if (step->kind != KX_OP_ACTION || step->roles == 0 || step->to == KX_STAYS ||
            !(step->from >> queue[at] & 1) || (seen >> step->to & 1) || was_tried (way, queue[at], step))
          continue;
        seen |= 1u << step->to;
        first[step->to] = queue[at] == state ? step : first[queue[at]];
        if (goals >> step->to & 1)
          return first[step->to];
        queue[n++] = (guint) step->to;
      }
  return NULL;
}

/* A step from `state` whose effect may lead to another that the table does not name. */
static const KxTransition *
find_open_step (Way *way, guint state)
{
  const KxLifecycle *lifecycle = way->entity->lifecycle;

  for (guint i = 0; i < lifecycle->n_rows; i++)
    {
      const KxTransition *step = &lifecycle->rows[i];

      if (step->kind == KX_OP_ACTION && step->roles != 0 && step->to == KX_STAYS && step->effect != NULL &&
          (step->from >> state & 1) && !was_tried (way, state, step))
        return step;
    }
  return NULL;
}

/* The next step towards one of `goals`; NULL: there is no way. */
static const KxTransition *
find_next (Way *way, guint state, guint goals)
{
  const KxTransition *step = find_step (way, state, goals);
  guint open = 0;

  if (step != NULL)
    return step;
  step = find_open_step (way, state);
  if (step != NULL || way->entity->state < 0)
    return step;
  for (guint i = 0; i < kx_field_n_codes (&way->entity->fields[way->entity->state]); i++)
    if (find_open_step (way, i) != NULL)
      open |= 1u << i;
  return find_step (way, state, open);
}

/* Takes the step, and remembers what it led to: one that changed more than the state may have opened others.
 */
static gboolean
try_step (Way *way, const KxTransition *step)
{
  guint state = state_of (way->entity, way->row);
  gboolean done = take_step (way, step);

  if (done && step->to == KX_STAYS)
    {
      g_hash_table_remove_all (way->refused);
      g_hash_table_add (way->taken, name_step (state, step));
    }
  else if (!done)
    g_hash_table_add (way->refused, name_step (state, step));
  return done;
}

/* Goes on until the row is in one of the states; a step that is refused is gone around. */
static gboolean
go_to (Way *way, guint goals)
{
  for (;;)
    {
      guint state = state_of (way->entity, way->row);
      const KxTransition *step;

      if (goals >> state & 1)
        return TRUE;
      step = find_next (way, state, goals);
      if (step == NULL)
        return FALSE;
      try_step (way, step);
    }
}

/* Goes on until the row has taken the step, from whichever state lets it. */
static gboolean
go_through (Way *way, const KxTransition *step)
{
  guint from = step->from;

  while (from != 0 && go_to (way, from))
    {
      guint state = state_of (way->entity, way->row);
      const KxTransition *open;

      if (try_step (way, step))
        return TRUE;
      open = find_open_step (way, state);
      if (open == NULL || !try_step (way, open))
        from &= ~(1u << state);
    }
  return FALSE;
}

static void
give_up (Way *way, const char *what)
{
  g_error ("There is no way to a row for %s; kx-hostile-cases.c may need a line:%s", what, way->why->str);
}

/* The row as it is read. */
static JsonObject *
finish (Way *way)
{
  g_autofree char *target = g_strdup_printf ("/v1/%s/%s", way->entity->collection, id_of (way->row));

  return hostile_get (way->h, target, "demo");
}

JsonObject *
hostile_make_in (Hostile *h, const KxEntity *entity, const char *state, gboolean away)
{
  g_auto (Way) way;

  way_init (&way, h, entity, away);
  begin (&way);
  if (state != NULL &&
      !go_to (&way, 1u << kx_field_code (&entity->fields[entity->state], state, strlen (state))))
    give_up (&way, state);
  return finish (&way);
}

/* The states from which the operation goes, or does not. */
static guint
states_of (const KxEntity *entity, const KxTestOperation *operation, gboolean right)
{
  const KxJsonNode *from = kx_json_node_member (operation->node, "x-from");
  guint all = entity->state >= 0 ? kx_field_n_codes (&entity->fields[entity->state]) : 1, states = 0;

  for (guint i = 0; i < all; i++)
    if (from == NULL ||
        kx_test_node_has (operation->node, "x-from", entity->fields[entity->state].codes[i].name) == right)
      states |= 1u << i;
  return states;
}

/* What the operation needs beside the state. */
static gboolean
prepare (Way *way, const char *operation)
{
  for (const HostileNeed *need = hostile_needs; need->operation != NULL; need++)
    {
      const KxTransition *step;

      if (!g_str_equal (need->operation, operation) || strchr ("+=@", *need->before) != NULL)
        continue;
      step = kx_lifecycle_offers (way->entity->lifecycle, KX_OP_ACTION, need->before);
      if (!go_through (way, step))
        return FALSE;
    }
  return TRUE;
}

JsonObject *
hostile_make_for (Hostile *h, const KxTestOperation *operation)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), operation->tag);
  g_auto (Way) way;

  way_init (&way, h, entity, FALSE);
  begin (&way);
  if (!prepare (&way, operation->id) || !go_to (&way, states_of (entity, operation, TRUE)))
    give_up (&way, operation->id);
  make_parts (&way, operation->id);
  return finish (&way);
}

/* A row in a state from which the operation does not go; NULL: people bring none there. */
static JsonObject *
make_wrong (Hostile *h, const KxTestOperation *operation)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), operation->tag);
  g_auto (Way) way;

  way_init (&way, h, entity, FALSE);
  begin (&way);
  return go_to (&way, states_of (entity, operation, FALSE)) ? finish (&way) : NULL;
}

/* Of a kind that people do not make: one of the rows that are there is brought to where the operation goes
 * from. NULL: none of them can be. */
static JsonObject *
bring_there (Hostile *h, const KxTestOperation *operation)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), operation->tag);
  JsonArray *rows = g_hash_table_lookup (h->rows, operation->tag);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      g_auto (Way) way;

      way_init (&way, h, entity, FALSE);
      way.row = json_object_ref (json_array_get_object_element (rows, i));
      if (go_to (&way, states_of (entity, operation, TRUE)))
        return finish (&way);
    }
  return NULL;
}

static void
keep (GHashTable *rows, const KxTestOperation *operation, JsonObject *row)
{
  if (row != NULL)
    g_hash_table_insert (rows, g_strdup (operation->id), row);
}

void
hostile_prepare (Hostile *h, const KxTestOperation *operation)
{
  const KxEntity *entity = kx_schema_collection (kx_schema_get (), operation->tag);
  gboolean bound = kx_json_node_member (operation->node, "x-from") != NULL;
  gboolean restore = g_str_has_suffix (operation->id, ".restore"), made;

  if (entity == NULL || !hostile_is_row (operation) || hostile_is_create (operation))
    return;
  made = !restore && hostile_find (h, entity, "create") != NULL;
  g_hash_table_remove (h->right, operation->id);
  if (made && !g_str_equal (operation->method, "GET"))
    keep (h->right, operation, hostile_make_for (h, operation));
  else if (!restore && hostile_row (h, operation, TRUE) == NULL)
    keep (h->right, operation, bring_there (h, operation));
  if (made && bound && hostile_row (h, operation, FALSE) == NULL)
    keep (h->wrong, operation, make_wrong (h, operation));
  if (hostile_row (h, operation, TRUE) == NULL)
    g_error ("There is no row for %s", operation->id);
}
