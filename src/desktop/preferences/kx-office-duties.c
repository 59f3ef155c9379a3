#include "desktop/preferences/kx-office-duties.h"

#include "core/rules/kx-duty-rules.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-duty-page.h"
#include "desktop/preferences/kx-office-act.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"

struct _KxOfficeDuties
{
  AdwPreferencesGroup parent_instance;

  KxDesk *desk;         /* owned; NULL when disposed */
  char *office, *space; /* owned; NULL: none */
  GtkWidget *add;       /* borrowed: the button in the header */
  GPtrArray *rows;      /* (element-type GtkWidget) borrowed */
};

G_DEFINE_FINAL_TYPE (KxOfficeDuties, kx_office_duties, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
may (KxOfficeDuties *self, KxOpKind kind)
{
  return self->space != NULL && kx_desk_may (self->desk, &kx_duty_pair_entity, kind, NULL, self->space);
}

static const char *
word_rule (int rule)
{
  return kx_display_code (&kx_duty_pair_entity.fields[kx_duty_pair_f_rule], rule);
}

static int
duty_of (GtkWidget *row, const char *name)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), name));
}

static const char *
id_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "kx-id");
}

static void
open_pair (KxOfficeDuties *self, GtkWidget *row)
{
  kx_subpage_present (kx_duty_page_new (self->desk, self->office, id_of (row), duty_of (row, "kx-one"),
                                        duty_of (row, "kx-other")),
                      GTK_WIDGET (self));
}

static void
add_pair (KxOfficeDuties *self)
{
  kx_subpage_present (kx_duty_page_new (self->desk, self->office, NULL, -1, -1), GTK_WIDGET (self));
}

/* Deleting: with a reason, and a way back */

typedef struct
{
  KxOfficeDuties *self; /* owned */
  KxRecord *row;        /* owned */
} Deleting;

static void
deleting_free (gpointer data)
{
  Deleting *deleting = data;

  g_object_unref (deleting->self);
  kx_record_free (deleting->row);
  g_free (deleting);
}

static void
take_reason (KxChoice choice, const char *reason, gpointer data)
{
  Deleting *deleting = data;
  GPtrArray *acts;
  KxOp *op;

  if (choice != KX_ASK_ACT || deleting->self->desk == NULL)
    return;
  acts = kx_act_new ();
  op = kx_act_delete (acts, deleting->row);
  op->reason = g_strdup (reason);
  kx_office_act_run (GTK_WIDGET (deleting->self), deleting->self->desk, acts, _ ("This was not deleted"),
                     _ ("The rule was deleted"), kx_office_act_make_again (deleting->row));
}

static void
delete_pair (KxOfficeDuties *self, GtkWidget *button)
{
  g_autoptr (KxRecord) row = kx_desk_get_row (self->desk, &kx_duty_pair_entity, id_of (button));
  KxQuestion question = { .question = _ ("Delete this rule of the office?"),
                          .effect = _ ("What the program says of the two duties holds again."),
                          .act = _ ("_Delete"),
                          .reason = _ ("Reason"),
                          .needs_reason = TRUE,
                          .destructive = TRUE };
  Deleting *deleting;

  if (row == NULL || row->deleted_at.ms != 0)
    return;
  if (!kx_desk_is_online (self->desk))
    {
      kx_outcome_say (GTK_WIDGET (self), _ ("The service must be reachable: this happens there"));
      return;
    }
  deleting = g_new0 (Deleting, 1);
  deleting->self = g_object_ref (self);
  deleting->row = g_steal_pointer (&row);
  kx_ask (GTK_WIDGET (self), &question, take_reason, deleting, deleting_free);
}

static void
add_delete (KxOfficeDuties *self, GtkWidget *row)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: what a button does: the title of a row. */
  g_autofree char *tip =
      g_strdup_printf (_ ("Delete %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  kx_a11y_set_label (button, tip);
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (id_of (row)), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_pair), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* The rows */

/* What holds for two duties, and who says so. Free with g_free(). */
static char *
word_pair (int one, int other, const KxRecord *own)
{
  GString *words = g_string_new (NULL);
  const char *note = own != NULL ? kx_record_get (own, kx_duty_pair_f_note).LONG_TEXT : NULL;

  if (own != NULL)
    /* Translators: a rule, such as "Never the same person". */
    g_string_append_printf (words, _ ("%s · laid down by this office"),
                            word_rule (kx_record_get (own, kx_duty_pair_f_rule).CODE));
  else if (!kx_duty_is_floor (one, other))
    /* Translators: a rule, such as "Never the same person". */
    g_string_append_printf (words, _ ("%s · proposed by the program"),
                            word_rule (kx_duty_proposed (one, other)));
  if (note != NULL && *note != '\0')
    g_string_append_printf (words, " · %s", note);
  if (kx_duty_is_floor (one, other))
    g_string_append_printf (
        words, "%s%s", words->len > 0 ? "\n" : "",
        _ ("Never the same person · a floor of the program that no office lowers: nobody confirms what he "
           "entered himself"));
  return g_string_free (words, FALSE);
}

static const KxRecord *
find_own (GPtrArray *own, int one, int other)
{
  for (guint i = 0; i < own->len; i++)
    {
      int a = kx_record_get (own->pdata[i], kx_duty_pair_f_duty_a).CODE;
      int b = kx_record_get (own->pdata[i], kx_duty_pair_f_duty_b).CODE;

      if ((a == one && b == other) || (a == other && b == one))
        return own->pdata[i];
    }
  return NULL;
}

static GtkWidget *
make_row (KxOfficeDuties *self, int one, int other, const KxRecord *own)
{
  const KxField *field = &kx_duty_pair_entity.fields[kx_duty_pair_f_duty_a];
  /* Translators: two duties. */
  g_autofree char *title =
      g_strdup_printf (_ ("%s – %s"), kx_display_code (field, one), kx_display_code (field, other));
  g_autofree char *words = word_pair (one, other, own);
  GtkWidget *row = kx_preferences_row_new (title, words);
  gboolean floor = kx_duty_is_floor (one, other);

  kx_a11y_set_description (row, words);
  g_object_set_data (G_OBJECT (row), "kx-one", GINT_TO_POINTER (one));
  g_object_set_data (G_OBJECT (row), "kx-other", GINT_TO_POINTER (other));
  g_object_set_data_full (G_OBJECT (row), "kx-id", own != NULL ? g_strdup (own->id) : NULL, g_free);
  /* At the end, so that all titles begin below each other. */
  if (floor)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("changes-prevent-symbolic"));
  if (own != NULL && may (self, KX_OP_DELETE))
    add_delete (self, row);
  if (!may (self, own != NULL ? KX_OP_PATCH : KX_OP_CREATE))
    return row;
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_pair), self, G_CONNECT_SWAPPED);
  kx_preferences_row_add_arrow (row);
  return row;
}

static void
add_rows (KxOfficeDuties *self, GPtrArray *own, gboolean floor)
{
  guint n = kx_field_n_codes (&kx_duty_pair_entity.fields[kx_duty_pair_f_duty_a]);

  for (int one = 0; one < (int) n; one++)
    for (int other = one + 1; other < (int) n; other++)
      {
        const KxRecord *laid = find_own (own, one, other);
        GtkWidget *row;

        if (kx_duty_is_floor (one, other) != floor ||
            (!floor && laid == NULL && kx_duty_proposed (one, other) < 0))
          continue;
        row = make_row (self, one, other, laid);
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
        g_ptr_array_add (self->rows, row);
      }
}

static void
refresh (KxOfficeDuties *self)
{
  g_autoptr (GPtrArray) own = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));

  kx_preferences_clear_rows (ADW_PREFERENCES_GROUP (self), self->rows);
  gtk_widget_set_visible (self->add, may (self, KX_OP_CREATE));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      may (self, KX_OP_CREATE)
          ? _ ("Which two duties one person may not have on the same record.")
          : _ ("Which two duties one person may not have on the same record. A leader or "
               "a policy officer of this office lays it down."));
  if (self->office == NULL)
    return;
  own = kx_desk_list (self->desk, &kx_duty_pair_entity, kx_duty_pair_f_office, self->office);
  add_rows (self, own, FALSE);
  add_rows (self, own, TRUE);
  if (focused)
    gtk_widget_grab_focus (gtk_widget_get_visible (self->add) ? self->add : self->rows->pdata[0]);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxOfficeDuties *self)
{
  if (entity == &kx_duty_pair_entity && self->desk != NULL)
    refresh (self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_OFFICE_DUTIES (object)->desk);
  G_OBJECT_CLASS (kx_office_duties_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxOfficeDuties *self = KX_OFFICE_DUTIES (object);

  g_ptr_array_unref (self->rows);
  g_free (self->office);
  g_free (self->space);
  G_OBJECT_CLASS (kx_office_duties_parent_class)->finalize (object);
}

static void
kx_office_duties_class_init (KxOfficeDutiesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_office_duties_init (KxOfficeDuties *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (group, _ ("Separation of duties"));
  self->add = gtk_button_new_with_mnemonic (_ ("Add _rule"));
  kx_a11y_name_mnemonics (self->add);
  gtk_widget_set_valign (self->add, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_pair), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (group, self->add);
}

KxOfficeDuties *
kx_office_duties_new (KxDesk *desk)
{
  KxOfficeDuties *self = g_object_new (KX_TYPE_OFFICE_DUTIES, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return self;
}

void
kx_office_duties_set_office (KxOfficeDuties *self, const KxRecord *office)
{
  g_return_if_fail (KX_IS_OFFICE_DUTIES (self));
  g_free (self->office);
  g_free (self->space);
  self->office = office != NULL ? g_strdup (office->id) : NULL;
  self->space = office != NULL ? g_strdup (office->space) : NULL;
  refresh (self);
}

gboolean
kx_office_duties_open (KxOfficeDuties *self, const char *subject)
{
  KxSubpage *page;

  g_return_val_if_fail (KX_IS_OFFICE_DUTIES (self), FALSE);
  page = self->office != NULL ? kx_duty_page_new_for (self->desk, self->office, subject) : NULL;
  if (page != NULL)
    kx_subpage_present (page, GTK_WIDGET (self));
  return page != NULL;
}
