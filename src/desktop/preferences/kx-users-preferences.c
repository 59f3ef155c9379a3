#include "desktop/preferences/kx-users-preferences.h"

#include "core/entities/kx-user.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-new-user-page.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/preferences/kx-user-page.h"
#include "store/kx-search-plan.h"

/* More rows than anybody reads; the search finds the others. */
#define MOST_ROWS 100

struct _KxUsersPreferences
{
  AdwPreferencesPage parent_instance;

  KxDesk *desk;            /* owned; NULL when disposed */
  KxAccountList *accounts; /* owned; NULL when disposed */
  char *wanted;            /* owned; a person whose account is to be opened; NULL: none */
  GtkWidget *fresh; /* owned; a user who is being added: what was typed stays while one looks elsewhere */

  AdwPreferencesGroup *status_group, *head, *group; /* borrowed */
  AdwActionRow *status;
  GtkWidget *spinner, *again, *add, *search;
  GPtrArray *rows; /* (element-type GtkWidget) borrowed elements */
};

G_DEFINE_FINAL_TYPE (KxUsersPreferences, kx_users_preferences, ADW_TYPE_PREFERENCES_PAGE)

static KxRoles
all_roles (KxMirror *mirror)
{
  const KxActor *actor = kx_mirror_get_actor (mirror);
  KxRoles roles = 0;

  for (guint i = 0; actor != NULL && i < actor->roles->len; i++)
    roles |= 1u << g_array_index (actor->roles, KxRoleIn, i).role;
  return roles;
}

static gboolean
may_add (KxUsersPreferences *self)
{
  return kx_desk_may (self->desk, &kx_user_entity, KX_OP_CREATE, NULL, NULL);
}

/* One account */

static void
present_user (KxUsersPreferences *self, const char *id)
{
  kx_subpage_present (KX_SUBPAGE (kx_user_page_new (self->desk, self->accounts, id)), GTK_WIDGET (self));
}

static void
open_user (KxUsersPreferences *self, GtkWidget *row)
{
  present_user (self, g_object_get_data (G_OBJECT (row), "kx-id"));
}

static void
open_wanted (KxUsersPreferences *self)
{
  GPtrArray *accounts = kx_account_list_get_accounts (self->accounts);
  g_autofree char *wanted = NULL;

  if (accounts == NULL || self->wanted == NULL)
    return;
  wanted = g_steal_pointer (&self->wanted);
  for (guint i = 0; i < accounts->len; i++)
    {
      const KxAccount *account = accounts->pdata[i];

      if (g_strcmp0 (kx_user_get_person (kx_user (account->user)), wanted) == 0)
        {
          present_user (self, account->user->id);
          return;
        }
    }
}

void
kx_users_preferences_show_person (KxUsersPreferences *self, const char *person)
{
  g_return_if_fail (KX_IS_USERS_PREFERENCES (self));
  g_free (self->wanted);
  self->wanted = g_strdup (person);
  open_wanted (self);
}

static void
forget_fresh (KxUsersPreferences *self)
{
  g_clear_object (&self->fresh);
  kx_account_list_load (self->accounts);
}

void
kx_users_preferences_add_user (KxUsersPreferences *self)
{
  g_return_if_fail (KX_IS_USERS_PREFERENCES (self));
  if (!may_add (self))
    return;
  if (self->fresh == NULL)
    {
      self->fresh = g_object_ref_sink (GTK_WIDGET (kx_new_user_page_new (self->desk)));
      g_signal_connect_object (self->fresh, "changed", G_CALLBACK (kx_account_list_load), self->accounts,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->fresh, "added", G_CALLBACK (forget_fresh), self, G_CONNECT_SWAPPED);
    }
  kx_subpage_present (KX_SUBPAGE (self->fresh), GTK_WIDGET (self));
}

/* The list */

static void
add_row (KxUsersPreferences *self, GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_account (KxUsersPreferences *self, const KxAccount *account, const char *title)
{
  g_autofree char *roles = kx_account_dup_roles (account), *words = NULL;
  GtkWidget *row;

  if (kx_account_is_disabled (account))
    words = g_strdup_printf ("%s\n%s", _ ("Disabled"), roles);
  row = kx_preferences_row_new (title, words != NULL ? words : roles);
  kx_a11y_set_description (row, words != NULL ? words : roles);
  if (words != NULL)
    gtk_widget_add_css_class (row, "dim-label");
  g_object_set_data_full (G_OBJECT (row), "kx-id", g_strdup (account->user->id), g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  kx_preferences_row_add_arrow (row);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_user), self, G_CONNECT_SWAPPED);
  add_row (self, row);
}

/* By name, pinyin or initials, as everywhere. */
static gboolean
answers (const KxSearchPlan *plan, KxSearchTerms *terms, const char *title)
{
  const char *const *found;
  gsize n_found;

  kx_search_terms_reset (terms);
  kx_search_terms_add (terms, KX_SEARCH_NAME, title);
  found = kx_search_terms_finish (terms, &n_found);
  return kx_search_plan_matches (plan, found, n_found);
}

static void
list_accounts (KxUsersPreferences *self, GPtrArray *accounts)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));
  g_autoptr (KxSearchPlan) plan = *typed != '\0' ? kx_search_plan_new (typed) : NULL;
  g_autoptr (KxSearchTerms) terms = kx_search_terms_new ();
  g_autofree char *more = NULL;
  guint n = 0;

  for (guint i = 0; i < accounts->len; i++)
    {
      const KxAccount *account = accounts->pdata[i];
      g_autofree char *title = kx_account_dup_title (account);

      if ((plan == NULL || answers (plan, terms, title)) && n++ < MOST_ROWS)
        add_account (self, account, title);
    }
  if (n == 0)
    add_row (self, kx_preferences_row_new (plan != NULL ? _ ("No user answers to this search")
                                                        : _ ("No user in the areas of your roles"),
                                           NULL));
  if (n <= MOST_ROWS)
    return;
  more = g_strdup_printf (
      ngettext ("%u more; search to find it", "%u more; search to find them", n - MOST_ROWS), n - MOST_ROWS);
  add_row (self, kx_preferences_row_new (more, NULL));
}

static char *
dup_status (KxUsersPreferences *self)
{
  const GError *error = kx_account_list_get_error (self->accounts);

  if (!kx_desk_is_online (self->desk))
    return g_strdup (
        _ ("Users and roles are kept by the service, which cannot be reached now. Nothing is lost; "
           "they come when it answers again."));
  return error != NULL ? g_strdup (error->message) : NULL;
}

static void
show_status (KxUsersPreferences *self)
{
  gboolean loading = kx_account_list_is_loading (self->accounts);
  gboolean any = kx_account_list_get_accounts (self->accounts) != NULL;
  g_autofree char *words = dup_status (self);

  gtk_widget_set_visible (GTK_WIDGET (self->status_group), words != NULL || (loading && !any));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->status),
                                 words == NULL ? _ ("Asking the service…") : _ ("Not up to date"));
  adw_action_row_set_subtitle (self->status, words != NULL ? words : "");
  kx_a11y_name_rows (GTK_WIDGET (self->status));
  gtk_widget_set_visible (self->spinner, words == NULL);
  gtk_widget_set_visible (self->again, words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->group), any);
  gtk_widget_set_visible (self->search, any);
  gtk_widget_set_visible (self->add, may_add (self));
  gtk_widget_set_sensitive (self->add, kx_desk_is_online (self->desk));
}

static void
refresh (KxUsersPreferences *self)
{
  GPtrArray *accounts;

  if (self->desk == NULL)
    return;
  accounts = kx_account_list_get_accounts (self->accounts);
  show_status (self);
  kx_preferences_clear_rows (self->group, self->rows);
  if (accounts != NULL)
    list_accounts (self, accounts);
  open_wanted (self);
}

static void
load (KxUsersPreferences *self)
{
  kx_account_list_load (self->accounts);
  show_status (self);
}

static void
online_changed (KxUsersPreferences *self)
{
  if (kx_desk_is_online (self->desk))
    load (self);
  else
    show_status (self);
}

static void
dispose (GObject *object)
{
  KxUsersPreferences *self = KX_USERS_PREFERENCES (object);

  if (self->accounts != NULL)
    kx_account_list_stop (self->accounts);
  g_clear_object (&self->fresh);
  g_clear_object (&self->accounts);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_users_preferences_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (KX_USERS_PREFERENCES (object)->rows);
  g_free (KX_USERS_PREFERENCES (object)->wanted);
  G_OBJECT_CLASS (kx_users_preferences_parent_class)->finalize (object);
}

static void
kx_users_preferences_class_init (KxUsersPreferencesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static AdwPreferencesGroup *
add_group (KxUsersPreferences *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_status (KxUsersPreferences *self)
{
  GtkWidget *status = kx_preferences_row_new ("", NULL);

  self->status_group = add_group (self);
  self->status = ADW_ACTION_ROW (status);
  self->spinner = gtk_spinner_new ();
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  adw_action_row_add_suffix (self->status, self->spinner);
  self->again = kx_preferences_row_add_button (status, _ ("Try again"));
  kx_a11y_set_label (self->again, _ ("Try again"));
  g_signal_connect_object (self->again, "clicked", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->status_group, status);
}

static void
kx_users_preferences_init (KxUsersPreferences *self)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (self);

  self->rows = g_ptr_array_new ();
  adw_preferences_page_set_name (page, "users");
  adw_preferences_page_set_title (page, _ ("Users"));
  adw_preferences_page_set_icon_name (page, "system-users-symbolic");
  add_status (self);
  self->head = add_group (self);
  adw_preferences_group_set_title (self->head, _ ("Users and roles"));
  self->add = gtk_button_new_with_mnemonic (_ ("_Add user"));
  kx_a11y_name_mnemonics (self->add);
  gtk_widget_set_valign (self->add, GTK_ALIGN_CENTER);
  adw_preferences_group_set_header_suffix (self->head, self->add);
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Name or sign-in name"), NULL);
  kx_a11y_set_label (self->search, _ ("Search the users"));
  adw_preferences_group_add (self->head, self->search);
  self->group = add_group (self);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (kx_users_preferences_add_user), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

gboolean
kx_users_preferences_are_for (KxProfile *profile)
{
  return !kx_profile_is_local (profile) &&
         (all_roles (kx_profile_get_mirror (profile)) & kx_drawer_roles (kx_user_entity.drawer)) != 0;
}

AdwPreferencesPage *
kx_users_preferences_new (KxProfile *profile)
{
  KxUsersPreferences *self = g_object_new (KX_TYPE_USERS_PREFERENCES, NULL);

  self->desk = kx_desk_new (profile);
  self->accounts = kx_account_list_new (kx_profile_get_client (profile));
  adw_preferences_group_set_description (
      self->head, may_add (self) ? _ ("What is done here happens at the service at once.")
                                 : _ ("To be read only: administrators add users and give roles."));
  g_signal_connect_object (self->accounts, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kx_profile_get_sync (profile), "notify::online", G_CALLBACK (online_changed), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return ADW_PREFERENCES_PAGE (self);
}
