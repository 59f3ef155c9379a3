#include "desktop/preferences/kx-user-page.h"

#include "core/entities/kx-grant.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "desktop/form/kx-form.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-person-facts.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/preferences/kx-serve.h"
#include "desktop/record/kx-act.h"
#include "models/kx-display.h"

struct _KxUserPage
{
  KxSubpage parent_instance;

  KxDesk *desk;            /* owned; NULL when disposed */
  KxAccountList *accounts; /* owned; NULL when disposed */
  char *user;              /* owned; id */

  AdwPreferencesGroup *facts, *roles, *password_group, *state_group; /* borrowed */
  KxPersonFacts *person;                                             /* borrowed */
  GPtrArray *fact_rows, *role_rows, *state_rows; /* (element-type GtkWidget) borrowed elements */
  GtkWidget *give;                               /* borrowed: opens the form */
  GtkWidget *giving;                             /* borrowed: the form with its buttons */
  GtkWidget *grant;                              /* borrowed: the button that grants */
  KxForm *form;                                  /* borrowed: in `giving` */
  GtkEditable *password;
  GtkWidget *set_password; /* borrowed: a button */
};

G_DEFINE_FINAL_TYPE (KxUserPage, kx_user_page, KX_TYPE_SUBPAGE)

static const KxAccount *
get_account (KxUserPage *self)
{
  return self->accounts != NULL ? kx_account_list_find (self->accounts, self->user) : NULL;
}

static gboolean
may (KxUserPage *self, const KxEntity *entity, KxOpKind kind, const char *action)
{
  const KxAccount *account = get_account (self);

  return account != NULL && kx_desk_may (self->desk, entity, kind, action, account->user->space);
}

/* Acts at the service */

/* What an act is about. */
typedef struct
{
  KxUserPage *page; /* owned */
  const char *done; /* words, translated */
  const char *not_done;
  KxRecord *withdrawn; /* owned; a grant that can be given back; NULL */
} Act;

static Act *
act_new (KxUserPage *self, const char *done, const char *not_done)
{
  Act *act = g_new0 (Act, 1);

  act->page = g_object_ref (self);
  act->done = done;
  act->not_done = not_done;
  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->page);
  g_clear_pointer (&act->withdrawn, kx_record_free);
  g_free (act);
}

static KxOp *
make_op (KxUserPage *self, KxOpKind kind, const KxRecord *row, const char *action, const char *reason)
{
  KxOp *op = kx_mirror_make_op (kx_desk_get_mirror (self->desk), kind, row->entity, row->id, NULL);

  op->base = row->seq;
  op->action = g_strdup (action);
  op->reason = g_strdup (reason);
  return op;
}

static void act_ended (const KxRecord *row, const GError *error, gpointer data);

static KxOp *
make_grant (KxUserPage *self, KxRecord *fields)
{
  g_autofree char *id = kx_act_new_id ();

  return kx_mirror_make_op (kx_desk_get_mirror (self->desk), KX_OP_CREATE, &kx_grant_entity, id, fields);
}

/* Gives the same role again. */
static void
give_back (gpointer data)
{
  Act *act = data;
  KxUserPage *self = act->page;
  g_autoptr (KxRecord) fields = NULL;

  if (self->desk == NULL)
    return;
  fields = kx_record_new (&kx_grant_entity, NULL, NULL);
  for (guint i = 0; i < kx_grant_n_fields; i++)
    if (kx_record_has (act->withdrawn, i))
      kx_record_take (fields, act->withdrawn, i);
  kx_serve_op (GTK_WIDGET (self), kx_desk_get_profile (self->desk),
               make_grant (self, g_steal_pointer (&fields)), act_ended,
               act_new (self, _ ("The role was given back"), _ ("The role was not given back")), act_free);
}

static void
act_ended (const KxRecord *row, const GError *error, gpointer data)
{
  Act *act = data;
  KxUserPage *self = act->page;
  Act *back;

  if (self->desk == NULL)
    return;
  gtk_widget_set_sensitive (self->set_password, *gtk_editable_get_text (self->password) != '\0');
  if (kx_serve_failed (error))
    {
      kx_ask_tell (GTK_WIDGET (self), act->not_done, error->message);
      return;
    }
  if (error != NULL)
    return;
  kx_account_list_load (self->accounts);
  if (act->withdrawn == NULL)
    {
      kx_preferences_toast (GTK_WIDGET (self), act->done);
      return;
    }
  back = act_new (self, NULL, NULL);
  back->withdrawn = kx_record_copy (act->withdrawn);
  kx_preferences_toast_undo (GTK_WIDGET (self), act->done, give_back, back, act_free);
}

/* Roles */

static void
withdraw (KxUserPage *self, GtkWidget *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), "kx-id");
  const KxAccount *account = get_account (self);
  Act *act;

  for (guint i = 0; account != NULL && i < account->grants->len; i++)
    {
      const KxRecord *grant = account->grants->pdata[i];

      if (!g_str_equal (grant->id, id))
        continue;
      act = act_new (self, _ ("The role was withdrawn"), _ ("The role was not withdrawn"));
      act->withdrawn = kx_record_copy (grant);
      kx_serve_op (GTK_WIDGET (self), kx_desk_get_profile (self->desk),
                   make_op (self, KX_OP_DELETE, grant, NULL, NULL), act_ended, act, act_free);
      return;
    }
}

static void
open_giving (KxUserPage *self)
{
  gtk_widget_set_visible (self->giving, TRUE);
  gtk_widget_set_visible (self->give, FALSE);
  kx_form_set_editing (self->form, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

static void
close_giving (KxUserPage *self)
{
  kx_form_set_editing (self->form, FALSE);
  gtk_widget_set_visible (self->giving, FALSE);
  gtk_widget_set_visible (self->give, may (self, &kx_grant_entity, KX_OP_CREATE, NULL));
  gtk_widget_grab_focus (self->give);
}

static void
granted (const KxRecord *row, const GError *error, gpointer data)
{
  Act *act = data;
  KxUserPage *self = act->page;
  g_autoptr (GPtrArray) findings = error != NULL ? kx_serve_list_findings (error) : NULL;

  if (self->desk == NULL)
    return;
  gtk_widget_set_sensitive (self->grant, TRUE);
  if (findings != NULL && findings->len > 0)
    kx_form_show_findings (self->form, findings);
  else
    {
      if (error == NULL)
        close_giving (self);
      act_ended (row, error, data);
    }
}

static void
give_role (KxUserPage *self)
{
  g_autoptr (KxRecord) fields = kx_form_collect (self->form);

  if (fields == NULL)
    return;
  kx_grant_set_user (kx_grant (fields), self->user);
  gtk_widget_set_sensitive (self->grant, FALSE);
  kx_serve_op (GTK_WIDGET (self), kx_desk_get_profile (self->desk),
               make_grant (self, g_steal_pointer (&fields)), granted,
               act_new (self, _ ("The role was given"), _ ("The role was not given; what you typed stays")),
               act_free);
}

/* Password */

static void
type_password (KxUserPage *self)
{
  gtk_widget_set_sensitive (self->set_password, *gtk_editable_get_text (self->password) != '\0');
}

static void
password_set (const KxRecord *row, const GError *error, gpointer data)
{
  Act *act = data;

  if (error == NULL && act->page->desk != NULL)
    gtk_editable_set_text (act->page->password, "");
  act_ended (row, error, data);
}

static void
give_password (KxUserPage *self)
{
  gtk_widget_set_sensitive (self->set_password, FALSE);
  kx_serve_password (GTK_WIDGET (self), kx_desk_get_profile (self->desk), self->user,
                     gtk_editable_get_text (self->password), password_set,
                     act_new (self, _ ("The password was set"), _ ("The password was not set")), act_free);
}

static void
enter_password (KxUserPage *self)
{
  if (gtk_widget_get_sensitive (self->set_password))
    give_password (self);
}

/* Open or closed */

static void
state_asked (KxChoice choice, const char *reason, gpointer data)
{
  KxUserPage *self = data;
  const KxAccount *account = get_account (self);
  gboolean disabled;

  if (choice != KX_ASK_ACT || account == NULL)
    return;
  disabled = kx_account_is_disabled (account);
  kx_serve_op (GTK_WIDGET (self), kx_desk_get_profile (self->desk),
               make_op (self, KX_OP_ACTION, account->user, disabled ? "enable" : "disable", reason),
               act_ended,
               disabled ? act_new (self, _ ("The account is open again"), _ ("The account was not opened"))
                        : act_new (self, _ ("The account was disabled"), _ ("The account was not disabled")),
               act_free);
}

static void
ask_state (KxUserPage *self)
{
  const KxAccount *account = get_account (self);
  g_autofree char *title = NULL, *question = NULL;
  KxQuestion ask = { .reason = _ ("Reason"), .needs_reason = TRUE };

  if (account == NULL)
    return;
  title = kx_account_dup_title (account);
  if (kx_account_is_disabled (account))
    {
      /* Translators: name of a person and sign-in name. */
      question = g_strdup_printf (_ ("Open the account of %s again?"), title);
      ask.effect = _ ("The person can sign in again, with the roles and the password of before.");
      ask.act = _ ("_Open again");
    }
  else
    {
      /* Translators: name of a person and sign-in name. */
      question = g_strdup_printf (_ ("Disable the account of %s?"), title);
      ask.effect = _ ("The person is signed out everywhere and cannot sign in. What they did stays, and the "
                      "account can be opened again.");
      ask.act = _ ("_Disable");
      ask.destructive = TRUE;
    }
  ask.question = question;
  kx_ask (GTK_WIDGET (self), &ask, state_asked, g_object_ref (self), g_object_unref);
}

/* What is shown */

static void
add_row (AdwPreferencesGroup *group, GPtrArray *rows, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static void
add_fact (KxUserPage *self, const KxField *field, const char *value)
{
  if (value != NULL && *value != '\0')
    add_row (self->facts, self->fact_rows, kx_preferences_row_new (kx_display_label (field), value));
}

static void
show_facts (KxUserPage *self, const KxAccount *account)
{
  g_autofree char *office = kx_lookup_dup_title (kx_desk_get_lookup (self->desk), &kx_office_entity,
                                                 kx_user_get_office (kx_user (account->user)));
  g_autofree char *until = kx_display_field (account->user, kx_user_f_until_on);

  add_fact (self, &kx_user_entity.fields[kx_user_f_name], kx_user_get_name (kx_user (account->user)));
  /* Where the mirror has the person, more than is read can be done with them. */
  if (account->person != NULL && !kx_person_facts_has_person (self->person))
    {
      add_fact (self, &kx_user_entity.fields[kx_user_f_person],
                kx_person_get_name (kx_person (account->person)));
      add_fact (self, &kx_person_entity.fields[kx_person_f_post],
                kx_person_get_post (kx_person (account->person)));
    }
  add_fact (self, &kx_user_entity.fields[kx_user_f_office], office);
  add_fact (self, &kx_user_entity.fields[kx_user_f_until_on], until);
}

static void
add_role (KxUserPage *self, const KxRecord *grant, gboolean may_withdraw)
{
  g_autofree char *words = kx_account_dup_grant (grant);
  GtkWidget *row = kx_preferences_row_new (words, NULL), *button;

  add_row (self->roles, self->role_rows, row);
  if (!may_withdraw)
    return;
  button = kx_preferences_row_add_button (row, _ ("Withdraw"));
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (grant->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (withdraw), self, G_CONNECT_SWAPPED);
}

static void
show_roles (KxUserPage *self, const KxAccount *account)
{
  gboolean may_withdraw = may (self, &kx_grant_entity, KX_OP_DELETE, NULL);

  for (guint i = 0; i < account->grants->len; i++)
    add_role (self, account->grants->pdata[i], may_withdraw);
  if (account->grants->len == 0)
    add_row (self->roles, self->role_rows,
             kx_preferences_row_new (_ ("No role"), _ ("The person can sign in, but sees nothing.")));
  gtk_widget_set_visible (self->give, may (self, &kx_grant_entity, KX_OP_CREATE, NULL) &&
                                          !gtk_widget_get_visible (self->giving));
}

static void
show_state (KxUserPage *self, const KxAccount *account)
{
  gboolean disabled = kx_account_is_disabled (account);
  gboolean own = g_strcmp0 (self->user, kx_desk_get_user (self->desk)) == 0;
  const char *words = disabled ? _ ("Nobody can sign in with this account.")
                      : own    ? _ ("No one may disable their own account.")
                               : _ ("The person can sign in.");
  GtkWidget *row = kx_preferences_row_new (disabled ? _ ("Disabled") : _ ("Active"), words), *button;

  add_row (self->state_group, self->state_rows, row);
  if (own || !may (self, &kx_user_entity, KX_OP_ACTION, disabled ? "enable" : "disable"))
    return;
  button = kx_preferences_row_add_button (row, disabled ? _ ("Open again…") : _ ("Disable…"));
  if (!disabled)
    gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect_object (button, "clicked", G_CALLBACK (ask_state), self, G_CONNECT_SWAPPED);
}

static void
refresh (KxUserPage *self)
{
  const KxAccount *account = get_account (self);
  g_autofree char *title = NULL;

  if (self->desk == NULL || account == NULL)
    return;
  title = kx_account_dup_title (account);
  kx_subpage_set_title (KX_SUBPAGE (self), title);
  kx_person_facts_show (self->person, self->desk, kx_user_get_person (kx_user (account->user)));
  kx_preferences_clear_rows (self->facts, self->fact_rows);
  kx_preferences_clear_rows (self->roles, self->role_rows);
  kx_preferences_clear_rows (self->state_group, self->state_rows);
  show_facts (self, account);
  show_roles (self, account);
  show_state (self, account);
  gtk_widget_set_visible (GTK_WIDGET (self->password_group), may (self, &kx_user_entity, KX_OP_PATCH, NULL));
}

/* The service has it a moment later, and what it says is shown. */
static void
follow (KxUserPage *self, const KxEntity *entity)
{
  if (entity == &kx_person_entity && self->accounts != NULL)
    kx_account_list_load (self->accounts);
}

static void
dispose (GObject *object)
{
  KxUserPage *self = KX_USER_PAGE (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (kx_user_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxUserPage *self = KX_USER_PAGE (object);

  g_ptr_array_unref (self->fact_rows);
  g_ptr_array_unref (self->role_rows);
  g_ptr_array_unref (self->state_rows);
  g_free (self->user);
  G_OBJECT_CLASS (kx_user_page_parent_class)->finalize (object);
}

static void
kx_user_page_class_init (KxUserPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static AdwPreferencesGroup *
add_group (KxUserPage *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  kx_subpage_add (KX_SUBPAGE (self), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

/* A row of the group that sets a password. */
static void
add_password (KxUserPage *self)
{
  GtkWidget *entry = adw_password_entry_row_new (), *row;

  self->password_group = add_group (self, _ ("Password"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("New password for this account"));
  adw_preferences_group_add (self->password_group, entry);
  row = kx_preferences_row_new (_ ("Tell it to the person yourself; all sessions of the account end."), NULL);
  adw_preferences_group_add (self->password_group, row);
  self->password = GTK_EDITABLE (entry);
  self->set_password = kx_preferences_row_add_button (row, _ ("Set password"));
  kx_a11y_set_label (self->set_password, _ ("Set password"));
  gtk_widget_set_sensitive (self->set_password, FALSE);
  kx_a11y_name_rows (entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (type_password), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "entry-activated", G_CALLBACK (enter_password), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->set_password, "clicked", G_CALLBACK (give_password), self,
                           G_CONNECT_SWAPPED);
}

static void
kx_user_page_init (KxUserPage *self)
{
  self->fact_rows = g_ptr_array_new ();
  self->role_rows = g_ptr_array_new ();
  self->state_rows = g_ptr_array_new ();
  self->facts = add_group (self, _ ("Account"));
  self->person = g_object_new (KX_TYPE_PERSON_FACTS, NULL);
  kx_subpage_add (KX_SUBPAGE (self), ADW_PREFERENCES_GROUP (self->person));
  self->roles = add_group (self, _ ("Roles"));
  self->give = gtk_button_new_with_mnemonic (_ ("_Give a role"));
  kx_a11y_name_mnemonics (self->give);
  gtk_widget_set_valign (self->give, GTK_ALIGN_CENTER);
  adw_preferences_group_set_header_suffix (self->roles, self->give);
  g_signal_connect_object (self->give, "clicked", G_CALLBACK (open_giving), self, G_CONNECT_SWAPPED);
  add_password (self);
  self->state_group = add_group (self, _ ("Access"));
}

/* The form of a role that is being given, below those that are. */
static void
add_giving (KxUserPage *self)
{
  const KxAccount *account = get_account (self);
  g_autofree char *area = account != NULL ? kx_space_area (account->user->space) : NULL;
  g_autoptr (KxRecord) beginning = kx_record_new (&kx_grant_entity, NULL, NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  self->form = kx_form_new (&kx_grant_entity, kx_desk_get_lookup (self->desk), area);
  if (area != NULL)
    kx_grant_set_area (kx_grant (beginning), area);
  kx_form_set_beginning (self->form, beginning);
  self->grant = gtk_button_new_with_label (_ ("Give this role"));
  gtk_widget_add_css_class (self->grant, "suggested-action");
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), cancel);
  gtk_box_append (GTK_BOX (buttons), self->grant);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (close_giving), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grant, "clicked", G_CALLBACK (give_role), self, G_CONNECT_SWAPPED);
  self->giving = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (self->giving, "form-section");
  gtk_widget_add_css_class (self->giving, "card");
  gtk_widget_set_margin_top (self->giving, 12);
  gtk_box_append (GTK_BOX (self->giving), GTK_WIDGET (self->form));
  gtk_box_append (GTK_BOX (self->giving), buttons);
  gtk_widget_set_visible (self->giving, FALSE);
  adw_preferences_group_add (self->roles, self->giving);
}

KxUserPage *
kx_user_page_new (KxDesk *desk, KxAccountList *accounts, const char *user)
{
  KxUserPage *self = g_object_new (KX_TYPE_USER_PAGE, NULL);

  self->desk = g_object_ref (desk);
  self->accounts = g_object_ref (accounts);
  self->user = g_strdup (user);
  add_giving (self);
  g_signal_connect_object (accounts, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}
