#include "server/kx-accounts.h"

#include "core/entities/kx-grant.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "store/kx-offices.h"
#include "store/kx-row.h"

#include <string.h>

#define MOST_GRANTS 200

G_DEFINE_QUARK (kx_accounts_error_quark, kx_accounts_error)

static gboolean
copy_error (KxReader *reader, GError **error)
{
  if (kx_row_reader_get_error (reader) != NULL)
    g_propagate_error (error, g_error_copy (kx_row_reader_get_error (reader)));
  return FALSE;
}

static gboolean
runs (const KxRecord *grant, KxDate today)
{
  return (!kx_record_has (grant, kx_grant_f_from_on) ||
          kx_record_get (grant, kx_grant_f_from_on).DATE.ymd <= today.ymd) &&
         (!kx_record_has (grant, kx_grant_f_until_on) ||
          kx_record_get (grant, kx_grant_f_until_on).DATE.ymd >= today.ymd);
}

static gboolean
is_open (const KxRecord *user, KxDate today)
{
  return user != NULL && user->deleted_at.ms == 0 &&
         kx_record_get (user, kx_user_f_state).CODE == kx_user_state_active &&
         (!kx_record_has (user, kx_user_f_until_on) ||
          kx_record_get (user, kx_user_f_until_on).DATE.ymd >= today.ymd);
}

KxActor *
kx_accounts_load_actor (KxBook *book, const char *id, KxDate today, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (KxRecord) user = NULL, person = NULL;
  g_autoptr (GPtrArray) grants = NULL;
  KxQuery query = { .entity = &kx_grant_entity, .n_terms = 1 };
  KxActor *actor;

  query.terms[0] = (KxTerm){ .field = kx_grant_f_user, .value.REF = id };
  if (kx_reader_get (reader, &kx_user_entity, id, &user) != KX_KNOWN ||
      (is_open (user, today) &&
       (kx_reader_get (reader, &kx_person_entity, kx_record_get (user, kx_user_f_person).REF, &person) !=
            KX_KNOWN ||
        kx_reader_list (reader, &query, MOST_GRANTS, &grants) != KX_KNOWN)))
    {
      copy_error (reader, error);
      return NULL;
    }
  if (!is_open (user, today))
    return NULL;
  actor = kx_actor_new (id, person != NULL ? kx_record_get (person, kx_person_f_name).TEXT
                                           : kx_record_get (user, kx_user_f_name).TEXT);
  for (guint i = 0; i < grants->len; i++)
    if (runs (grants->pdata[i], today))
      kx_actor_grant (actor, kx_record_get (grants->pdata[i], kx_grant_f_role).CODE,
                      kx_record_get (grants->pdata[i], kx_grant_f_area).TEXT);
  return actor;
}

char *
kx_accounts_find (KxBook *book, const char *name, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  KxQuery query = { .entity = &kx_user_entity, .n_terms = 1 };
  g_autoptr (GPtrArray) users = NULL;

  query.terms[0] = (KxTerm){ .field = kx_user_f_name, .value.TEXT = name };
  if (kx_reader_list (reader, &query, 1, &users) != KX_KNOWN)
    {
      copy_error (reader, error);
      return NULL;
    }
  return users->len > 0 ? g_strdup (((KxRecord *) users->pdata[0])->id) : NULL;
}

char *
kx_accounts_get_hash (KxBook *book, const char *user, GError **error)
{
  g_autoptr (KxDbRows) rows =
      kx_db_query (book->db, "SELECT hash FROM password WHERE user_id = $1", &KX_ARG_TEXT (user), 1, error);

  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  return g_strdup (kx_db_rows_text (rows, 0));
}

gboolean
kx_accounts_put_hash (KxBook *book, const char *user, const char *hash, KxTime now, GError **error)
{
  KxDbArg args[] = { KX_ARG_TEXT (user), KX_ARG_TEXT (hash), KX_ARG_INTEGER (now.ms) };

  book->accounts_changed = TRUE;
  return kx_db_run (
             book->db,
             "INSERT INTO password (user_id, hash, changed_at) VALUES ($1, $2, $3) ON CONFLICT (user_id) DO "
             "UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at",
             args, G_N_ELEMENTS (args), error) &&
         kx_db_run (book->db, "DELETE FROM session WHERE user_id = $1", args, 1, error);
}

typedef struct
{
  const char *user, *hash;
  KxTime now;
} Password;

static gboolean
put_password (KxBook *book, gpointer data, GError **error)
{
  Password *password = data;

  return kx_accounts_put_hash (book, password->user, password->hash, password->now, error);
}

gboolean
kx_accounts_set_password (KxStore *store, const char *user, const char *password, KxPasswordCost cost,
                          GError **error)
{
  guint8 salt[KX_SALT_SIZE];
  g_autofree char *hash = NULL;
  Password job;

  if (strlen (password) > KX_PASSWORD_MOST || !g_utf8_validate (password, -1, NULL))
    {
      g_set_error (error, KX_ACCOUNTS_ERROR, KX_ACCOUNTS_ERROR_WEAK,
                   "A password has at most %d bytes of UTF-8", KX_PASSWORD_MOST);
      return FALSE;
    }
  kx_random (salt, sizeof salt);
  hash = kx_password_hash (password, salt, cost, error);
  if (hash == NULL)
    return FALSE;
  job = (Password){ user, hash, kx_store_now (store) };
  return kx_store_write (store, put_password, &job, error);
}

int
kx_accounts_role (const char *name)
{
  g_autofree char *code = g_strdelimit (g_strdup (name), "-", '_');

  for (int i = 0; kx_role_codes[i].name != NULL; i++)
    if (g_str_equal (kx_role_codes[i].name, code))
      return i;
  return -1;
}

/* The ops that make an account, and the ids they use. */
typedef struct
{
  KxStore *store;
  GPtrArray *ops; /* (element-type KxOp) owned */
  char office[KX_UUID_TEXT_SIZE], person[KX_UUID_TEXT_SIZE], user[KX_UUID_TEXT_SIZE];
} Making;

static KxRecord *
begin_row_at (Making *making, const char *entity_name, const char *id)
{
  const KxEntity *entity = kx_schema_entity (kx_store_get_schema (making->store), entity_name);
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  char op[KX_UUID_TEXT_SIZE];

  kx_random_uuid (kx_store_now (making->store), op);
  g_ptr_array_add (making->ops, kx_op_new (KX_OP_CREATE, entity, op, id, fields));
  return fields;
}

static KxRecord *
begin_row (Making *making, const char *entity_name, char ret_id[KX_UUID_TEXT_SIZE])
{
  kx_random_uuid (kx_store_now (making->store), ret_id);
  return begin_row_at (making, entity_name, ret_id);
}

static gboolean
find_office (Making *making, const char *area, GError **error)
{
  KxBook *reader = kx_store_take_reader (making->store, error);
  g_autofree char *office = NULL;
  GError *local = NULL;
  guint n = 0;
  KxOp *op;

  if (reader == NULL)
    return FALSE;
  office = kx_offices_find (reader, area, &n, &local);
  kx_store_give_reader (making->store, reader);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (office == NULL)
    {
      op = kx_offices_make_op (kx_store_get_schema (making->store), kx_store_now (making->store), area);
      g_ptr_array_add (making->ops, op);
      office = g_strdup (op->row);
    }
  g_strlcpy (making->office, office, sizeof making->office);
  return TRUE;
}

static gboolean
add_grant (Making *making, const char *text, GError **error)
{
  const char *at = strchr (text, '@');
  g_autofree char *name = at != NULL ? g_strndup (text, (gsize) (at - text)) : NULL;
  int role = name != NULL ? kx_accounts_role (name) : -1;
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *fields;

  if (role < 0)
    {
      g_set_error (error, KX_ACCOUNTS_ERROR, KX_ACCOUNTS_ERROR_REFUSED, "A grant is written ROLE@AREA: %s",
                   text);
      return FALSE;
    }
  fields = begin_row (making, "grant", id);
  kx_grant_set_user (kx_grant (fields), making->user);
  kx_grant_set_role (kx_grant (fields), role);
  kx_grant_set_area (kx_grant (fields), at + 1);
  return TRUE;
}

static gboolean
apply_all (Making *making, GError **error)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxApplied) applied =
      kx_store_apply (making->store, system, (KxOp *const *) making->ops->pdata, making->ops->len, error);
  KxOutcome *last;

  if (applied == NULL || applied->accepted)
    return applied != NULL;
  last = applied->outcomes->pdata[applied->outcomes->len - 1];
  for (guint i = 0; last->decision != NULL && i < last->decision->findings->len; i++)
    {
      KxFinding *finding = last->decision->findings->pdata[i];
      g_autofree char *words =
          finding->verdict == KX_FAILS ? kx_finding_fill (finding, finding->message) : NULL;

      if (words != NULL)
        {
          g_set_error (error, KX_ACCOUNTS_ERROR, KX_ACCOUNTS_ERROR_REFUSED, "%s%s%s (%s)",
                       finding->field != NULL ? finding->field : "", finding->field != NULL ? ": " : "",
                       words, finding->code);
          return FALSE;
        }
    }
  g_set_error_literal (error, KX_ACCOUNTS_ERROR, KX_ACCOUNTS_ERROR_REFUSED, "The account was refused");
  return FALSE;
}

char *
kx_accounts_add (KxStore *store, const char *name, const char *person, const char *const *grants,
                 GError **error)
{
  Making making = { .store = store };
  const char *area = grants[0] != NULL ? strchr (grants[0], '@') : NULL;
  gboolean right;
  KxRecord *fields;

  if (area == NULL)
    {
      g_set_error_literal (error, KX_ACCOUNTS_ERROR, KX_ACCOUNTS_ERROR_REFUSED,
                           "An account needs at least one grant, written ROLE@AREA");
      return NULL;
    }
  making.ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  right = find_office (&making, area + 1, error);
  if (right)
    {
      fields = begin_row (&making, "person", making.person);
      kx_person_set_name (kx_person (fields), person);
      kx_person_set_office (kx_person (fields), making.office);
      g_strlcpy (making.user, making.person, sizeof making.user);
      fields = begin_row_at (&making, "user", making.user);
      kx_user_set_name (kx_user (fields), name);
      kx_user_set_office (kx_user (fields), making.office);
      kx_user_set_person (kx_user (fields), making.person);
    }
  for (guint i = 0; right && grants[i] != NULL; i++)
    right = add_grant (&making, grants[i], error);
  right = right && apply_all (&making, error);
  g_ptr_array_unref (making.ops);
  return right ? g_strdup (making.user) : NULL;
}
