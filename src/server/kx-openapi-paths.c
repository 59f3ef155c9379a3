/* The addresses of one collection: its list, its rows, their history, steps and sets. */
#include "server/kx-openapi-private.h"
#include "server/kx-list-request.h"

#include <string.h>

#define ROW_HEADERS                                                                                          \
  {                                                                                                          \
    "ETag"                                                                                                   \
  }

/* All rows of the table for one op together: who may take it, from which states, what it asks. */
typedef struct
{
  const KxTransition *first; /* NULL: the entity does not know it */
  KxRoles roles;
  guint from, flags;
} Step;

static Step
find_step (const KxEntity *entity, KxOpKind kind, const char *action)
{
  const KxLifecycle *lifecycle = entity->lifecycle;
  Step step = { .first = kx_lifecycle_knows (lifecycle, kind, action) };

  for (guint i = 0; step.first != NULL && i < lifecycle->n_rows; i++)
    {
      const KxTransition *row = &lifecycle->rows[i];

      if (row->kind != kind || (kind == KX_OP_ACTION && !g_str_equal (row->action, action)))
        continue;
      /* A reason that only some states ask for is none that must be sent. */
      step.flags = row == step.first
                       ? row->flags
                       : ((step.flags | row->flags) & ~(guint) KX_NEEDS_REASON) | (step.flags & row->flags);
      step.roles |= row->roles;
      step.from |= row->from;
    }
  return step;
}

static gboolean
is_bound_to_state (const KxEntity *entity, const Step *step)
{
  return entity->state >= 0 && step->from != KX_FROM_ANY;
}

/* Who may, from where, and what else the step says of itself. */
static void
write_step (JsonBuilder *out, const KxEntity *entity, const Step *step)
{
  kx_spec_roles (out, "x-roles", step->roles);
  kx_spec_roles (out, "x-reads", kx_drawer_roles (entity->drawer));
  if (is_bound_to_state (entity, step))
    {
      const KxField *state = &entity->fields[entity->state];

      kx_spec_begin_list (out, "x-from");
      for (guint i = 0; i < kx_field_n_codes (state); i++)
        if (step->from >> i & 1)
          kx_spec_text (out, NULL, state->codes[i].name);
      kx_spec_end_list (out);
    }
  if (step->flags & KX_NEEDS_REASON)
    kx_spec_flag (out, "x-needs-reason", TRUE);
}

static void
write_reads (JsonBuilder *out, const KxEntity *entity)
{
  kx_spec_roles (out, "x-reads",
                 entity->traits & KX_NATIONAL ? (KxRoles) KX_ANY_ROLE : kx_drawer_roles (entity->drawer));
}

static void
begin (JsonBuilder *out, const KxEntity *entity, const char *method, const char *what, const char *summary,
       const char *description)
{
  g_autofree char *id = g_strdup_printf ("%s.%s", entity->name, what);
  g_autofree char *words = g_strdup_printf ("%s: %s", entity->label, summary);

  kx_spec_begin_operation (out, method, entity->collection, id, words, description);
}

static void
add_parameters (JsonBuilder *out, const char *const *names)
{
  kx_spec_begin_list (out, "parameters");
  for (guint i = 0; names[i] != NULL; i++)
    kx_spec_ref (out, NULL, "parameters", names[i]);
  kx_spec_end_list (out);
}

static void
write_filter (JsonBuilder *out, const KxField *field, const char *ending, KxTest test)
{
  g_autofree char *name = g_strconcat (field->name, ending, NULL);
  g_autofree char *words = NULL;

  if (!kx_list_request_fits (field, test))
    return;
  words = test == KX_EQUALS
              ? g_strdup_printf (field->kind == KX_CODES ? "%s: has this one" : "%s: is this", field->label)
          : test == KX_ABOVE ? g_strdup_printf ("%s: this or more", field->label)
          : test == KX_BELOW ? g_strdup_printf ("%s: this or less", field->label)
                             : g_strdup_printf ("%s: has no value", field->label);
  kx_spec_begin_parameter (out, NULL, name, "query", FALSE, words);
  if (test == KX_IS_NULL)
    {
      kx_spec_text (out, "type", "string");
      kx_spec_text (out, "const", "true");
    }
  else
    kx_spec_write_filter_schema (out, field);
  kx_spec_end_parameter (out);
}

static void
write_sort (JsonBuilder *out, const KxEntity *entity)
{
  kx_spec_begin_parameter (
      out, NULL, "sort", "query", FALSE,
      "The order, downwards with a minus; without it by the row's title, then by id. What refers "
      "to another row stands in the order of that row's title.");
  kx_spec_text (out, "type", "string");
  kx_spec_begin_list (out, "enum");
  for (int i = -2; i < (int) entity->n_fields; i++)
    {
      const char *name = i == -2 ? "id" : i == -1 ? "seq" : entity->fields[i].name;
      g_autofree char *down = g_strconcat ("-", name, NULL);

      if (i >= 0 && !kx_list_request_sorts (&entity->fields[i]))
        continue;
      kx_spec_text (out, NULL, name);
      kx_spec_text (out, NULL, down);
    }
  kx_spec_end_list (out);
  kx_spec_end_parameter (out);
}

static void
write_list (JsonBuilder *out, const KxEntity *entity)
{
  g_autofree char *page = kx_spec_schema_name (entity, "Page");
  const KxSpecAnswer answers[] = { { 200, "A page of rows", "application/json", page, { "Link" } } };

  begin (out, entity, "get", "list", "list",
         "The rows one may see, filtered, searched and sorted, a page at a time. At most " G_STRINGIFY (
             KX_LIST_TERMS) " conditions; each name once.");
  write_reads (out, entity);
  kx_spec_begin_list (out, "parameters");
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];

      write_filter (out, field, "", KX_EQUALS);
      write_filter (out, field, ".gte", KX_ABOVE);
      write_filter (out, field, ".lte", KX_BELOW);
      write_filter (out, field, ".null", KX_IS_NULL);
    }
  if (kx_list_request_searches (entity))
    kx_spec_ref (out, NULL, "parameters", "Search");
  write_sort (out, entity);
  kx_spec_ref (out, NULL, "parameters", "Limit");
  kx_spec_ref (out, NULL, "parameters", "After");
  kx_spec_ref (out, NULL, "parameters", "Deleted");
  kx_spec_end_list (out);
  kx_spec_end_operation (out, answers, G_N_ELEMENTS (answers), KX_SPEC_SIGNED);
}

static void
write_create (JsonBuilder *out, const KxEntity *entity, gboolean put)
{
  static const char *const put_parameters[] = { "IfNoneMatchAny", "IdempotencyKey", NULL };
  static const char *const post_parameters[] = { "IdempotencyKeyNeeded", NULL };
  Step step = find_step (entity, KX_OP_CREATE, NULL);
  g_autofree char *row = kx_spec_schema_name (entity, "");
  g_autofree char *body = kx_spec_schema_name (entity, put ? "Create" : "CreateWithId");
  const KxSpecAnswer answers[] = { { 201, "Made", "application/json", row, { "ETag", "Location" } } };

  if (put)
    begin (out, entity, "put", "create", step.first->label,
           "Makes the row of this id. PUT never replaces: an id that is taken gives 412.");
  else
    begin (out, entity, "post", "add", step.first->label,
           "Makes a row. Without `id` in the body the service gives one; the same key gives the same row "
           "again.");
  write_step (out, entity, &step);
  add_parameters (out, put ? put_parameters : post_parameters);
  kx_spec_body (out, "application/json", body, TRUE);
  kx_spec_end_operation (out, answers, G_N_ELEMENTS (answers),
                         KX_SPEC_WRITE | KX_SPEC_BODY | KX_SPEC_403 | KX_SPEC_412 | KX_SPEC_422 |
                             (put ? KX_SPEC_404 | KX_SPEC_428 : 0));
}

static void
write_get (JsonBuilder *out, const KxEntity *entity)
{
  static const char *const parameters[] = { "AsOf", "IfNoneMatch", NULL };
  g_autofree char *row = kx_spec_schema_name (entity, "");
  const KxSpecAnswer answers[] = { { 200, "The row", "application/json", row, ROW_HEADERS },
                                   { 304, "The row has the version of If-None-Match", NULL, NULL,
                                     ROW_HEADERS } };

  begin (out, entity, "get", "get", "one row",
         "A row in the trash gives 410, unless it is asked for as of an earlier change.");
  write_reads (out, entity);
  add_parameters (out, parameters);
  kx_spec_end_operation (out, answers, G_N_ELEMENTS (answers), KX_SPEC_SIGNED | KX_SPEC_404 | KX_SPEC_410);
}

/* What may stand in the way of a change of a row that is there. */
static guint
problems_of (const KxEntity *entity, const Step *step)
{
  return KX_SPEC_WRITE | KX_SPEC_403 | KX_SPEC_404 | KX_SPEC_410 | KX_SPEC_412 | KX_SPEC_422 |
         (is_bound_to_state (entity, step) ? KX_SPEC_409 : 0);
}

static const char *const change_parameters[] = { "IfMatch", "IdempotencyKey", NULL };

static void
write_patch (JsonBuilder *out, const KxEntity *entity)
{
  Step step = find_step (entity, KX_OP_PATCH, NULL);
  g_autofree char *row = kx_spec_schema_name (entity, ""), *body = kx_spec_schema_name (entity, "Patch");
  const KxSpecAnswer answers[] = { { 200, "The row as it stands now", "application/json", row,
                                     ROW_HEADERS } };

  begin (out, entity, "patch", "patch", step.first->label,
         "Merge patch (RFC 7396): members given get their value, null takes it away, others stay.");
  write_step (out, entity, &step);
  add_parameters (out, change_parameters);
  kx_spec_body (out, "application/merge-patch+json", body, TRUE);
  kx_spec_end_operation (out, answers, G_N_ELEMENTS (answers),
                         problems_of (entity, &step) | KX_SPEC_BODY | KX_SPEC_428);
}

static void
write_delete (JsonBuilder *out, const KxEntity *entity)
{
  static const KxSpecAnswer answers[] = { { 204, "In the trash", NULL, NULL, ROW_HEADERS } };
  Step step = find_step (entity, KX_OP_DELETE, NULL);

  begin (out, entity, "delete", "delete", step.first->label,
         "Puts the row, and what belongs to it, in the trash.");
  write_step (out, entity, &step);
  add_parameters (out, change_parameters);
  kx_spec_body (out, "application/json", step.flags & KX_NEEDS_REASON ? "ReasonNeeded" : "Reason",
                (step.flags & KX_NEEDS_REASON) != 0);
  kx_spec_end_operation (out, answers, G_N_ELEMENTS (answers),
                         problems_of (entity, &step) | KX_SPEC_BODY | KX_SPEC_428);
}

static void
write_history (JsonBuilder *out, const KxEntity *entity)
{
  static const char *const parameters[] = { "Before", "Limit", NULL };
  static const KxSpecAnswer answers[] = {
    { 200, "Who changed what, newest first", "application/json", "HistoryPage", { "Link" } }
  };

  begin (out, entity, "get", "history", "history", "Also of a row in the trash.");
  write_reads (out, entity);
  add_parameters (out, parameters);
  kx_spec_end_operation (out, answers, G_N_ELEMENTS (answers), KX_SPEC_SIGNED | KX_SPEC_404);
}

/* Begins a path below a row; `of` is printed with the collection. */
static void
begin_path (JsonBuilder *out, const char *path, gboolean with_id)
{
  kx_spec_begin (out, path);
  kx_spec_begin_list (out, "parameters");
  kx_spec_ref (out, NULL, "parameters", "RequestId");
  if (with_id)
    kx_spec_ref (out, NULL, "parameters", "Id");
  kx_spec_end_list (out);
}

/* Whether a step cannot be taken without a body. */
static gboolean
needs_body (const Step *step)
{
  const KxEntity *arguments = step->first->arguments;

  for (guint i = 0; arguments != NULL && i < arguments->n_fields; i++)
    if (arguments->fields[i].flags & KX_REQUIRED)
      return TRUE;
  return (step->flags & KX_NEEDS_REASON) != 0;
}

static void
write_action (JsonBuilder *out, const KxEntity *entity, KxOpKind kind, const char *action)
{
  Step step = find_step (entity, kind, action);
  const char *name = action != NULL ? action : "restore";
  gboolean reveals = (step.flags & KX_REVEALS) != 0;
  g_autofree char *row = kx_spec_schema_name (entity, "");
  g_autofree char *path = g_strdup_printf ("/v1/%s/{id}/actions/%s", entity->collection, name);
  g_autofree char *arguments = kx_spec_arguments_name (entity, step.first);
  const KxSpecAnswer answers[] = {
    { 200,
      reveals ? "The clear value" : "The row as it stands now",
      "application/json",
      reveals ? "Revealed" : row,
      { reveals ? NULL : "ETag" } },
  };

  begin_path (out, path, TRUE);
  begin (out, entity, "post", name, step.first->label,
         kind == KX_OP_RESTORE ? "Takes the row, and what went with it, back out of the trash." : NULL);
  write_step (out, entity, &step);
  add_parameters (out, change_parameters);
  kx_spec_body (out, "application/json", arguments, needs_body (&step));
  kx_spec_end_operation (out, answers, G_N_ELEMENTS (answers),
                         (problems_of (entity, &step) & ~(kind == KX_OP_RESTORE ? (guint) KX_SPEC_410 : 0)) |
                             KX_SPEC_BODY | KX_SPEC_428 | (kind == KX_OP_RESTORE ? KX_SPEC_409 : 0));
  kx_spec_end (out);
}

static void
write_actions (JsonBuilder *out, const KxEntity *entity)
{
  const KxLifecycle *lifecycle = entity->lifecycle;

  for (guint i = 0; lifecycle != NULL && i < lifecycle->n_rows; i++)
    {
      const KxTransition *row = &lifecycle->rows[i];

      if (row->kind == KX_OP_ACTION && kx_lifecycle_offers (lifecycle, KX_OP_ACTION, row->action) == row)
        write_action (out, entity, KX_OP_ACTION, row->action);
    }
  if (find_step (entity, KX_OP_RESTORE, NULL).roles != 0)
    write_action (out, entity, KX_OP_RESTORE, NULL);
}

static void
write_value (JsonBuilder *out, const KxEntity *entity, const KxField *field, KxOpKind kind)
{
  static const char *const parameters[] = { "IfMatchOptional", "IdempotencyKey", NULL };
  Step step = find_step (entity, kind, NULL);
  g_autofree char *row = kx_spec_schema_name (entity, "");
  g_autofree char *what = g_strdup_printf ("%s.%s", field->name, kx_op_kind_name (kind));
  const KxSpecAnswer answers[] = { { 200, "The row as it stands now", "application/json", row,
                                     ROW_HEADERS } };

  if (step.first == NULL)
    return;
  begin (out, entity, kind == KX_OP_ADD ? "put" : "delete", what, field->label,
         kind == KX_OP_ADD ? "Puts the value into the set." : "Takes the value out of the set.");
  write_step (out, entity, &step);
  add_parameters (out, parameters);
  kx_spec_end_operation (out, answers, G_N_ELEMENTS (answers), problems_of (entity, &step));
}

static void
write_set (JsonBuilder *out, const KxEntity *entity, const KxField *field)
{
  g_autofree char *path = g_strdup_printf ("/v1/%s/{id}/%s/{value}", entity->collection, field->name);

  kx_spec_begin (out, path);
  kx_spec_begin_list (out, "parameters");
  kx_spec_ref (out, NULL, "parameters", "RequestId");
  kx_spec_ref (out, NULL, "parameters", "Id");
  kx_spec_begin_parameter (out, NULL, "value", "path", TRUE, field->label);
  kx_spec_write_filter_schema (out, field);
  kx_spec_end_parameter (out);
  kx_spec_end_list (out);
  write_value (out, entity, field, KX_OP_ADD);
  write_value (out, entity, field, KX_OP_REMOVE);
  kx_spec_end (out);
}

static gboolean
knows (const KxEntity *entity, KxOpKind kind)
{
  return kx_lifecycle_offers (entity->lifecycle, kind, NULL) != NULL;
}

void
kx_spec_write_collection (JsonBuilder *out, const KxEntity *entity)
{
  g_autofree char *list = g_strconcat ("/v1/", entity->collection, NULL);
  g_autofree char *row = g_strconcat (list, "/{id}", NULL);
  g_autofree char *history = g_strconcat (row, "/history", NULL);

  begin_path (out, list, FALSE);
  write_list (out, entity);
  if (knows (entity, KX_OP_CREATE))
    write_create (out, entity, FALSE);
  kx_spec_end (out);
  begin_path (out, row, TRUE);
  write_get (out, entity);
  if (knows (entity, KX_OP_CREATE))
    write_create (out, entity, TRUE);
  if (knows (entity, KX_OP_PATCH))
    write_patch (out, entity);
  if (knows (entity, KX_OP_DELETE))
    write_delete (out, entity);
  kx_spec_end (out);
  begin_path (out, history, TRUE);
  write_history (out, entity);
  kx_spec_end (out);
  write_actions (out, entity);
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].kind == KX_CODES && (entity->fields[i].flags & KX_SERVICE_SETS) == 0 &&
        (knows (entity, KX_OP_ADD) || knows (entity, KX_OP_REMOVE)))
      write_set (out, entity, &entity->fields[i]);
}
