#include "desktop/form/kx-cite-button.h"

#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"

#define MOST_CHARS 44

static void
add_line (GtkWidget *box, const char *words, const char *style)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MOST_CHARS);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
}

/* The kind of source first: a reader has to know whether this is law or a habit of the program before reading
 * it. */
static GtkWidget *
make_contents (const KxCite *cite)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *authority = kx_words_authority (cite), *place = kx_words_place (cite);

  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  add_line (box, authority, "heading");
  if (*place != '\0')
    add_line (box, place, "body");
  if (cite->quote != NULL)
    {
      /* Translators: words quoted from a document. */
      g_autofree char *quote = g_strdup_printf (_ ("“%s”"), cite->quote);

      add_line (box, quote, "body");
    }
  if (cite->force != KX_FORCE_NONE && cite->force != KX_FORCE_OWN_VALUE)
    add_line (box, kx_words_force (cite->force), "dim-label");
  if (cite->source == KX_SOURCE_PROGRAM && cite->document == NULL)
    add_line (box, _ ("No document asks for this; the program needs it in order to work."), "dim-label");
  return box;
}

/* What a button opens. */
typedef struct
{
  KxCite cite;
  GtkWidget *popover; /* the button's; NULL: it was not opened yet */
} Opened;

static void
tell_expanded (GtkWidget *popover, GParamSpec *spec, GtkWidget *button)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_EXPANDED,
                               gtk_widget_get_visible (popover), -1);
}

static void
open_source (GtkWidget *button, Opened *opened)
{
  if (opened->popover == NULL)
    {
      g_autofree char *words = kx_words_cite (&opened->cite);

      opened->popover = gtk_popover_new ();
      /* Read aloud as a whole when it opens; its lines can be walked through, and copied, too. */
      kx_a11y_set_label (opened->popover, words);
      gtk_popover_set_child (GTK_POPOVER (opened->popover), make_contents (&opened->cite));
      g_signal_connect_object (opened->popover, "notify::visible", G_CALLBACK (tell_expanded), button, 0);
      gtk_widget_set_parent (opened->popover, button);
    }
  gtk_popover_popup (GTK_POPOVER (opened->popover));
}

static void
on_destroy (GtkWidget *button, Opened *opened)
{
  g_clear_pointer (&opened->popover, gtk_widget_unparent);
}

static void
free_data (gpointer data, GClosure *closure)
{
  g_free (data);
}

static gboolean
tell (GtkWidget *button, int x, int y, gboolean by_key, GtkTooltip *tooltip, const char *words)
{
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

GtkWidget *
kx_cite_button_new (const KxCite *cite)
{
  GtkWidget *button;
  g_autofree char *words = NULL, *authority = NULL;
  Opened *opened;

  if (cite->source == KX_SOURCE_NONE)
    return NULL;
  authority = kx_words_authority (cite);
  /* Not a menu button, which has three widgets more: lists have many of these. */
  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), gtk_label_new ("§"));
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  opened = g_new0 (Opened, 1);
  opened->cite = *cite;
  g_signal_connect_data (button, "clicked", G_CALLBACK (open_source), opened, free_data, G_CONNECT_DEFAULT);
  g_signal_connect (button, "destroy", G_CALLBACK (on_destroy), opened);
  gtk_widget_add_css_class (button, "cite");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* Translators: of a button; the kind of source follows, such as a law. */
  words = g_strdup_printf (_ ("What this rests on: %s"), authority);
  kx_a11y_set_label (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  /* To be given the text of a tooltip, the toolkit asks the display where the pointer is. */
  gtk_widget_set_has_tooltip (button, TRUE);
  g_signal_connect_data (button, "query-tooltip", G_CALLBACK (tell), g_steal_pointer (&words), free_data,
                         G_CONNECT_DEFAULT);
  return button;
}
