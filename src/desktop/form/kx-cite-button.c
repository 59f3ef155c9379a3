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

static void
show (GtkMenuButton *button, gpointer data)
{
  GtkWidget *popover = gtk_popover_new ();
  g_autofree char *words = kx_words_cite (data);

  /* Read aloud as a whole when it opens; its lines can be walked through, and copied, too. */
  kx_a11y_set_label (popover, words);
  gtk_popover_set_child (GTK_POPOVER (popover), make_contents (data));
  gtk_menu_button_set_popover (button, popover);
}

static void
free_words (gpointer words, GClosure *closure)
{
  g_free (words);
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

  if (cite->source == KX_SOURCE_NONE)
    return NULL;
  authority = kx_words_authority (cite);
  button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), gtk_label_new ("§"));
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), show, g_memdup2 (cite, sizeof *cite),
                                         g_free);
  gtk_widget_add_css_class (button, "cite");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* Translators: of a button; the kind of source follows, such as a law. */
  words = g_strdup_printf (_ ("What this rests on: %s"), authority);
  kx_a11y_set_label (gtk_widget_get_first_child (button), words);
  /* To be given the text of a tooltip, the toolkit asks the display where the pointer is; lists have many
   * of these. */
  gtk_widget_set_has_tooltip (button, TRUE);
  g_signal_connect_data (button, "query-tooltip", G_CALLBACK (tell), g_steal_pointer (&words), free_words,
                         G_CONNECT_DEFAULT);
  return button;
}
