#include "server/kx-answer.h"

#include "core/kx-decide.h"
#include "core/kx-wire-record.h"
#include "core/kx-wire.h"
#include "db/kx-db.h"
#include "store/kx-row.h"

#include <string.h>

/* The first finding of the list that fails decides the status, in this order. */
static const struct
{
  const char *code;
  guint status;
} statuses[] = {
  { KX_CODE_NOT_FOUND, 404 }, { KX_CODE_NO_SUCH_STEP, 404 },  { KX_CODE_TRASHED, 410 }, { KX_CODE_ROLE, 403 },
  { KX_CODE_EXISTS, 412 },    { KX_CODE_CHANGED_SINCE, 412 }, { KX_CODE_STATE, 409 },
};

const KxEntity kx_answer_no_arguments = { .name = "nothing", .state = -1 };

static const KxFinding *
find_failing (GPtrArray *findings, const char *code)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const KxFinding *finding = findings->pdata[i];

      if (finding->verdict == KX_FAILS && (code == NULL || g_str_equal (finding->code, code)))
        return finding;
    }
  return NULL;
}

static void
add_finding (KxProblem *problem, const KxFinding *finding)
{
  KxProblemFinding *told = kx_problem_add_finding (problem, finding->code, finding->field, finding->message);

  for (guint i = 0; i < KX_FINDING_ARGS && finding->args[i].name != NULL; i++)
    kx_problem_finding_add_arg (told, finding->args[i].name, finding->args[i].text);
  if (finding->cite.source != KX_SOURCE_NONE)
    {
      JsonNode *clause = json_node_new (JSON_NODE_OBJECT);

      json_node_take_object (clause, kx_wire_write_clause (&finding->cite));
      kx_problem_finding_take_clause (told, clause);
    }
}

KxProblem *
kx_answer_findings (GPtrArray *findings)
{
  const KxFinding *first = NULL;
  guint status = 422;
  KxProblem *problem;

  for (guint i = 0; i < G_N_ELEMENTS (statuses) && first == NULL; i++)
    {
      first = find_failing (findings, statuses[i].code);
      if (first != NULL)
        status = statuses[i].status;
    }
  if (first == NULL)
    first = find_failing (findings, NULL);
  problem = kx_problem_new (status, status == 422 ? "refused" : first->code, first->message);
  for (guint i = 0; i < KX_FINDING_ARGS && first->args[i].name != NULL; i++)
    kx_problem_add_arg (problem, first->args[i].name, first->args[i].text);
  /* Only what stands in the way: what holds is no news in a refusal. */
  for (guint i = 0; i < findings->len; i++)
    if (((KxFinding *) findings->pdata[i])->verdict == KX_FAILS)
      add_finding (problem, findings->pdata[i]);
  return problem;
}

KxProblem *
kx_answer_refusal (const KxDecision *decision, const KxRecord *current)
{
  KxProblem *problem = kx_answer_findings (decision->findings);

  if (current != NULL && kx_problem_get_status (problem) == 412)
    {
      JsonNode *node = json_node_new (JSON_NODE_OBJECT);

      json_node_take_object (node, kx_wire_write_record (current));
      kx_problem_set_current (problem, node);
    }
  return problem;
}

KxProblem *
kx_answer_error (const GError *error)
{
  KxProblem *problem;

  if (g_error_matches (error, KX_DB_ERROR, KX_DB_ERROR_FULL))
    return kx_problem_new (507, "disk-full", N_ ("The service's disk is full; nothing was written"));
  if (g_error_matches (error, KX_DB_ERROR, KX_DB_ERROR_RETRY) ||
      g_error_matches (error, KX_STORE_ERROR, KX_STORE_ERROR_STOPPED))
    {
      problem = kx_problem_new (503, "try-again", N_ ("The service is busy; nothing was written"));
      kx_problem_set_retry_after (problem, 1);
      return problem;
    }
  g_warning ("A request failed: %s", error->message);
  return kx_problem_new (500, "failed", N_ ("The service could not do this; nothing was written"));
}

KxProblem *
kx_answer_json_error (const GError *error)
{
  static const char *const messages[] = {
    [KX_JSON_ERROR_SYNTAX] = N_ ("This is not JSON"),
    [KX_JSON_ERROR_TRAILING] = N_ ("There is more behind the JSON value"),
    [KX_JSON_ERROR_DEPTH] = N_ ("The JSON is nested too deeply"),
    [KX_JSON_ERROR_DUPLICATE] = N_ ("An object names a member twice"),
    [KX_JSON_ERROR_RANGE] = N_ ("An integer is too large"),
    [KX_JSON_ERROR_ENCODING] = N_ ("The text is not valid UTF-8"),
    [KX_JSON_ERROR_NUL] = N_ ("The character U+0000 is not accepted"),
    [KX_JSON_ERROR_SIZE] = N_ ("The body is too large"),
  };
  g_autofree char *place = NULL;
  const char *pointer = NULL;
  gsize offset = 0;
  KxProblem *problem = kx_problem_new (400, "not-json", messages[error->code]);

  if (kx_json_error_get_place (error, &offset, &pointer))
    {
      KxProblemFinding *finding = kx_problem_add_finding (problem, "not-json", pointer,
                                                          N_ ("The fault lies at byte {offset} of the body"));

      place = g_strdup_printf ("%" G_GSIZE_FORMAT, offset);
      kx_problem_finding_add_arg (finding, "offset", place);
    }
  return problem;
}

char *
kx_answer_tag (gint64 seq)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, seq);
}

void
kx_answer_row (KxRequest *request, guint status, const KxRecord *record)
{
  g_autofree char *tag = kx_answer_tag (record->seq);
  char *text = kx_wire_canonical (record);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  kx_request_set_etag (request, tag);
  kx_request_reply (request, status, "application/json", body);
}

gboolean
kx_answer_read_number (const char *text, gint64 least, gint64 most, gint64 *ret_number)
{
  if (*text == '\0' || strspn (text, "0123456789") != strlen (text))
    return FALSE;
  return g_ascii_string_to_signed (text, 10, least, most, ret_number, NULL);
}

static void
reply_not_found (KxRequest *request)
{
  kx_request_reply_problem (request, kx_problem_new (404, KX_CODE_NOT_FOUND, N_ ("There is no such record")));
}

const KxEntity *
kx_answer_collection (KxService *service, KxRequest *request)
{
  const char *name = kx_request_get_parameter (request, "collection");
  const KxEntity *entity = kx_schema_collection (kx_store_get_schema (kx_service_get_store (service)), name);

  if (entity == NULL)
    kx_request_reply_problem (request,
                              kx_problem_new (404, "no-collection", N_ ("There is no such collection")));
  return entity;
}

KxRecord *
kx_answer_find (KxService *service, KxRequest *request, const KxEntity *entity, gboolean with_trash)
{
  const char *id = kx_request_get_parameter (request, "id");
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) record = NULL;

  if (kx_uuid_is_valid (id))
    record = kx_row_get (kx_service_get_reader (service), entity, id, &error);
  if (error != NULL)
    kx_request_reply_problem (request, kx_answer_error (error));
  else if (record == NULL || !kx_actor_may_read (kx_service_actor (request), record->space))
    reply_not_found (request);
  else if (record->deleted_at.ms != 0 && !with_trash)
    kx_request_reply_problem (request,
                              kx_problem_new (410, KX_CODE_TRASHED, N_ ("This record is in the trash")));
  else
    return g_steal_pointer (&record);
  return NULL;
}
