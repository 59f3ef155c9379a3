#include "desktop/form/kx-editor-kinds.h"

#include "core/rules/kx-agreement-content-rules.h"
#include "desktop/form/kx-columns.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"

#include <string.h>

#define BETWEEN "、"

/* One of the words that are listed. */
typedef struct
{
  GtkCheckButton *button; /* borrowed: in the group */
  char *word;             /* owned */
  char *said;             /* owned; how the text calls it, be it shorter; NULL: not at all */
} Line;

struct _KxListedEditor
{
  KxEditor parent_instance;

  GtkWidget *group;  /* borrowed: a child; not shown where nothing is listed */
  GtkEditable *more; /* borrowed: a child; what is not listed */
  GPtrArray *lines;  /* (element-type Line) owned */
  char *shown;       /* owned; the text as it was set */
  char *composed;    /* owned; the same put together anew: what differs from it a person changed */
};

G_DEFINE_FINAL_TYPE (KxListedEditor, kx_listed_editor, KX_TYPE_EDITOR)

static void
free_line (gpointer data)
{
  Line *line = data;

  g_free (line->word);
  g_free (line->said);
  g_free (line);
}

/* What is ticked, in the order of the list, and then the rest. Free with g_free(). */
static char *
compose (KxListedEditor *self)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *more = g_strstrip (g_strdup (gtk_editable_get_text (self->more)));
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = self->lines->pdata[i];

      if (gtk_check_button_get_active (line->button))
        g_strv_builder_add (words, line->said != NULL ? line->said : line->word);
    }
  if (*more != '\0')
    g_strv_builder_add (words, more);
  all = g_strv_builder_end (words);
  return g_strjoinv (BETWEEN, all);
}

/* The line that is called so, or the only one whose words have these in them, as 急性期 is in 工伤康复急性期;
 * NULL: none that was not said yet. */
static Line *
find_line (KxListedEditor *self, const char *words)
{
  Line *found = NULL;
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = self->lines->pdata[i];

      if (g_str_equal (line->word, words))
        return line->said == NULL ? line : NULL;
      if (strstr (line->word, words) == NULL)
        continue;
      found = line;
      n++;
    }
  return n == 1 && found->said == NULL ? found : NULL;
}

static void
set_typed (KxEditor *editor, const char *typed)
{
  KxListedEditor *self = KX_LISTED_EDITOR (editor);
  g_auto (GStrv) parts = kx_rule_parts (typed), rest = NULL;
  g_autoptr (GStrvBuilder) others = g_strv_builder_new ();
  g_autofree char *more = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    g_clear_pointer (&((Line *) self->lines->pdata[i])->said, g_free);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      Line *line = find_line (self, parts[i]);

      if (line != NULL)
        line->said = g_strdup (parts[i]);
      else
        g_strv_builder_add (others, parts[i]);
    }
  for (guint i = 0; i < self->lines->len; i++)
    gtk_check_button_set_active (((Line *) self->lines->pdata[i])->button,
                                 ((Line *) self->lines->pdata[i])->said != NULL);
  rest = g_strv_builder_end (others);
  more = g_strjoinv (BETWEEN, rest);
  /* Where there is nothing to tick the text stays as it is. */
  gtk_editable_set_text (self->more, self->lines->len > 0 ? more : typed);
  g_free (self->shown);
  self->shown = g_strdup (typed);
  g_free (self->composed);
  self->composed = compose (self);
}

static char *
dup_typed (KxEditor *editor)
{
  KxListedEditor *self = KX_LISTED_EDITOR (editor);
  g_autofree char *now = compose (self);

  return g_strcmp0 (now, self->composed) == 0 ? g_strdup (self->shown) : g_steal_pointer (&now);
}

static GtkWidget *
get_input (KxEditor *editor)
{
  KxListedEditor *self = KX_LISTED_EDITOR (editor);

  return self->lines->len > 0 ? self->group : GTK_WIDGET (self->more);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  KxListedEditor *self = KX_LISTED_EDITOR (widget);

  return gtk_widget_grab_focus (self->lines->len > 0 ? GTK_WIDGET (((Line *) self->lines->pdata[0])->button)
                                                     : GTK_WIDGET (self->more));
}

static void
finalize (GObject *object)
{
  KxListedEditor *self = KX_LISTED_EDITOR (object);

  g_ptr_array_unref (self->lines);
  g_free (self->shown);
  g_free (self->composed);
  G_OBJECT_CLASS (kx_listed_editor_parent_class)->finalize (object);
}

static void
kx_listed_editor_class_init (KxListedEditorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  GTK_WIDGET_CLASS (class)->grab_focus = grab_focus;
  KX_EDITOR_CLASS (class)->set_typed = set_typed;
  KX_EDITOR_CLASS (class)->dup_typed = dup_typed;
  KX_EDITOR_CLASS (class)->get_input = get_input;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
kx_listed_editor_init (KxListedEditor *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  self->lines = g_ptr_array_new_with_free_func (free_line);
  self->shown = g_strdup ("");
  self->composed = g_strdup ("");
  self->group = GTK_WIDGET (kx_columns_new (140, 12, 0, 4));
  gtk_widget_hide (self->group);
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
  self->more = GTK_EDITABLE (gtk_entry_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->more), GTK_WIDGET (self));
  g_signal_connect_swapped (self->more, "changed", G_CALLBACK (kx_editor_changed), self);
}

static void
add_line (KxListedEditor *self, const char *word)
{
  Line *line = g_new0 (Line, 1);
  GtkWidget *button = gtk_check_button_new_with_label (word);

  line->button = GTK_CHECK_BUTTON (button);
  line->word = g_strdup (word);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  /* An office may list whole sentences. */
  kx_label_wrap_check (button);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (kx_editor_changed), self);
  g_ptr_array_add (self->lines, line);
  kx_columns_add (KX_COLUMNS (self->group), button, FALSE);
}

void
kx_listed_editor_offer (KxListedEditor *self, const char *const *words)
{
  g_autofree char *typed = dup_typed (KX_EDITOR (self));
  gboolean any = words != NULL && words[0] != NULL;
  GtkWidget *child;

  g_ptr_array_set_size (self->lines, 0);
  while ((child = gtk_widget_get_first_child (self->group)) != NULL)
    gtk_widget_unparent (child);
  for (guint i = 0; any && words[i] != NULL; i++)
    add_line (self, words[i]);
  gtk_widget_set_visible (self->group, any);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->more), any ? _ ("Others, parted by commas") : NULL);
  if (any)
    kx_a11y_set_label (GTK_WIDGET (self->more), _ ("Others, parted by commas"));
  kx_editor_set_typed (KX_EDITOR (self), typed);
}
