#include "server/kx-http-problem.h"

#include <glib/gi18n-lib.h>

/* Constants and msgids are borrowed, values are copied. */
struct _KxProblemFinding
{
  const char *code;
  const char *message;
  char *field;
  JsonNode *clause;
  GPtrArray *args; /* (element-type utf8), name and value by turns */
};

struct _KxProblem
{
  guint status;
  guint retry_after; /* seconds; 0: no hint */
  const char *code;
  const char *detail;
  GPtrArray *args;     /* (element-type utf8), name and value by turns */
  GPtrArray *findings; /* (element-type KxProblemFinding) */
  JsonNode *current;
};

static void
free_finding (gpointer data)
{
  KxProblemFinding *self = data;

  g_free (self->field);
  g_clear_pointer (&self->clause, json_node_unref);
  g_ptr_array_unref (self->args);
  g_free (self);
}

static void
add_arg (GPtrArray *args, const char *name, const char *value)
{
  g_ptr_array_add (args, g_strdup (name));
  g_ptr_array_add (args, g_strdup (value));
}

/* The title belongs to the kind of problem and never holds data. */
static const char *
find_title (guint status)
{
  static const struct
  {
    guint status;
    const char *title;
  } titles[] = {
    { 400, N_ ("The request is not well formed") },
    { 401, N_ ("Signing in is required") },
    { 403, N_ ("This is not allowed") },
    { 404, N_ ("There is nothing here") },
    { 405, N_ ("This cannot be done here") },
    { 409, N_ ("The request conflicts with the present state") },
    { 410, N_ ("This is no more") },
    { 412, N_ ("The record has changed meanwhile") },
    { 413, N_ ("The request is too large") },
    { 414, N_ ("The address is too long") },
    { 415, N_ ("This kind of content is not accepted here") },
    { 416, N_ ("The range lies outside the content") },
    { 422, N_ ("The request cannot be carried out") },
    { 426, N_ ("The program is too old") },
    { 428, N_ ("The request needs a precondition") },
    { 429, N_ ("There were too many requests") },
    { 500, N_ ("The service made a mistake") },
    { 503, N_ ("The service is busy") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (titles[i].status == status)
      return titles[i].title;
  return status >= 500 ? N_ ("The service made a mistake") : N_ ("The request was refused");
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_worded (JsonBuilder *builder, const char *name, const KxWords *words, const char *language,
            const char *msgid, GPtrArray *args)
{
  g_autofree char *text =
      kx_words_fill (kx_words_get (words, language, msgid), (const char *const *) args->pdata, args->len / 2);

  add_text (builder, name, text);
}

/* What the words were filled with, for who words them anew; not there when there is nothing. */
static void
add_args (JsonBuilder *builder, GPtrArray *args)
{
  if (args->len == 0)
    return;
  json_builder_set_member_name (builder, "args");
  json_builder_begin_object (builder);
  for (guint i = 0; i < args->len; i += 2)
    add_text (builder, args->pdata[i], args->pdata[i + 1]);
  json_builder_end_object (builder);
}

static void
add_findings (JsonBuilder *builder, const KxProblem *self, const KxWords *words, const char *language)
{
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->findings->len; i++)
    {
      const KxProblemFinding *finding = g_ptr_array_index (self->findings, i);

      json_builder_begin_object (builder);
      add_text (builder, "code", finding->code);
      add_text (builder, "field", finding->field);
      add_worded (builder, "message", words, language, finding->message, finding->args);
      add_args (builder, finding->args);
      json_builder_set_member_name (builder, "clause");
      json_builder_add_value (builder, finding->clause != NULL ? json_node_copy (finding->clause)
                                                               : json_node_new (JSON_NODE_NULL));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * kx_problem_new:
 * @status: HTTP status, 400 to 599
 * @code: a constant that programs may rely on, such as `not-found`
 * @detail: (nullable): msgid with {names}, a constant
 *
 * Returns: (transfer full): a problem without findings
 */
KxProblem *
kx_problem_new (guint status, const char *code, const char *detail)
{
  KxProblem *self = g_new0 (KxProblem, 1);

  self->status = status;
  self->code = code;
  self->detail = detail;
  self->args = g_ptr_array_new_with_free_func (g_free);
  self->findings = g_ptr_array_new_with_free_func (free_finding);
  return self;
}

/**
 * kx_problem_free:
 * @self: (nullable) (transfer full):
 */
void
kx_problem_free (KxProblem *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->args);
  g_ptr_array_unref (self->findings);
  g_clear_pointer (&self->current, json_node_unref);
  g_free (self);
}

/**
 * kx_problem_add_arg:
 *
 * Fills `{name}` of the detail; both texts are copied.
 */
void
kx_problem_add_arg (KxProblem *self, const char *name, const char *value)
{
  add_arg (self->args, name, value);
}

/**
 * kx_problem_set_current:
 * @current: (transfer full): the row as it is now, for 412
 */
void
kx_problem_set_current (KxProblem *self, JsonNode *current)
{
  g_clear_pointer (&self->current, json_node_unref);
  self->current = current;
}

/**
 * kx_problem_set_retry_after:
 *
 * Answers with `Retry-After` (RFC 9110 section 10.2.3), in seconds.
 */
void
kx_problem_set_retry_after (KxProblem *self, guint seconds)
{
  self->retry_after = seconds;
}

/**
 * kx_problem_add_finding:
 * @code: a constant
 * @field: (nullable): name of the field, copied
 * @message: msgid with {names}, a constant
 *
 * Returns: (transfer none): the finding, for its arguments and its clause
 */
KxProblemFinding *
kx_problem_add_finding (KxProblem *self, const char *code, const char *field, const char *message)
{
  KxProblemFinding *finding = g_new0 (KxProblemFinding, 1);

  finding->code = code;
  finding->message = message;
  finding->field = g_strdup (field);
  finding->args = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->findings, finding);
  return finding;
}

/**
 * kx_problem_finding_add_arg:
 *
 * Fills `{name}` of the message; both texts are copied.
 */
void
kx_problem_finding_add_arg (KxProblemFinding *self, const char *name, const char *value)
{
  add_arg (self->args, name, value);
}

/**
 * kx_problem_finding_take_clause:
 * @clause: (transfer full): what the finding rests on: kind of source, document, item, quoted words
 */
void
kx_problem_finding_take_clause (KxProblemFinding *self, JsonNode *clause)
{
  g_clear_pointer (&self->clause, json_node_unref);
  self->clause = clause;
}

guint
kx_problem_get_status (const KxProblem *self)
{
  return self->status;
}

/**
 * kx_problem_get_retry_after:
 *
 * Returns: seconds, or 0 for no hint
 */
guint
kx_problem_get_retry_after (const KxProblem *self)
{
  return self->retry_after;
}

/**
 * kx_problem_to_bytes:
 * @language: a language of @words
 *
 * Words the problem as `application/problem+json` (RFC 9457): type, title, status, detail, instance, code,
 * findings and, if set, current. The instance carries @request_id so that a person can quote it.
 */
GBytes *
kx_problem_to_bytes (const KxProblem *self, const KxWords *words, const char *language,
                     const char *request_id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *type = g_strconcat ("urn:kangxie:problem:", self->code, NULL);
  g_autofree char *instance = g_strconcat ("urn:kangxie:request:", request_id, NULL);
  char *text;

  json_builder_begin_object (builder);
  add_text (builder, "type", type);
  add_text (builder, "title", kx_words_get (words, language, find_title (self->status)));
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, self->status);
  if (self->detail != NULL)
    add_worded (builder, "detail", words, language, self->detail, self->args);
  add_text (builder, "instance", instance);
  add_text (builder, "code", self->code);
  add_findings (builder, self, words, language);
  if (self->current != NULL)
    {
      json_builder_set_member_name (builder, "current");
      json_builder_add_value (builder, json_node_copy (self->current));
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}
