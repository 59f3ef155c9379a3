#include "desktop/kx-test-look.h"

#include "desktop/kx-line-text.h"

#include <adwaita.h>
#include <string.h>

/* What run-pseudo.py puts before each text. */
#define MARK "⟦"

void
kx_test_look_load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/kangxie/Kangxie/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
kx_test_look_settle (GtkWindow *window)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!gtk_widget_get_mapped (GTK_WIDGET (window)) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  /* Layout happens in frames, and what is hidden or shown in one settles in the next. */
  for (int frame = 0; frame < 8; frame++)
    {
      gint64 until = g_get_monotonic_time () + 20000;

      gtk_widget_queue_draw (GTK_WIDGET (window));
      while (g_main_context_iteration (NULL, FALSE) || g_get_monotonic_time () < until)
        ;
    }
}

/* Numbers and codes have capitals only; what is written for people has others. */
static gboolean
has_letters (const char *text)
{
  guint letters = 0;

  for (const char *place = text; *place != '\0'; place++)
    letters += g_ascii_islower (*place);
  return letters > 1;
}

static const char *
text_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (KX_IS_LINE_TEXT (widget))
    return kx_line_text_get_words (KX_LINE_TEXT (widget));
  if (GTK_IS_INSCRIPTION (widget))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  return NULL;
}

/* The texts of keys and of the toolkit's own parts are not ours; nor is the header bar of a window of
 * preferences. */
static gboolean
is_foreign (GtkWidget *widget)
{
  /* The names of its pages are the toolkit's to place, above or in a narrow window below. */
  if ((gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR) != NULL ||
       gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_SWITCHER_BAR) != NULL) &&
      gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_WINDOW) != NULL)
    return TRUE;
  return gtk_widget_get_ancestor (widget, GTK_TYPE_SHORTCUT_LABEL) != NULL ||
         gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL;
}

static void
check_text (const char *text, const char *const *known)
{
  if (text == NULL || !has_letters (text) || strstr (text, MARK) != NULL)
    return;
  if (known != NULL && g_strv_contains (known, text))
    return;
  g_test_message ("not marked for translation: %s", text);
  g_test_fail ();
}

void
kx_test_look_assert_marked (GtkWidget *root, const char *const *known)
{
  if (is_foreign (root))
    return;
  if (gtk_widget_get_mapped (root))
    {
      check_text (text_of (root), known);
      check_text (gtk_widget_get_tooltip_text (root), known);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kx_test_look_assert_marked (child, known);
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  for (; widget != NULL && !GTK_IS_WINDOW (widget); widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_has_tooltip (widget))
      return TRUE;
  return FALSE;
}

/* The nearest parts of the window in which `widget` can be scrolled sideways. */
static gboolean
can_be_scrolled_to (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkPolicyType policy;

  if (scrolled == NULL)
    return FALSE;
  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scrolled), &policy, NULL);
  return policy != GTK_POLICY_NEVER;
}

static void
check_room (GtkWidget *widget, GtkWidget *window)
{
  graphene_rect_t bounds;
  const char *text = text_of (widget);

  if (!gtk_widget_get_mapped (widget) || gtk_widget_get_opacity (widget) == 0)
    return;
  if (text != NULL && *text != '\0' && !is_foreign (widget) &&
      gtk_widget_compute_bounds (widget, window, &bounds) &&
      (bounds.origin.x < 0 || bounds.origin.x + bounds.size.width > gtk_widget_get_width (window) + 1) &&
      !can_be_scrolled_to (widget))
    {
      g_test_message ("outside the window of %d: %s (%.0f to %.0f)", gtk_widget_get_width (window), text,
                      bounds.origin.x, bounds.origin.x + bounds.size.width);
      g_test_fail ();
    }
  if (GTK_IS_LABEL (widget) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))) &&
      !has_tooltip (widget) && !is_foreign (widget))
    {
      g_test_message ("shortened without a tooltip: %s", text);
      g_test_fail ();
    }
  if (KX_IS_LINE_TEXT (widget) && kx_line_text_is_cut (KX_LINE_TEXT (widget)))
    {
      g_test_message ("cut off: %s", text);
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_room (child, window);
}

void
kx_test_look_assert_room (GtkWindow *window)
{
  check_room (GTK_WIDGET (window), GTK_WIDGET (window));
}
