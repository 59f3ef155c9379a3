#include "models/kx-keyed-list.h"

#include "models/kx-todo-private.h"

typedef struct
{
  KxKeyedList *list;
  guint n_rows, n_signals, n_changed;
} Fixture;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Fixture *f = data;

  g_assert_cmpuint (position + removed, <=, f->n_rows);
  f->n_rows += added - removed;
  g_assert_cmpuint (f->n_rows, ==, g_list_model_get_n_items (model));
  f->n_signals++;
}

static void
on_changed (KxTodo *todo, gpointer data)
{
  ((Fixture *) data)->n_changed++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->list = kx_keyed_list_new (KX_TYPE_TODO, kx_todo_get_key, kx_todo_absorb);
  g_signal_connect (f->list, "items-changed", G_CALLBACK (on_items_changed), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->list);
}

/* One object for each word "key=text". */
static void
set (Fixture *f, const char *words)
{
  g_auto (GStrv) each = g_strsplit (words, " ", -1);
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; each[i] != NULL && *each[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (each[i], "=", 2);
      KxTodo *todo = kx_todo_new (KX_TODO_LICENCE, parts[0]);

      todo->text = g_strdup (parts[1]);
      g_ptr_array_add (objects, todo);
    }
  kx_keyed_list_set (f->list, objects);
}

static void
assert_holds (Fixture *f, const char *words)
{
  g_autoptr (GString) held = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (f->list)); i++)
    {
      g_autoptr (KxTodo) todo = g_list_model_get_item (G_LIST_MODEL (f->list), i);

      g_string_append_printf (held, "%s%s=%s", i > 0 ? " " : "", kx_todo_get_key (todo),
                              kx_todo_get_text (todo));
    }
  g_assert_cmpstr (held->str, ==, words);
}

static void
test_objects_of_a_key_stay_the_same (Fixture *f, gconstpointer data)
{
  KxTodo *b;
  guint position;

  set (f, "a=1 b=2 c=3");
  assert_holds (f, "a=1 b=2 c=3");
  b = kx_keyed_list_find (f->list, "b", &position);
  g_assert_cmpuint (position, ==, 1);
  g_signal_connect (b, "changed", G_CALLBACK (on_changed), f);
  set (f, "a=1 b=2 c=3");
  g_assert_cmpuint (f->n_signals, ==, 1);
  g_assert_cmpuint (f->n_changed, ==, 0);
  set (f, "a=1 b=5 c=3");
  g_assert_cmpuint (f->n_signals, ==, 1);
  g_assert_cmpuint (f->n_changed, ==, 1);
  set (f, "c=3 a=1 b=5 d=4");
  assert_holds (f, "c=3 a=1 b=5 d=4");
  g_assert_true (kx_keyed_list_find (f->list, "b", NULL) == b);
  g_assert_cmpuint (f->n_signals, ==, 3); /* c comes before, d stands where it was */
  g_assert_null (kx_keyed_list_find (f->list, "x", NULL));
  set (f, "");
  assert_holds (f, "");
}

static void
test_any_order_comes_out (Fixture *f, gconstpointer data)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) words = g_string_new (NULL);

      for (guint i = 0; i < 12; i++)
        {
          guint key = (i * 5 + round * 7) % 12;

          if (g_test_rand_bit ())
            g_string_append_printf (words, "%sk%u=%u", words->len > 0 ? " " : "", key,
                                    (guint) g_test_rand_int_range (0, 3));
        }
      set (f, words->str);
      assert_holds (f, words->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/keyed-list/objects-of-a-key-stay-the-same", Fixture, NULL, set_up,
              test_objects_of_a_key_stay_the_same, tear_down);
  g_test_add ("/keyed-list/any-order-comes-out", Fixture, NULL, set_up, test_any_order_comes_out, tear_down);
  return g_test_run ();
}
