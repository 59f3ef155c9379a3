#include "desktop/kx-line-text.h"

#include "desktop/kx-toolkit.h"
#include "desktop/kx-label.h"
#include "desktop/kx-test-drive.h"
#include "lib/kx-test-source.h"

#define WORDS "The practice licence of the hospital runs out: ask for the renewed one"

static GtkWidget *
show (GtkWidget *text)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), text);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static int
measure (GtkWidget *text, GtkOrientation orientation, int for_size, int *ret_minimum)
{
  int minimum, natural;

  gtk_widget_measure (text, orientation, for_size, &minimum, &natural, NULL, NULL);
  if (ret_minimum != NULL)
    *ret_minimum = minimum;
  return natural;
}

static void
test_it_wraps_where_there_is_no_room (void)
{
  GtkWidget *text = kx_line_text_new (WORDS), *window = show (text);
  int least, usual = measure (text, GTK_ORIENTATION_HORIZONTAL, -1, &least);
  int line = measure (text, GTK_ORIENTATION_VERTICAL, usual, NULL);

  g_assert_cmpint (least, >, 0);
  g_assert_cmpint (least, <, usual / 4);
  g_assert_cmpint (measure (text, GTK_ORIENTATION_VERTICAL, usual * 2, NULL), ==, line);
  g_assert_cmpint (measure (text, GTK_ORIENTATION_VERTICAL, usual / 2, NULL), >=, 2 * line);
  g_assert_cmpint (measure (text, GTK_ORIENTATION_VERTICAL, least, NULL), >=, 4 * line);
  /* What it was asked about does not change what it is. */
  g_assert_cmpint (measure (text, GTK_ORIENTATION_VERTICAL, usual, NULL), ==, line);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A box asks for the height before any width is known. */
static void
test_its_height_is_asked_first (void)
{
  GtkWidget *text = g_object_ref_sink (kx_line_text_new (WORDS));
  int first = measure (text, GTK_ORIENTATION_VERTICAL, -1, NULL);
  int usual = measure (text, GTK_ORIENTATION_HORIZONTAL, -1, NULL);

  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (first, ==, measure (text, GTK_ORIENTATION_VERTICAL, usual, NULL));
  g_object_unref (text);
}

static void
test_as_many_lines_as_a_label (void)
{
  GtkWidget *text = kx_line_text_new (WORDS), *label = gtk_label_new (WORDS), *box, *window;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), label);
  window = show (box);
  for (int width = 80; width < 800; width += 40)
    g_assert_cmpint (measure (text, GTK_ORIENTATION_VERTICAL, width, NULL), ==,
                     measure (label, GTK_ORIENTATION_VERTICAL, width, NULL));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_short_words_take_their_own_width (void)
{
  GtkWidget *text = kx_line_text_new ("§"), *window = show (text);
  int least, usual = measure (text, GTK_ORIENTATION_HORIZONTAL, -1, &least);

  g_assert_cmpint (least, ==, usual);
  gtk_window_destroy (GTK_WINDOW (window));
}

typedef struct
{
  GtkWidget *text;
  int than;
} Wider;

static gboolean
is_wider (gpointer data)
{
  const Wider *wider = data;

  return measure (wider->text, GTK_ORIENTATION_HORIZONTAL, -1, NULL) > wider->than;
}

static void
test_a_larger_font_is_noticed (void)
{
  GtkWidget *text = kx_line_text_new (WORDS), *window = show (text);
  int usual = measure (text, GTK_ORIENTATION_HORIZONTAL, -1, NULL);

  gtk_widget_add_css_class (text, "title-1");
  /* Styles are looked up anew within the next frame. */
  kx_test_drive_until (is_wider, &(Wider){ text, usual });
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_what_is_cut_is_known (void)
{
  GtkWidget *text = kx_line_text_new (WORDS), *window = show (text);
  int line = measure (text, GTK_ORIENTATION_VERTICAL, -1, NULL);

  gtk_widget_measure (text, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (text, &(GtkAllocation){ 0, 0, 150, 10 * line }, -1);
  g_assert_false (kx_line_text_is_cut (KX_LINE_TEXT (text)));
  gtk_widget_size_allocate (text, &(GtkAllocation){ 0, 0, 150, line }, -1);
  g_assert_true (kx_line_text_is_cut (KX_LINE_TEXT (text)));
  g_object_ref (text);
  gtk_window_destroy (GTK_WINDOW (window));
  kx_test_finalize (text);
}

/* One long text among short ones is no reason for what stands beside them to leave the window. */
static void
test_a_line_leaves_room_for_its_end (void)
{
  GtkWidget *line = kx_label_line_new (12), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *end = gtk_button_new_with_label ("§"), *window;
  int least, height, width;
  graphene_rect_t at;

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  for (guint i = 0; i < 5; i++)
    kx_label_add (texts, i == 2 ? "Number in the office system: None → 签报〔2026〕118号" : "State: sent",
                  "caption");
  kx_label_line_add (line, texts);
  kx_label_line_add (line, end);
  window = show (line);
  width = measure (line, GTK_ORIENTATION_HORIZONTAL, -1, &least) - 20;
  g_assert_cmpint (least, <, width);
  measure (line, GTK_ORIENTATION_VERTICAL, width, &height);
  gtk_widget_size_allocate (line, &(GtkAllocation){ 0, 0, width, height }, -1);
  g_assert_true (gtk_widget_compute_bounds (end, line, &at));
  g_assert_cmpfloat (at.origin.x + at.size.width, <=, (float) width);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  kx_toolkit_init ();
  g_test_add_func ("/line-text/wraps", test_it_wraps_where_there_is_no_room);
  g_test_add_func ("/line-text/height-first", test_its_height_is_asked_first);
  g_test_add_func ("/line-text/as-a-label", test_as_many_lines_as_a_label);
  g_test_add_func ("/line-text/short", test_short_words_take_their_own_width);
  g_test_add_func ("/line-text/font", test_a_larger_font_is_noticed);
  g_test_add_func ("/line-text/cut", test_what_is_cut_is_known);
  g_test_add_func ("/line-text/end-of-line", test_a_line_leaves_room_for_its_end);
  return g_test_run ();
}
