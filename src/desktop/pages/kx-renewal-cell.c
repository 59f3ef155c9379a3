#include "desktop/pages/kx-renewal-cell.h"

#include "desktop/form/kx-form-date.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

const char *
kx_renewal_column_title (KxRenewalColumn column)
{
  static const char *const titles[KX_RENEWAL_N_COLUMNS] = { N_ ("Agency"),     N_ ("Ends now"),
                                                            N_ ("New number"), N_ ("New start"),
                                                            N_ ("New end"),    N_ ("Outcome") };

  return _ (titles[column]);
}

static gboolean
is_typed (KxRenewalColumn column)
{
  return column == KX_RENEWAL_NUMBER || column == KX_RENEWAL_STARTS || column == KX_RENEWAL_ENDS;
}

static char *
dup_agency (KxRenewalLine *line)
{
  g_autofree char *note = kx_renewal_line_dup_note (line);

  return note != NULL ? g_strconcat (kx_renewal_line_get_agency (line), "\n", note, NULL)
                      : g_strdup (kx_renewal_line_get_agency (line));
}

static char *
dup_outcome (KxRenewalLine *line)
{
  switch (kx_renewal_line_get_outcome (line))
    {
    case KX_RENEWAL_DONE:
      return g_strdup (_ ("Done"));
    case KX_RENEWAL_REFUSED:
      return kx_display_fill (N_ ("Refused: {reasons}"), "reasons", kx_renewal_line_get_said (line), NULL);
    case KX_RENEWAL_OPEN:
    default:
      return g_strdup ("");
    }
}

/* What the cell shows of the line. */
static char *
dup_text (KxRenewalLine *line, KxRenewalColumn column)
{
  switch (column)
    {
    case KX_RENEWAL_AGENCY:
      return dup_agency (line);
    case KX_RENEWAL_ENDS_NOW:
      return kx_format_date (kx_renewal_last_day (kx_renewal_line_get_agreement (line)));
    case KX_RENEWAL_NUMBER:
      return g_strdup (kx_renewal_line_get_number (line));
    case KX_RENEWAL_STARTS:
      return kx_format_date (kx_renewal_line_get_starts (line));
    case KX_RENEWAL_ENDS:
      return kx_format_date (kx_renewal_line_get_ends (line));
    case KX_RENEWAL_OUTCOME:
    case KX_RENEWAL_N_COLUMNS:
    default:
      return dup_outcome (line);
    }
}

/* Takes what is typed into the line; FALSE: it is no day. */
static gboolean
take_text (KxRenewalLine *line, KxRenewalColumn column, const char *text)
{
  KxDate day = { 0 };
  gboolean right;

  if (column == KX_RENEWAL_NUMBER)
    {
      g_autofree char *number = g_strstrip (g_strdup (text));

      kx_renewal_line_set_number (line, number);
      return TRUE;
    }
  right = kx_form_date_read (text, column == KX_RENEWAL_ENDS, kx_format_today (), &day) == NULL;
  if (column == KX_RENEWAL_STARTS)
    kx_renewal_line_set_starts (line, right ? day : (KxDate){ 0 });
  else
    kx_renewal_line_set_ends (line, right ? day : (KxDate){ 0 });
  return right;
}

static void
on_typed (GtkEditable *entry, gpointer data)
{
  KxRenewalLine *line = g_object_get_data (G_OBJECT (entry), "kx-line");

  if (line == NULL)
    return;
  if (take_text (line, GPOINTER_TO_UINT (data), gtk_editable_get_text (entry)))
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
}

/* Not while somebody types there: half a day is not written over. */
static void
refresh_entry (GtkWidget *entry, KxRenewalLine *line, KxRenewalColumn column)
{
  g_autofree char *text = dup_text (line, column);
  gboolean typing = gtk_widget_get_state_flags (entry) & GTK_STATE_FLAG_FOCUS_WITHIN;

  /* Not insensitive: the focus may be there. */
  gtk_editable_set_editable (GTK_EDITABLE (entry), kx_renewal_line_get_outcome (line) != KX_RENEWAL_DONE);
  if (typing || g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text))
    return;
  g_signal_handlers_block_by_func (entry, on_typed, GUINT_TO_POINTER (column));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_widget_remove_css_class (entry, "error");
  g_signal_handlers_unblock_by_func (entry, on_typed, GUINT_TO_POINTER (column));
}

static void
refresh (KxRenewalLine *line, GtkWidget *cell)
{
  KxRenewalColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "kx-column"));
  g_autofree char *text = NULL;

  if (is_typed (column))
    {
      refresh_entry (cell, line, column);
      return;
    }
  text = dup_text (line, column);
  gtk_label_set_text (GTK_LABEL (cell), text);
  if (column == KX_RENEWAL_AGENCY)
    kx_a11y_set_cell_label (cell, text);
  if (kx_renewal_line_get_outcome (line) == KX_RENEWAL_REFUSED)
    gtk_widget_add_css_class (cell, "error");
  else
    gtk_widget_remove_css_class (cell, "error");
}

void
kx_renewal_cell_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  KxRenewalColumn column = GPOINTER_TO_UINT (data);
  GtkWidget *cell;

  if (is_typed (column))
    {
      cell = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (cell), column == KX_RENEWAL_NUMBER ? 20 : 11);
      g_signal_connect (cell, "changed", G_CALLBACK (on_typed), data);
    }
  else
    {
      cell = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (cell), 0);
      gtk_label_set_wrap (GTK_LABEL (cell), column != KX_RENEWAL_ENDS_NOW);
      gtk_label_set_width_chars (GTK_LABEL (cell), column == KX_RENEWAL_ENDS_NOW ? 11 : 16);
    }
  g_object_set_data (G_OBJECT (cell), "kx-column", data);
  gtk_list_item_set_child (item, cell);
}

void
kx_renewal_cell_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  KxRenewalLine *line = gtk_list_item_get_item (item);
  GtkWidget *cell = gtk_list_item_get_child (item);
  KxRenewalColumn column = GPOINTER_TO_UINT (data);
  g_autofree char *said = NULL;

  refresh (line, cell);
  g_object_set_data (G_OBJECT (cell), "kx-line", line);
  g_signal_connect_object (line, "changed", G_CALLBACK (refresh), cell, 0);
  if (!is_typed (column))
    return;
  /* Translators: of an entry in a table: "New end, 济南示例医院" */
  said = kx_display_fill (N_ ("{what}, {agency}"), "what", kx_renewal_column_title (column), "agency",
                          kx_renewal_line_get_agency (line), NULL);
  kx_a11y_set_label (cell, said);
}

void
kx_renewal_cell_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), refresh, cell);
  g_object_set_data (G_OBJECT (cell), "kx-line", NULL);
}
