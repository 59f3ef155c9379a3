#include "server/kx-admin.h"

#include "core/entities/kx-grant.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "server/kx-accounts.h"
#include "store/kx-list.h"
#include "store/kx-row.h"

#define PAGE 200
#define MOST_GRANTS 200

static gboolean
check_password (const KxAdminCall *call, const char *password, GError **error)
{
  g_autofree char *least = NULL;
  gboolean demo;

  if (!kx_admin_is_demo (call->store, &demo, error))
    return FALSE;
  if (password != NULL && g_utf8_validate (password, -1, NULL) &&
      g_utf8_strlen (password, -1) >= (demo ? 1 : KX_PASSWORD_LEAST))
    return TRUE;
  least = g_strdup_printf ("%d", demo ? 1 : KX_PASSWORD_LEAST);
  kx_admin_refuse (call, error, KX_ADMIN_ERROR_REFUSED, N_ ("A password has at least {least} characters"),
                   "least", least);
  return FALSE;
}

/* The id of the account of the name given; NULL with KX_ADMIN_ERROR_UNKNOWN when there is none. */
static char *
find_user (const KxAdminCall *call, GError **error)
{
  const char *name = kx_admin_text (call, "name");
  KxBook *reader = kx_store_take_reader (call->store, error);
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : g_strdup ("");
  GError *local = NULL;
  char *user;

  if (reader == NULL)
    return NULL;
  user = kx_accounts_find (reader, folded, &local);
  kx_store_give_reader (call->store, reader);
  if (local != NULL)
    g_propagate_error (error, local);
  else if (user == NULL)
    kx_admin_refuse (call, error, KX_ADMIN_ERROR_UNKNOWN, N_ ("There is no user {name}"), "name", folded);
  return user;
}

static JsonObject *
tell_user (const char *id)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "id", id);
  return result;
}

JsonObject *
kx_admin_user_add (const KxAdminCall *call, GError **error)
{
  const char *name = kx_admin_text (call, "name"), *password = kx_admin_text (call, "password");
  const char *person = kx_admin_text (call, "person");
  JsonArray *given = kx_admin_array (call, "grants");
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : g_strdup ("");
  g_autoptr (GPtrArray) grants = g_ptr_array_new ();
  g_autofree char *user = NULL;

  for (guint i = 0; given != NULL && i < json_array_get_length (given); i++)
    g_ptr_array_add (grants, (gpointer) json_array_get_string_element (given, i));
  g_ptr_array_add (grants, NULL);
  if (!check_password (call, password, error))
    return NULL;
  user = kx_accounts_add (call->store, folded, person != NULL ? person : folded,
                          (const char *const *) grants->pdata, error);
  if (user == NULL ||
      !kx_accounts_set_password (call->store, user, password, kx_password_cost_default (), error))
    return NULL;
  return tell_user (user);
}

JsonObject *
kx_admin_user_set_password (const KxAdminCall *call, GError **error)
{
  const char *password = kx_admin_text (call, "password");
  g_autofree char *user = check_password (call, password, error) ? find_user (call, error) : NULL;

  if (user == NULL ||
      !kx_accounts_set_password (call->store, user, password, kx_password_cost_default (), error))
    return NULL;
  return tell_user (user);
}

/* The first finding that stands in the way, in words. */
static void
set_refusal (const KxAdminCall *call, const KxApplied *applied, GError **error)
{
  const KxOutcome *last = applied->outcomes->pdata[applied->outcomes->len - 1];

  for (guint i = 0; last->decision != NULL && i < last->decision->findings->len; i++)
    {
      const KxFinding *finding = last->decision->findings->pdata[i];
      g_autofree char *words = NULL;

      if (finding->verdict != KX_FAILS)
        continue;
      words = kx_finding_fill (finding, kx_admin_word (call, finding->message));
      g_set_error (error, KX_ADMIN_ERROR, KX_ADMIN_ERROR_REFUSED, "%s (%s)", words, finding->code);
      return;
    }
  kx_admin_refuse (call, error, KX_ADMIN_ERROR_REFUSED, N_ ("This was refused"), NULL, NULL);
}

static KxRecord *
get_user (const KxAdminCall *call, const char *id, GError **error)
{
  KxBook *reader = kx_store_take_reader (call->store, error);
  KxRecord *row;

  if (reader == NULL)
    return NULL;
  row = kx_row_get (reader, &kx_user_entity, id, error);
  kx_store_give_reader (call->store, reader);
  return row;
}

JsonObject *
kx_admin_user_disable (const KxAdminCall *call, GError **error)
{
  const char *reason = kx_admin_text (call, "reason");
  g_autofree char *user = find_user (call, error);
  g_autoptr (KxRecord) row = user != NULL ? get_user (call, user, error) : NULL;
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied = NULL;
  g_autoptr (KxOp) op = NULL;
  char id[KX_UUID_TEXT_SIZE];

  if (row == NULL)
    return NULL;
  kx_random_uuid (kx_store_now (call->store), id);
  op = kx_op_new (KX_OP_ACTION, &kx_user_entity, id, user, NULL);
  op->action = g_strdup ("disable");
  op->reason = g_strdup (reason != NULL ? reason : kx_admin_word (call, N_ ("Closed on the command line")));
  op->base = row->seq;
  op->exact = TRUE;
  applied = kx_store_apply (call->store, system, &op, 1, error);
  if (applied != NULL && applied->accepted)
    return tell_user (user);
  if (applied != NULL)
    set_refusal (call, applied, error);
  return NULL;
}

static gboolean
add_grants (KxReader *reader, const char *user, JsonObject *told)
{
  KxQuery query = { .entity = &kx_grant_entity, .n_terms = 1 };
  g_autoptr (GPtrArray) grants = NULL;
  JsonArray *array;

  query.terms[0] = (KxTerm){ .field = kx_grant_f_user, .value.REF = user };
  if (kx_reader_list (reader, &query, MOST_GRANTS, &grants) != KX_KNOWN)
    return FALSE;
  array = json_array_new ();
  for (guint i = 0; i < grants->len; i++)
    {
      const KxRecord *grant = grants->pdata[i];
      g_autofree char *text =
          g_strdup_printf ("%s@%s", kx_role_codes[kx_record_get (grant, kx_grant_f_role).CODE].name,
                           kx_record_get (grant, kx_grant_f_area).TEXT);

      json_array_add_string_element (array, text);
    }
  json_object_set_array_member (told, "grants", array);
  return TRUE;
}

static gboolean
add_user (KxReader *reader, const KxRecord *user, JsonArray *users)
{
  g_autoptr (KxRecord) person = NULL;
  JsonObject *told = json_object_new ();

  json_array_add_object_element (users, told);
  json_object_set_string_member (told, "id", user->id);
  json_object_set_string_member (told, "name", kx_record_get (user, kx_user_f_name).TEXT);
  json_object_set_string_member (told, "state",
                                 kx_user_state_codes[kx_record_get (user, kx_user_f_state).CODE].name);
  if (kx_reader_get (reader, &kx_person_entity, kx_record_get (user, kx_user_f_person).REF, &person) !=
      KX_KNOWN)
    return FALSE;
  if (person != NULL)
    json_object_set_string_member (told, "person", kx_record_get (person, kx_person_f_name).TEXT);
  return add_grants (reader, user->id, told);
}

static gboolean
add_page (KxBook *book, KxReader *reader, KxListQuery *query, JsonArray *users, char **cursor, GError **error)
{
  g_autoptr (KxListPage) page = kx_list_run (book, query, error);

  for (guint i = 0; page != NULL && i < page->records->len; i++)
    if (!add_user (reader, page->records->pdata[i], users))
      {
        g_propagate_error (error, g_error_copy (kx_row_reader_get_error (reader)));
        return FALSE;
      }
  g_free (*cursor);
  *cursor = page != NULL ? g_steal_pointer (&page->next) : NULL;
  query->after = *cursor;
  return page != NULL;
}

JsonObject *
kx_admin_user_list (const KxAdminCall *call, GError **error)
{
  KxBook *book = kx_store_take_reader (call->store, error);
  g_autoptr (KxActor) system = kx_actor_new_system ();
  KxListQuery query = { .entity = &kx_user_entity, .actor = system, .sort = kx_user_f_name, .limit = PAGE };
  g_autoptr (JsonArray) users = json_array_new ();
  g_autofree char *cursor = NULL;
  gboolean read = book != NULL;
  JsonObject *result;
  KxReader *reader;

  if (book == NULL)
    return NULL;
  reader = kx_row_reader_new (book);
  do
    read = add_page (book, reader, &query, users, &cursor, error);
  while (read && cursor != NULL);
  kx_row_reader_free (reader);
  kx_store_give_reader (call->store, book);
  if (!read)
    return NULL;
  result = json_object_new ();
  json_object_set_array_member (result, "users", g_steal_pointer (&users));
  return result;
}
