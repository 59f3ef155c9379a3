/* Every operation of the service's own document asked wrongly in every way: the right 4xx as a problem
 * document, the store unchanged, the service alive. Each way is a run of its own, so that they go side by
 * side. */
#include "server/kx-hostile.h"

#include "lib/kx-test-store.h"

#include <string.h>

/* Guessed passwords, at the very end: the address has to wait afterwards. */
static void
ask_to_sign_in_wrongly (Hostile *h)
{
  const KxTestOperation *operation = kx_test_spec_find (h->spec, "session.add");
  guint waited = 0;

  h->operation = operation;
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"guess %u\"}",
                                               i % 2 == 0 ? "nobody-here" : "expert", i);
      g_autoptr (KxTestAsk) ask = hostile_right (h, operation);
      g_autoptr (KxTestAnswer) answer = NULL;
      g_autofree char *wait = NULL;

      kx_test_ask_set_body (ask, operation->type, text, -1);
      answer = hostile_try (h, ask, "a guessed password", "401 429");
      wait = kx_test_answer_get (answer, "Retry-After");
      if ((answer->status == 429) != (wait != NULL))
        hostile_note (h, ask, "a guessed password", "Retry-After belongs to 429", answer);
      waited += answer->status == 429;
    }
  g_assert_cmpuint (waited, >, 0);
}

/* One way of being wrong, for every operation. */
static void
ask_all (Hostile *h, const HostileWrong *wrong)
{
  guint cases = h->cases;
  gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < h->spec->operations->len; i++)
    {
      h->operation = h->spec->operations->pdata[i];
      wrong->ask (h, h->operation);
    }
  hostile_assert_alive (h);
  g_test_message ("%s: %u cases, %" G_GINT64_FORMAT " ms", wrong->name, h->cases - cases,
                  (g_get_monotonic_time () - began) / 1000);
}

typedef const HostileWrong *(*Wrongs) (gsize *ret_n);

/* Asks in each of these ways, then `last`, which may be NULL: all is refused and nothing has changed. */
static void
assert_all_refused (Wrongs list, void (*last) (Hostile *h))
{
  g_autoptr (Hostile) h = hostile_new ();
  g_autofree char *before = kx_test_dump (h->service->book), *after = NULL;
  gsize n;
  const HostileWrong *wrongs = list (&n);

  for (gsize i = 0; i < n; i++)
    ask_all (h, &wrongs[i]);
  if (last != NULL)
    last (h);
  hostile_assert_alive (h);
  after = kx_test_dump (h->service->book);
  kx_test_assert_same_dump (before, after);
  g_print ("# %u wrong requests to %u operations, %u faults\n", h->cases, h->spec->operations->len,
           h->faults);
  g_assert_cmpuint (h->faults, ==, 0);
}

static void
test_wrong_addresses_are_refused_and_change_nothing (void)
{
  assert_all_refused (hostile_wrong_address, ask_to_sign_in_wrongly);
}

static void
test_wrong_bodies_are_refused_and_change_nothing (void)
{
  assert_all_refused (hostile_wrong_body, NULL);
}

static void
test_wrong_rows_are_refused_and_change_nothing (void)
{
  assert_all_refused (hostile_wrong_rows, NULL);
}

/* What an answer holds beside, or lacks of, what its schema tells; NULL: nothing. */
static const char *
fault_of_answer (Hostile *h, const KxTestOperation *operation, const KxTestAnswer *answer)
{
  g_autofree char *status = g_strdup_printf ("%u", answer->status),
                  *type = kx_test_answer_get (answer, "Content-Type");
  const KxJsonNode *told = kx_test_spec_get (h->spec, operation->node, "responses", status, NULL), *schema,
                   *root;
  g_autoptr (KxJson) json = NULL;

  if (answer->status / 100 != 2)
    return "refused";
  if (told == NULL)
    return "the status is not told";
  if (kx_json_node_member (told, "content") == NULL)
    return answer->length > 0 ? "a body that is not told" : NULL;
  if (type == NULL || kx_test_spec_get (h->spec, told, "content", type, NULL) == NULL)
    return "the media type is not told";
  schema = kx_test_spec_get (h->spec, told, "content", type, "schema", NULL);
  if (schema == NULL)
    return NULL;
  json = kx_json_parse (answer->body, answer->length, NULL);
  root = kx_json_get_root (json);
  for (guint i = 0; i < kx_json_node_get_n_children (root); i++)
    if (kx_test_spec_get (h->spec, schema, "properties",
                          kx_json_node_get_name (kx_json_node_get_child (root, i)), NULL) == NULL)
      return "a member that is not told";
  for (guint i = 0; i < kx_json_node_get_n_children (kx_json_node_member (schema, "required")); i++)
    if (kx_json_node_member (
            root, kx_json_node_get_text (kx_json_node_get_child (kx_json_node_member (schema, "required"), i),
                                         NULL)) == NULL)
      return "a member is missing";
  return NULL;
}

static void
ask_rightly (Hostile *h, const KxTestOperation *operation)
{
  g_autoptr (KxTestAsk) ask = NULL;
  g_autoptr (KxTestAnswer) answer = NULL;
  const char *fault;

  hostile_load (h, operation->tag);
  hostile_prepare (h, operation);
  ask = hostile_right (h, operation);
  answer = kx_test_service_ask (h->service, ask);
  fault = fault_of_answer (h, operation, answer);
  if (fault != NULL)
    hostile_note (h, ask, "right", fault, answer);
  if (hostile_is_create (operation))
    hostile_spend (h, operation->tag);
}

/* Without this the table above could be full of requests that fail for another reason than it says. */
static void
test_every_operation_asked_rightly_is_done_and_answered_as_the_document_tells (void)
{
  g_autoptr (Hostile) h = hostile_new ();
  /* Both end the session that asks. */
  const KxTestOperation *out = kx_test_spec_find (h->spec, "session.delete"),
                        *renewed = kx_test_spec_find (h->spec, "password.change");

  for (guint i = 0; i < h->spec->operations->len; i++)
    if (h->spec->operations->pdata[i] != out && h->spec->operations->pdata[i] != renewed)
      ask_rightly (h, h->spec->operations->pdata[i]);
  ask_rightly (h, out);
  kx_test_service_sign_in (h->service, "demo");
  ask_rightly (h, renewed);
  g_assert_cmpuint (h->faults, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* libsoup warns about some of what is sent. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/hostile/address/wrong ones are refused and change nothing",
                   test_wrong_addresses_are_refused_and_change_nothing);
  g_test_add_func ("/hostile/body/wrong ones are refused and change nothing",
                   test_wrong_bodies_are_refused_and_change_nothing);
  g_test_add_func ("/hostile/rows/wrong ones are refused and change nothing",
                   test_wrong_rows_are_refused_and_change_nothing);
  g_test_add_func ("/hostile/right/every operation is done and answered as the document tells",
                   test_every_operation_asked_rightly_is_done_and_answered_as_the_document_tells);
  return g_test_run ();
}
