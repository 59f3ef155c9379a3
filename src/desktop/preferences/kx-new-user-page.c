#include "desktop/preferences/kx-new-user-page.h"

#include "core/entities/kx-grant.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "core/kx-crypto.h"
#include "desktop/form/kx-form.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/preferences/kx-serve.h"
#include "desktop/record/kx-act.h"
#include "sync/kx-client-error.h"

/* What has to be made, in this order. */
typedef enum
{
  PERSON,
  USER,
  GRANT,
  PASSWORD,
  N_STEPS
} Step;

#define N_FORMS PASSWORD

struct _KxNewUserPage
{
  KxSubpage parent_instance;

  KxDesk *desk;             /* owned; NULL when disposed */
  KxForm *forms[N_FORMS];   /* borrowed */
  KxRecord *typed[N_FORMS]; /* owned; what is being made */
  KxRecord *made[N_FORMS];  /* owned; what the service has of it; NULL: not made yet */
  /* Owned; the op that makes it and the row. The same are sent again, so that an answer that got lost makes
   * no second row; typing makes them anew. */
  char *ops[N_FORMS], *rows[N_FORMS];
  GtkEditable *password;
  GtkWidget *add, *spinner; /* borrowed */
  gboolean busy;
  guint stale; /* bits of forms in which something else was typed since the ids were given */
};

G_DEFINE_FINAL_TYPE (KxNewUserPage, kx_new_user_page, KX_TYPE_SUBPAGE)

enum
{
  CHANGED,
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const KxEntity *const entities[N_FORMS] = { &kx_person_entity, &kx_user_entity, &kx_grant_entity };

static void run_step (KxNewUserPage *self);

/* What was typed, without the password, is a draft of each form until the account is made. */

static char *
dup_draft_key (Step step)
{
  return g_strconcat (entities[step]->name, "/new-user", NULL);
}

static void
put_draft (KxNewUserPage *self, Step step, const char *json)
{
  g_autofree char *key = dup_draft_key (step);

  kx_mirror_put_draft (kx_desk_get_mirror (self->desk), key, json);
}

static void
keep_draft (KxForm *form, KxNewUserPage *self)
{
  for (guint i = 0; i < N_FORMS; i++)
    if (self->forms[i] == form && self->made[i] == NULL)
      {
        g_autofree char *json = kx_form_dup_draft (form, "new");

        put_draft (self, (Step) i, json);
      }
}

static void
keep_all (KxNewUserPage *self)
{
  for (guint i = 0; i < N_FORMS; i++)
    kx_form_flush (self->forms[i]);
}

static void
take_drafts (KxNewUserPage *self)
{
  for (guint i = 0; i < N_FORMS; i++)
    {
      g_autofree char *key = dup_draft_key ((Step) i);
      g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), key);
      g_auto (GStrv) again = NULL;

      if (json != NULL)
        kx_form_take_draft (self->forms[i], json, &again);
    }
}

static Step
next_step (KxNewUserPage *self)
{
  for (guint i = 0; i < N_FORMS; i++)
    if (self->made[i] == NULL)
      return (Step) i;
  return PASSWORD;
}

/* What is typed anew is another row. */
static void
forget_ids (KxNewUserPage *self)
{
  for (guint i = 0; i < N_FORMS; i++)
    if ((self->stale >> i & 1) != 0 && self->made[i] == NULL)
      {
        g_clear_pointer (&self->ops[i], g_free);
        g_clear_pointer (&self->rows[i], g_free);
      }
  self->stale = 0;
}

static void
set_busy (KxNewUserPage *self, gboolean busy)
{
  /* Nothing gets insensitive: the focus would go. */
  self->busy = busy;
  gtk_widget_set_visible (self->spinner, busy);
  if (!busy)
    forget_ids (self);
}

/* What the service has is not typed any more. */
static void
lock_made (KxNewUserPage *self)
{
  for (guint i = 0; i < N_FORMS; i++)
    if (self->made[i] != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self->forms[i])) == NULL)
      gtk_widget_set_sensitive (GTK_WIDGET (self->forms[i]), FALSE);
}

/* A person without an account is of no use to anybody; whether this arrives matters little. */
static void
unmade (const KxRecord *row, const GError *error, gpointer data)
{
}

static void
unmake_person (KxNewUserPage *self)
{
  KxRecord *person = g_steal_pointer (&self->made[PERSON]);
  KxOp *op;

  for (guint i = PERSON; i <= USER; i++)
    {
      g_clear_pointer (&self->ops[i], g_free);
      g_clear_pointer (&self->rows[i], g_free);
    }
  op = kx_mirror_make_op (kx_desk_get_mirror (self->desk), KX_OP_DELETE, &kx_person_entity, person->id, NULL);
  op->base = person->seq;
  kx_serve_op (GTK_WIDGET (self), kx_desk_get_profile (self->desk), op, unmade, NULL, NULL);
  kx_record_free (person);
}

static const char *
word_failure (KxNewUserPage *self)
{
  if (self->made[USER] == NULL)
    return _ ("The account was not made; what you typed stays");
  if (self->made[GRANT] == NULL)
    return _ ("The account was made, but not its role");
  return _ ("The account was made, but not its password");
}

static void
fail (KxNewUserPage *self, Step step, const GError *error)
{
  g_autoptr (GPtrArray) findings = kx_serve_list_findings (error);

  /* Without an answer it is asked once more as it was. */
  if (step == USER && g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REFUSED))
    unmake_person (self);
  set_busy (self, FALSE);
  if (!kx_serve_failed (error))
    return;
  if (step < N_FORMS && findings->len > 0)
    kx_form_show_findings (self->forms[step], findings);
  else
    {
      gtk_widget_grab_focus (step == PASSWORD ? GTK_WIDGET (self->password) : self->add);
      kx_ask_tell (GTK_WIDGET (self), word_failure (self), error->message);
    }
  lock_made (self);
}

static void
finish (KxNewUserPage *self)
{
  /* Translators: a toast; the sign-in name of the account. */
  g_autofree char *words = g_strdup_printf (_ ("Added: %s"), kx_user_get_name (kx_user (self->made[USER])));

  for (guint i = 0; i < N_FORMS; i++)
    put_draft (self, (Step) i, NULL);
  kx_preferences_toast (GTK_WIDGET (self), words);
  kx_desk_sync_now (self->desk); /* the person is a row of the mirror */
  g_object_ref (self);
  g_signal_emit (self, signals[ADDED], 0);
  kx_subpage_close (KX_SUBPAGE (self));
  g_object_unref (self);
}

static void
step_ended (const KxRecord *row, const GError *error, gpointer data)
{
  KxNewUserPage *self = data;
  Step step;

  if (self->desk == NULL)
    return;
  step = next_step (self);
  if (error != NULL)
    {
      fail (self, step, error);
      return;
    }
  if (step == PASSWORD)
    {
      finish (self);
      return;
    }
  self->made[step] = kx_record_copy (row);
  if (step == USER)
    g_signal_emit (self, signals[CHANGED], 0);
  run_step (self);
}

static void
run_step (KxNewUserPage *self)
{
  Step step = next_step (self);
  KxProfile *profile = kx_desk_get_profile (self->desk);
  KxOp *op;

  if (step == PASSWORD)
    {
      kx_serve_password (GTK_WIDGET (self), profile, self->rows[USER], gtk_editable_get_text (self->password),
                         step_ended, g_object_ref (self), g_object_unref);
      return;
    }
  if (self->ops[step] == NULL)
    {
      self->ops[step] = kx_act_new_id ();
      g_free (self->rows[step]);
      /* Person and account have one id, so that whoever sees the person can tell who did something. */
      self->rows[step] = step == USER ? g_strdup (self->rows[PERSON]) : kx_act_new_id ();
    }
  if (step == GRANT)
    kx_grant_set_user (kx_grant (self->typed[GRANT]), self->rows[USER]);
  op = kx_op_new (KX_OP_CREATE, entities[step], self->ops[step], self->rows[step],
                  kx_record_copy (self->typed[step]));
  kx_serve_op (GTK_WIDGET (self), profile, op, step_ended, g_object_ref (self), g_object_unref);
}

/* The account belongs to the person above it, in the same office. Neither is typed twice. */
static void
put_account (KxNewUserPage *self)
{
  g_autoptr (KxRecord) beginning = kx_record_new (&kx_user_entity, NULL, NULL);
  g_autofree char *office =
      kx_field_entry_dup_typed (kx_form_get_entry (self->forms[PERSON], kx_person_f_office));

  if (self->ops[PERSON] == NULL)
    {
      self->ops[PERSON] = kx_act_new_id ();
      self->rows[PERSON] = kx_act_new_id ();
    }
  kx_user_set_person (kx_user (beginning), self->rows[PERSON]);
  /* Where none is chosen, the person's form says so. */
  kx_user_set_office (kx_user (beginning), kx_uuid_is_valid (office) ? office : self->rows[PERSON]);
  kx_form_set_beginning (self->forms[USER], beginning);
}

static gboolean
check_password (KxNewUserPage *self)
{
  if (*gtk_editable_get_text (self->password) != '\0')
    return TRUE;
  kx_preferences_toast (GTK_WIDGET (self), _ ("The account needs a first password"));
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
  return FALSE;
}

/* Takes what was typed into a form; TRUE: it is right. */
static gboolean
collect (KxNewUserPage *self, Step step)
{
  if (self->made[step] != NULL)
    return TRUE;
  g_clear_pointer (&self->typed[step], kx_record_free);
  self->typed[step] = kx_form_collect (self->forms[step]);
  return self->typed[step] != NULL;
}

static void
add (KxNewUserPage *self)
{
  gboolean right;

  if (self->busy)
    return;
  /* From the last to the first, which gets the focus when it is wrong. */
  right = check_password (self);
  right &= collect (self, GRANT);
  if (self->made[USER] == NULL)
    {
      put_account (self);
      right &= collect (self, USER);
    }
  right &= collect (self, PERSON);
  if (!right)
    return;
  set_busy (self, TRUE);
  run_step (self);
}

static void
follow_typing (KxForm *form, guint field, KxNewUserPage *self)
{
  for (guint i = 0; i < N_FORMS; i++)
    if (self->forms[i] == form)
      self->stale |= 1u << i;
  if (!self->busy)
    forget_ids (self);
}

static void
put_area (KxNewUserPage *self, const char *area)
{
  g_autoptr (KxRecord) beginning = kx_record_new (&kx_grant_entity, NULL, NULL);

  if (area != NULL && *area != '\0')
    kx_grant_set_area (kx_grant (beginning), area);
  kx_form_set_beginning (self->forms[GRANT], beginning);
}

/* A role is given for the office's area, unless another one was typed. */
static void
follow_office (KxForm *form, guint field, KxNewUserPage *self)
{
  g_autofree char *id = NULL;
  g_autoptr (KxRecord) office = NULL;

  if (field != kx_person_f_office)
    return;
  id = kx_field_entry_dup_typed (kx_form_get_entry (form, field));
  office = kx_desk_get_row (self->desk, &kx_office_entity, id);
  if (office != NULL)
    put_area (self, kx_office_get_area (kx_office (office)));
}

/* Most often it is a colleague of the administrator's own office. */
static void
put_office (KxNewUserPage *self)
{
  g_autoptr (KxRecord) beginning = kx_record_new (&kx_person_entity, NULL, NULL), office = NULL;
  g_autofree char *id = kx_desk_dup_office (self->desk);

  office = id != NULL ? kx_desk_get_row (self->desk, &kx_office_entity, id) : NULL;
  if (office != NULL)
    {
      kx_person_set_office (kx_person (beginning), id);
      kx_form_set_beginning (self->forms[PERSON], beginning);
    }
  put_area (self, office != NULL ? kx_office_get_area (kx_office (office))
                                 : kx_profile_get_area (kx_desk_get_profile (self->desk)));
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_NEW_USER_PAGE (object)->desk);
  G_OBJECT_CLASS (kx_new_user_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxNewUserPage *self = KX_NEW_USER_PAGE (object);

  for (guint i = 0; i < N_FORMS; i++)
    {
      g_clear_pointer (&self->typed[i], kx_record_free);
      g_clear_pointer (&self->made[i], kx_record_free);
      g_free (self->ops[i]);
      g_free (self->rows[i]);
    }
  G_OBJECT_CLASS (kx_new_user_page_parent_class)->finalize (object);
}

static void
kx_new_user_page_class_init (KxNewUserPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  signals[CHANGED] =
      g_signal_new ("changed", KX_TYPE_NEW_USER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ADDED] =
      g_signal_new ("added", KX_TYPE_NEW_USER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_new_user_page_init (KxNewUserPage *self)
{
}

static AdwPreferencesGroup *
add_group (KxNewUserPage *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  kx_subpage_add (KX_SUBPAGE (self), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_form (KxNewUserPage *self, Step step, const char *title, const char *near)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->forms[step] = kx_form_new (entities[step], kx_desk_get_lookup (self->desk), near);
  kx_form_set_editing (self->forms[step], TRUE);
  gtk_widget_add_css_class (card, "form-section");
  gtk_widget_add_css_class (card, "card");
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->forms[step]));
  adw_preferences_group_add (add_group (self, title), card);
  g_signal_connect_object (self->forms[step], "changed", G_CALLBACK (follow_typing), self, 0);
  g_signal_connect_object (self->forms[step], "draft", G_CALLBACK (keep_draft), self, 0);
}

static void
add_password (KxNewUserPage *self)
{
  AdwPreferencesGroup *group = add_group (self, _ ("Password"));
  GtkWidget *entry = adw_password_entry_row_new ();

  adw_preferences_group_set_description (
      group, _ ("Tell it to the person yourself, who can change it under Preferences, Account."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("First password"));
  kx_a11y_name_rows (entry);
  adw_preferences_group_add (group, entry);
  self->password = GTK_EDITABLE (entry);
  g_signal_connect_object (entry, "entry-activated", G_CALLBACK (add), self, G_CONNECT_SWAPPED);
}

static void
add_buttons (KxNewUserPage *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->spinner = gtk_spinner_new ();
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_widget_set_visible (self->spinner, FALSE);
  self->add = gtk_button_new_with_label (_ ("Add this user"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), self->spinner);
  gtk_box_append (GTK_BOX (buttons), self->add);
  adw_preferences_group_add (add_group (self, NULL), buttons);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add), self, G_CONNECT_SWAPPED);
}

KxNewUserPage *
kx_new_user_page_new (KxDesk *desk)
{
  KxNewUserPage *self = g_object_new (KX_TYPE_NEW_USER_PAGE, NULL);
  const char *area = kx_profile_get_area (kx_desk_get_profile (desk));

  self->desk = g_object_ref (desk);
  kx_subpage_set_title (KX_SUBPAGE (self), _ ("Add a user"));
  add_form (self, PERSON, _ ("Person"), area);
  add_form (self, USER, _ ("Account"), area);
  add_form (self, GRANT, _ ("First role"), area);
  g_signal_connect_object (self->forms[PERSON], "changed", G_CALLBACK (follow_office), self, 0);
  /* Those of the person. */
  gtk_widget_set_visible (GTK_WIDGET (kx_form_get_entry (self->forms[USER], kx_user_f_office)), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (kx_form_get_entry (self->forms[USER], kx_user_f_person)), FALSE);
  put_office (self);
  take_drafts (self);
  g_signal_connect (self, "unmap", G_CALLBACK (keep_all), NULL);
  add_password (self);
  add_buttons (self);
  return self;
}
