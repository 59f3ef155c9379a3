#include "desktop/form/kx-finding-line.h"

#include "desktop/form/kx-cite-button.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"

static const char *
style_of (KxVerdict verdict)
{
  static const char *const styles[] = { "success", "warning", "error", "dim-label" };

  return styles[verdict];
}

static GtkWidget *
make_icon (KxVerdict verdict)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (kx_words_verdict_icon (verdict));

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, style_of (verdict));
  kx_a11y_set_label (icon, kx_words_verdict (verdict));
  gtk_widget_set_tooltip_text (icon, kx_words_verdict (verdict));
  return icon;
}

/* A sentence that nobody could check must not read like a fact. */
static char *
dup_words (const KxFinding *finding, gboolean with_word)
{
  g_autofree char *words = kx_words_finding (finding);

  if (with_word || finding->verdict != KX_CANNOT_TELL)
    return g_steal_pointer (&words);
  /* Translators: how a precondition stands, and the precondition. */
  return g_strdup_printf (_ ("%s: %s"), kx_words_verdict (finding->verdict), words);
}

GtkWidget *
kx_finding_line_new (const KxFinding *finding, gboolean with_word)
{
  GtkWidget *line = kx_label_line_new (6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *words = dup_words (finding, with_word);
  GtkWidget *label = gtk_label_new (words), *cite = kx_cite_button_new (&finding->cite);

  kx_label_line_add (line, make_icon (finding->verdict));
  kx_label_line_add (line, texts);
  if (with_word)
    {
      GtkWidget *word = gtk_label_new (kx_words_verdict (finding->verdict));

      gtk_label_set_xalign (GTK_LABEL (word), 0);
      gtk_widget_add_css_class (word, "caption-heading");
      gtk_widget_add_css_class (line, "guard");
      gtk_box_append (GTK_BOX (texts), word);
    }
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (texts, TRUE);
  if (!with_word)
    gtk_widget_add_css_class (label, style_of (finding->verdict));
  gtk_box_append (GTK_BOX (texts), label);
  if (cite != NULL)
    kx_label_line_add (line, cite);
  return line;
}
