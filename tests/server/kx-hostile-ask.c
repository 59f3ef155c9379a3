/* Sending wrong requests, and looking at what comes back. */
#include "server/kx-hostile.h"

#include <string.h>

#define MOST_FAULTS 60

void
hostile_note (Hostile *h, const KxTestAsk *ask, const char *kind, const char *words,
              const KxTestAnswer *answer)
{
  if (h->faults++ < MOST_FAULTS)
    g_printerr ("# %s %.100s: %s: %s: %u %.300s\n", ask->method, ask->target, kind, words, answer->status,
                answer->body);
}

static gboolean
has_only (const KxJsonNode *object, const char *const *names)
{
  for (guint i = 0; i < kx_json_node_get_n_children (object); i++)
    if (!g_strv_contains (names, kx_json_node_get_name (kx_json_node_get_child (object, i))))
      return FALSE;
  return TRUE;
}

static gboolean
has_all (const KxJsonNode *object, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (kx_json_node_member (object, names[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* What RFC 9457 and the document ask of a problem; NULL: it is one. */
static const char *
fault_of_problem (const KxTestAnswer *answer)
{
  static const char *const needed[] = { "type", "title", "status", "instance", "code", "findings", NULL };
  static const char *const known[] = { "type", "title",    "status",  "detail", "instance",
                                       "code", "findings", "current", NULL };
  static const char *const finding[] = { "code", "field", "message", "args", "clause", NULL };
  static const char *const finding_needed[] = { "code", "field", "message", "clause", NULL };
  g_autofree char *type = kx_test_answer_get (answer, "Content-Type");
  g_autoptr (KxJson) json = kx_json_parse (answer->body, answer->length, NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL, *findings;

  if (g_strcmp0 (type, "application/problem+json") != 0)
    return "the media type is another";
  if (root == NULL || kx_json_node_get_type (root) != KX_JSON_OBJECT || !has_only (root, known) ||
      !has_all (root, needed))
    return "the members are others";
  if (kx_test_node_number (root, "status", 0) != answer->status)
    return "the status is told otherwise";
  findings = kx_json_node_member (root, "findings");
  for (guint i = 0; i < kx_json_node_get_n_children (findings); i++)
    if (!has_only (kx_json_node_get_child (findings, i), finding) ||
        !has_all (kx_json_node_get_child (findings, i), finding_needed))
      return "a finding has other members";
  return NULL;
}

/* Whether the document tells this status of the operation. What is answered at another address, or by another
 * method, belongs to none. */
static gboolean
is_told (Hostile *h, const KxTestAsk *ask, const char *status)
{
  return h->operation == NULL || !g_str_equal (ask->method, h->operation->method) ||
         g_str_equal (status, "404") ||
         kx_test_spec_get (h->spec, h->operation->node, "responses", status, NULL) != NULL;
}

KxTestAnswer *
hostile_try (Hostile *h, const KxTestAsk *ask, const char *kind, const char *statuses)
{
  KxTestAnswer *answer = kx_test_service_ask (h->service, ask);
  g_autofree char *status = g_strdup_printf ("%u", answer->status);
  g_autofree char *figures = kx_test_service_figures (h->service);
  const char *fault;

  h->cases++;
  if (strstr (statuses, status) == NULL)
    hostile_note (h, ask, kind, statuses, answer);
  else if (answer->length == 0 && answer->status == 400 && strstr (statuses, "bare") != NULL)
    g_assert_null (strstr (answer->head, "X-Request-Id"));
  else if (!g_str_equal (ask->method, "HEAD") && (fault = fault_of_problem (answer)) != NULL)
    hostile_note (h, ask, kind, fault, answer);
  if (!is_told (h, ask, status))
    hostile_note (h, ask, kind, "the document does not tell this status", answer);
  if (!g_str_equal (figures, h->figures))
    {
      hostile_note (h, ask, kind, "the store has moved", answer);
      g_free (h->figures);
      h->figures = g_steal_pointer (&figures);
    }
  return answer;
}

void
hostile_send (Hostile *h, const KxTestAsk *ask, const char *kind, const char *statuses)
{
  kx_test_answer_free (hostile_try (h, ask, kind, statuses));
}

KxTestAsk *
hostile_ask_with (Hostile *h, const KxTestOperation *operation, const char *header, const char *value)
{
  KxTestAsk *ask = hostile_right (h, operation);

  kx_test_ask_set (ask, header, value);
  return ask;
}

void
hostile_send_with (Hostile *h, const KxTestOperation *operation, const char *header, const char *value,
                   const char *kind, const char *statuses)
{
  g_autoptr (KxTestAsk) ask = hostile_ask_with (h, operation, header, value);

  hostile_send (h, ask, kind, statuses);
}

void
hostile_send_to (Hostile *h, const KxTestOperation *operation, const char *ending, const char *kind,
                 const char *statuses)
{
  g_autoptr (KxTestAsk) ask = hostile_right (h, operation);
  g_autofree char *target = g_strconcat (ask->target, ending, NULL);

  kx_test_ask_set_target (ask, target);
  hostile_send (h, ask, kind, statuses);
}

void
hostile_send_body (Hostile *h, const KxTestOperation *operation, const void *bytes, gssize length,
                   const char *kind, const char *statuses)
{
  g_autoptr (KxTestAsk) ask = hostile_right (h, operation);

  kx_test_ask_set_body (ask, operation->type, bytes, length);
  hostile_send (h, ask, kind, statuses);
}

/* One member more, or another value of one. */
void
hostile_send_member (Hostile *h, const KxTestOperation *operation, const char *name, const char *raw,
                     const char *statuses)
{
  g_autoptr (JsonObject) body = hostile_body (h, operation);
  g_autofree char *text = hostile_text (body, name, raw);
  g_autofree char *kind = g_strdup_printf ("%s: %.40s", name, raw != NULL ? raw : "left out");

  hostile_send_body (h, operation, text, -1, kind, statuses);
}

void
hostile_assert_alive (Hostile *h)
{
  g_autoptr (KxTestAsk) ask = kx_test_ask_new ("GET", "/healthz", NULL);
  g_autoptr (KxTestAnswer) answer = kx_test_service_ask (h->service, ask);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->body, ==, "alive\n");
}
