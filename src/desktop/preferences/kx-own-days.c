#include "desktop/preferences/kx-own-days.h"

#include "core/entities/kx-own-day.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-own-day-page.h"
#include "desktop/preferences/kx-own-day-words.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/record/kx-outcome.h"

/* A period that people think in, to show what the days do. */
#define SAMPLE_DAYS 10

struct _KxOwnDays
{
  AdwPreferencesGroup parent_instance;

  KxDesk *desk;           /* owned; NULL when disposed */
  char *office, *space;   /* owned; NULL: none */
  GtkWidget *add;         /* borrowed: the button in the header */
  GPtrArray *rows;        /* (element-type GtkWidget) borrowed: the group's own rows */
  AdwExpanderRow *past;   /* borrowed: one of `rows`; NULL: none */
  gboolean past_expanded; /* it stays as it was when days change */
};

G_DEFINE_FINAL_TYPE (KxOwnDays, kx_own_days, ADW_TYPE_PREFERENCES_GROUP)

static void
open_day (KxOwnDays *self, const char *id)
{
  kx_subpage_present (kx_own_day_page_new (self->desk, self->office, id), GTK_WIDGET (self));
}

static void
add_day (KxOwnDays *self)
{
  open_day (self, NULL);
}

static void
change_day (KxOwnDays *self, GtkWidget *row)
{
  open_day (self, g_object_get_data (G_OBJECT (row), "kx-id"));
}

static void
delete_day (KxOwnDays *self, GtkWidget *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), "kx-id");
  g_autoptr (KxRecord) row = kx_desk_get_row (self->desk, &kx_own_day_entity, id);
  g_autofree char *title = NULL;

  if (row == NULL || row->deleted_at.ms != 0)
    return;
  title = kx_own_day_dup_title (row);
  kx_outcome_delete (GTK_WIDGET (self), self->desk, row, title);
}

static gboolean
may (KxOwnDays *self, KxOpKind kind)
{
  return self->space != NULL && kx_desk_may (self->desk, &kx_own_day_entity, kind, NULL, self->space);
}

static void
add_row (KxOwnDays *self, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_delete (KxOwnDays *self, GtkWidget *row, const KxRecord *record)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *date = kx_format_date (kx_record_get (record, kx_own_day_f_day).DATE);
  /* Translators: what a button does: the date of a day. */
  g_autofree char *tip = g_strdup_printf (_ ("Delete %s"), date);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  kx_a11y_set_label (button, tip);
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (record->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_day), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_day (KxOwnDays *self, const KxRecord *record)
{
  g_autofree char *title = kx_own_day_dup_title (record), *effect = kx_own_day_dup_effect (record);
  GtkWidget *row = kx_preferences_row_new (title, effect);

  kx_a11y_set_description (row, effect);
  g_object_set_data_full (G_OBJECT (row), "kx-id", g_strdup (record->id), g_free);
  if (may (self, KX_OP_PATCH))
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (change_day), self, G_CONNECT_SWAPPED);
    }
  if (may (self, KX_OP_DELETE))
    add_delete (self, row, record);
  if (may (self, KX_OP_PATCH))
    kx_preferences_row_add_arrow (row);
  return row;
}

/* What the days do: ten working days from today, with and without them. */
static void
add_sample (KxOwnDays *self, GPtrArray *records)
{
  g_autoptr (KxCalendar) own = kx_own_day_make_calendar (records), national = kx_calendar_new (NULL, 0);
  KxDate today = kx_format_today ();
  g_autofree char *with = kx_format_date (kx_calendar_add_workdays (own, today, SAMPLE_DAYS, NULL));
  g_autofree char *without = kx_format_date (kx_calendar_add_workdays (national, today, SAMPLE_DAYS, NULL));
  g_autofree char *title = NULL, *words = NULL;

  /* Translators: a date. */
  title = g_strdup_printf (_ ("Ten working days from today: %s"), with);
  if (g_str_equal (with, without))
    words = g_strdup (_ ("As by the national calendar"));
  else
    /* Translators: a date. */
    words = g_strdup_printf (_ ("By the national calendar alone: %s"), without);
  add_row (self, kx_preferences_row_new (title, words));
}

static void
note_expanded (KxOwnDays *self)
{
  self->past_expanded = adw_expander_row_get_expanded (self->past);
}

/* Days gone by are out of the way, the last one first. */
static void
add_past (KxOwnDays *self, GPtrArray *past)
{
  GtkWidget *row;
  g_autofree char *title = NULL;

  self->past = NULL;
  if (past->len == 0)
    return;
  title = g_strdup_printf (ngettext ("%u day gone by", "%u days gone by", past->len), past->len);
  row = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  kx_a11y_set_label (row, title);
  for (guint i = past->len; i > 0; i--)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_day (self, past->pdata[i - 1]));
  self->past = ADW_EXPANDER_ROW (row);
  adw_expander_row_set_expanded (self->past, self->past_expanded);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (note_expanded), self, G_CONNECT_SWAPPED);
  add_row (self, row);
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;

  return kx_record_get (x, kx_own_day_f_day).DATE.ymd - kx_record_get (y, kx_own_day_f_day).DATE.ymd;
}

/* (element-type KxRecord) the living days of the office, by date. */
static GPtrArray *
list_days (KxOwnDays *self)
{
  GPtrArray *records;

  if (self->office == NULL)
    return g_ptr_array_new ();
  records = kx_desk_list (self->desk, &kx_own_day_entity, kx_own_day_f_office, self->office);
  g_ptr_array_sort (records, compare_days);
  return records;
}

/* The id of the day at which the focus is; NULL: at none. */
static char *
dup_focused (KxOwnDays *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return NULL;
  for (; focus != GTK_WIDGET (self); focus = gtk_widget_get_parent (focus))
    if (g_object_get_data (G_OBJECT (focus), "kx-id") != NULL)
      return g_strdup (g_object_get_data (G_OBJECT (focus), "kx-id"));
  return NULL;
}

/* Brings the focus back after the rows were made anew: to the same day, else where days are added. */
static void
put_focus (KxOwnDays *self, const char *id)
{
  if (id == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (g_object_get_data (self->rows->pdata[i], "kx-id"), id) == 0)
      {
        gtk_widget_grab_focus (self->rows->pdata[i]);
        return;
      }
  gtk_widget_grab_focus (self->add);
}

static void
refresh (KxOwnDays *self)
{
  g_autoptr (GPtrArray) records = list_days (self), past = g_ptr_array_new ();
  g_autofree char *focused = dup_focused (self);
  KxDate today = kx_format_today ();

  kx_preferences_clear_rows (ADW_PREFERENCES_GROUP (self), self->rows);
  gtk_widget_set_visible (self->add, may (self, KX_OP_CREATE));
  if (self->office == NULL)
    return;
  if (records->len == 0)
    add_row (self, kx_preferences_row_new (_ ("No own days"), _ ("The national calendar alone counts.")));
  for (guint i = 0; i < records->len; i++)
    {
      KxRecord *record = records->pdata[i];

      if (kx_record_get (record, kx_own_day_f_day).DATE.ymd < today.ymd)
        g_ptr_array_add (past, record);
      else
        add_row (self, make_day (self, record));
    }
  add_past (self, past);
  add_sample (self, records);
  put_focus (self, focused);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxOwnDays *self)
{
  if (entity == &kx_own_day_entity && self->desk != NULL)
    refresh (self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_OWN_DAYS (object)->desk);
  G_OBJECT_CLASS (kx_own_days_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxOwnDays *self = KX_OWN_DAYS (object);

  g_ptr_array_unref (self->rows);
  g_free (self->office);
  g_free (self->space);
  G_OBJECT_CLASS (kx_own_days_parent_class)->finalize (object);
}

static void
kx_own_days_class_init (KxOwnDaysClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_own_days_init (KxOwnDays *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (group, _ ("Own days"));
  adw_preferences_group_set_description (group, _ ("Days on which the office works, or does not, otherwise "
                                                   "than the national calendar says. Deadlines count them."));
  self->add = gtk_button_new_with_mnemonic (_ ("_Add day"));
  kx_a11y_name_mnemonics (self->add);
  gtk_widget_set_valign (self->add, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_day), self);
  adw_preferences_group_set_header_suffix (group, self->add);
}

KxOwnDays *
kx_own_days_new (KxDesk *desk)
{
  KxOwnDays *self = g_object_new (KX_TYPE_OWN_DAYS, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return self;
}

void
kx_own_days_set_office (KxOwnDays *self, const KxRecord *office)
{
  g_return_if_fail (KX_IS_OWN_DAYS (self));
  if (office != NULL && g_strcmp0 (self->office, office->id) == 0)
    return;
  g_free (self->office);
  g_free (self->space);
  self->office = office != NULL ? g_strdup (office->id) : NULL;
  self->space = office != NULL ? g_strdup (office->space) : NULL;
  refresh (self);
}
