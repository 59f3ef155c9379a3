#include "desktop/form/kx-editor-kinds.h"

#include "core/kx-calendar.h"
#include "desktop/form/kx-form-date.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

struct _KxDateEditor
{
  KxEditor parent_instance;

  GtkEditable *entry;    /* borrowed: a child */
  GtkWidget *button;     /* borrowed: a child */
  GtkCalendar *calendar; /* borrowed: in the button's popover */
  gboolean is_end;
  gboolean showing; /* the program itself chooses a day */
};

G_DEFINE_FINAL_TYPE (KxDateEditor, kx_date_editor, KX_TYPE_EDITOR)

static void
set_typed (KxEditor *editor, const char *typed)
{
  gtk_editable_set_text (KX_DATE_EDITOR (editor)->entry, typed);
}

static char *
dup_typed (KxEditor *editor)
{
  return g_strdup (gtk_editable_get_text (KX_DATE_EDITOR (editor)->entry));
}

static void
put_date (KxDateEditor *self, KxDate date)
{
  g_autofree char *text = kx_date_format (date);

  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_position (self->entry, -1);
}

static gboolean
read_date (KxDateEditor *self, KxDate *ret_date)
{
  return kx_form_date_read (gtk_editable_get_text (self->entry), self->is_end, kx_display_today (),
                            ret_date) == NULL;
}

/* Whatever way it was typed in, a date that is left stands there in the one usual form. */
static void
settle (KxEditor *editor)
{
  KxDateEditor *self = KX_DATE_EDITOR (editor);
  KxDate date;

  if (*gtk_editable_get_text (self->entry) != '\0' && read_date (self, &date))
    {
      g_autofree char *text = kx_date_format (date);

      if (!g_str_equal (text, gtk_editable_get_text (self->entry)))
        gtk_editable_set_text (self->entry, text);
    }
}

static gboolean
step (KxDateEditor *self, KxFormStep unit, int n)
{
  KxDate date;

  if (*gtk_editable_get_text (self->entry) == '\0')
    put_date (self, kx_display_today ());
  else if (read_date (self, &date))
    put_date (self, kx_form_date_step (date, unit, n));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* A sign behind a whole date moves it by a day: also when an input method brings the sign. */
static void
insert_text (GtkEditable *text, const char *inserted, int length, int *position, KxDateEditor *self)
{
  gboolean plus = (length == 1 && *inserted == '+') || (length == 3 && strncmp (inserted, "＋", 3) == 0);
  gboolean minus = (length == 1 && *inserted == '-') || (length == 3 && strncmp (inserted, "－", 3) == 0);
  KxDate date;

  if ((!plus && !minus) || !kx_form_date_is_whole (gtk_editable_get_text (self->entry), &date))
    return;
  g_signal_stop_emission_by_name (text, "insert-text");
  put_date (self, kx_form_date_step (date, KX_FORM_DAY, plus ? 1 : -1));
  *position = (int) g_utf8_strlen (gtk_editable_get_text (self->entry), -1);
}

static gboolean
press_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
           KxDateEditor *self)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);

  if ((key == GDK_KEY_Down && held == GDK_ALT_MASK) || (key == GDK_KEY_F4 && held == 0))
    {
      gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
      return GDK_EVENT_STOP;
    }
  if (held != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return step (self, KX_FORM_DAY, 1);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return step (self, KX_FORM_DAY, -1);
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return step (self, KX_FORM_MONTH, 1);
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return step (self, KX_FORM_MONTH, -1);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* A click on a day of the month that is shown is a choice; turning the pages is none yet. */
static void
pick_day (KxDateEditor *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  KxDate date, before = { 0 };

  if (self->showing || !kx_date_from_parts (g_date_time_get_year (day), g_date_time_get_month (day),
                                            g_date_time_get_day_of_month (day), &date))
    return;
  read_date (self, &before);
  put_date (self, date);
  if (before.ymd / 100 == date.ymd / 100)
    gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

static void
show_calendar (GtkMenuButton *button, gpointer data)
{
  KxDateEditor *self = KX_DATE_EDITOR (data);
  g_autoptr (GDateTime) day = NULL;
  KxDate date;

  if (self->calendar == NULL)
    {
      GtkWidget *popover = gtk_popover_new ();

      self->calendar = GTK_CALENDAR (gtk_calendar_new ());
      gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
      g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (pick_day), self);
      g_signal_connect_swapped (popover, "closed", G_CALLBACK (gtk_widget_grab_focus), self->entry);
      gtk_menu_button_set_popover (button, popover);
    }
  if (!read_date (self, &date))
    date = kx_display_today ();
  day = g_date_time_new_local (date.ymd / 10000, date.ymd / 100 % 100, date.ymd % 100, 12, 0, 0);
  self->showing = TRUE;
  gtk_calendar_select_day (self->calendar, day);
  self->showing = FALSE;
}

static void
kx_date_editor_class_init (KxDateEditorClass *class)
{
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->settle = settle;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
kx_date_editor_init (KxDateEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_add_css_class (GTK_WIDGET (self), "linked");
  self->entry = GTK_EDITABLE (gtk_entry_new ());
  gtk_editable_set_width_chars (self->entry, 11);
  gtk_editable_set_max_width_chars (self->entry, 14);
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "numeric");
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->entry),
      _ ("2026-07-01, 20260701, “today” or +30; + and − step by days, Alt+Down shows "
         "the calendar"));
  gtk_widget_set_parent (GTK_WIDGET (self->entry), GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (kx_editor_changed), self);
  g_signal_connect (gtk_editable_get_delegate (self->entry), "insert-text", G_CALLBACK (insert_text), self);
  /* After the entry itself, and so after an input method had its turn. */
  g_signal_connect (keys, "key-pressed", G_CALLBACK (press_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);

  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), show_calendar, self, NULL);
  gtk_widget_set_tooltip_text (self->button, _ ("Calendar"));
  kx_a11y_set_label (self->button, _ ("Calendar"));
  /* Alt+Down does the same, so that Tab goes from field to field. */
  gtk_widget_set_focusable (gtk_widget_get_first_child (self->button), FALSE);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

void
kx_date_editor_set_up (KxDateEditor *self, const KxField *field)
{
  self->is_end = kx_form_date_is_end (field);
}
