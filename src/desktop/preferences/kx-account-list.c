#include "desktop/preferences/kx-account-list.h"

#include "core/entities/kx-grant.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "models/kx-display.h"

#define PAGE "limit=500&sort=id"

/* The kinds of rows that make accounts, in the order in which they are asked for. */
static const KxEntity *const kinds[] = { &kx_person_entity, &kx_grant_entity, &kx_user_entity };
enum
{
  PERSONS,
  GRANTS,
  USERS,
  N_KINDS
};

struct _KxAccountList
{
  GObject parent_instance;

  KxClient *client;          /* owned */
  GCancellable *cancellable; /* owned; of what is on its way; NULL: nothing */
  GPtrArray *rows[N_KINDS];  /* (element-type KxRecord) owned; what came so far */
  guint kind;                /* the one that is being asked for */
  GPtrArray *accounts;       /* (element-type KxAccount) owned; NULL: none yet */
  GError *error;             /* owned */
};

G_DEFINE_FINAL_TYPE (KxAccountList, kx_account_list, G_TYPE_OBJECT)

static guint changed_signal;

static void
account_free (gpointer data)
{
  KxAccount *account = data;

  kx_record_free (account->user);
  g_clear_pointer (&account->person, kx_record_free);
  g_ptr_array_unref (account->grants);
  g_free (account);
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
}

static int
compare_accounts (gconstpointer a, gconstpointer b)
{
  const KxAccount *x = *(KxAccount *const *) a, *y = *(KxAccount *const *) b;

  return g_strcmp0 (kx_user_get_name (kx_user (x->user)), kx_user_get_name (kx_user (y->user)));
}

static int
compare_grants (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;
  int order = kx_record_get (x, kx_grant_f_role).CODE - kx_record_get (y, kx_grant_f_role).CODE;

  return order != 0
             ? order
             : g_strcmp0 (kx_record_get (x, kx_grant_f_area).TEXT, kx_record_get (y, kx_grant_f_area).TEXT);
}

/* Puts together what came. */
static void
make_accounts (KxAccountList *self)
{
  g_autoptr (GHashTable) persons = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_user = g_hash_table_new (g_str_hash, g_str_equal);

  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  self->accounts = g_ptr_array_new_with_free_func (account_free);
  for (guint i = 0; i < self->rows[PERSONS]->len; i++)
    {
      KxRecord *person = self->rows[PERSONS]->pdata[i];

      g_hash_table_insert (persons, person->id, person);
    }
  for (guint i = 0; i < self->rows[USERS]->len; i++)
    {
      KxRecord *user = self->rows[USERS]->pdata[i];
      const char *id = kx_user_get_person (kx_user (user));
      const KxRecord *person = id != NULL ? g_hash_table_lookup (persons, id) : NULL;
      KxAccount *account = g_new (KxAccount, 1);

      *account =
          (KxAccount){ kx_record_copy (user), person != NULL ? kx_record_copy (person) : NULL, new_rows () };
      g_ptr_array_add (self->accounts, account);
      g_hash_table_insert (by_user, account->user->id, account);
    }
  for (guint i = 0; i < self->rows[GRANTS]->len; i++)
    {
      KxRecord *grant = self->rows[GRANTS]->pdata[i];
      const char *id = kx_grant_get_user (kx_grant (grant));
      KxAccount *account = id != NULL ? g_hash_table_lookup (by_user, id) : NULL;

      if (account != NULL)
        g_ptr_array_add (account->grants, kx_record_copy (grant));
    }
  for (guint i = 0; i < self->accounts->len; i++)
    g_ptr_array_sort (((KxAccount *) self->accounts->pdata[i])->grants, compare_grants);
  g_ptr_array_sort (self->accounts, compare_accounts);
}

static void
end (KxAccountList *self, GError *error)
{
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  self->error = error;
  if (error == NULL)
    make_accounts (self);
  for (guint i = 0; i < N_KINDS; i++)
    g_ptr_array_set_size (self->rows[i], 0);
  g_signal_emit (self, changed_signal, 0);
}

static void ask (KxAccountList *self, const char *after);

static void
take_page (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxAccountList) self = data;
  GError *error = NULL;
  g_autoptr (KxClientPage) page = kx_client_list_finish (KX_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  if (page == NULL)
    {
      end (self, error);
      return;
    }
  for (guint i = 0; i < page->rows->len; i++)
    g_ptr_array_add (self->rows[self->kind], kx_record_copy (page->rows->pdata[i]));
  if (page->next == NULL)
    self->kind++;
  if (self->kind < N_KINDS)
    ask (self, page->next);
  else
    end (self, NULL);
}

static void
ask (KxAccountList *self, const char *after)
{
  kx_client_list_async (self->client, kinds[self->kind], PAGE, after, self->cancellable, take_page,
                        g_object_ref (self));
}

void
kx_account_list_stop (KxAccountList *self)
{
  g_return_if_fail (KX_IS_ACCOUNT_LIST (self));
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
kx_account_list_load (KxAccountList *self)
{
  g_return_if_fail (KX_IS_ACCOUNT_LIST (self));
  kx_account_list_stop (self);
  self->cancellable = g_cancellable_new ();
  self->kind = PERSONS;
  for (guint i = 0; i < N_KINDS; i++)
    g_ptr_array_set_size (self->rows[i], 0);
  ask (self, NULL);
}

static void
finalize (GObject *object)
{
  KxAccountList *self = KX_ACCOUNT_LIST (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  for (guint i = 0; i < N_KINDS; i++)
    g_ptr_array_unref (self->rows[i]);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (kx_account_list_parent_class)->finalize (object);
}

static void
kx_account_list_class_init (KxAccountListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  changed_signal =
      g_signal_new ("changed", KX_TYPE_ACCOUNT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_account_list_init (KxAccountList *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    self->rows[i] = new_rows ();
}

KxAccountList *
kx_account_list_new (KxClient *client)
{
  KxAccountList *self = g_object_new (KX_TYPE_ACCOUNT_LIST, NULL);

  self->client = g_object_ref (client);
  return self;
}

gboolean
kx_account_list_is_loading (KxAccountList *self)
{
  g_return_val_if_fail (KX_IS_ACCOUNT_LIST (self), FALSE);
  return self->cancellable != NULL;
}

const GError *
kx_account_list_get_error (KxAccountList *self)
{
  g_return_val_if_fail (KX_IS_ACCOUNT_LIST (self), NULL);
  return self->error;
}

GPtrArray *
kx_account_list_get_accounts (KxAccountList *self)
{
  g_return_val_if_fail (KX_IS_ACCOUNT_LIST (self), NULL);
  return self->accounts;
}

const KxAccount *
kx_account_list_find (KxAccountList *self, const char *user)
{
  g_return_val_if_fail (KX_IS_ACCOUNT_LIST (self), NULL);
  for (guint i = 0; self->accounts != NULL && i < self->accounts->len; i++)
    if (g_strcmp0 (((KxAccount *) self->accounts->pdata[i])->user->id, user) == 0)
      return self->accounts->pdata[i];
  return NULL;
}

char *
kx_account_dup_title (const KxAccount *account)
{
  const char *login = kx_user_get_name (kx_user (account->user));

  if (account->person == NULL)
    return g_strdup (login);
  /* Translators: name of the person, sign-in name. */
  return g_strdup_printf (_ ("%s (%s)"), kx_person_get_name (kx_person (account->person)), login);
}

char *
kx_account_dup_grant (const KxRecord *grant)
{
  int role = kx_record_get (grant, kx_grant_f_role).CODE;
  g_autofree char *what =
      kx_preferences_dup_role (kx_role_codes[role].name, kx_record_get (grant, kx_grant_f_area).TEXT);
  g_autofree char *from = kx_display_field (grant, kx_grant_f_from_on);
  g_autofree char *until = kx_display_field (grant, kx_grant_f_until_on);

  if (*from != '\0' && *until != '\0')
    /* Translators: a role and its area, two dates. */
    return g_strdup_printf (_ ("%s, from %s until %s"), what, from, until);
  if (*from != '\0')
    /* Translators: a role and its area, a date. */
    return g_strdup_printf (_ ("%s, from %s"), what, from);
  if (*until != '\0')
    /* Translators: a role and its area, a date. */
    return g_strdup_printf (_ ("%s, until %s"), what, until);
  return g_steal_pointer (&what);
}

char *
kx_account_dup_roles (const KxAccount *account)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < account->grants->len; i++)
    {
      g_autofree char *word = kx_account_dup_grant (account->grants->pdata[i]);

      g_string_append_printf (words, "%s%s", i == 0 ? "" : "; ", word);
    }
  if (words->len == 0)
    g_string_append (words, _ ("Nothing is granted to this account"));
  return g_string_free (words, FALSE);
}

gboolean
kx_account_is_disabled (const KxAccount *account)
{
  return kx_record_get (account->user, kx_user_f_state).CODE == kx_user_state_disabled;
}
