/* Policy packs from files to rows, and what is said of those that are broken. */
#include "server/kx-policies.h"

#include "lib/kx-test-policy.h"
#include "lib/kx-test-store.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder, *dir; /* owned: of the packs, of the store */
  KxStore *store;     /* owned */
  GPtrArray *faults;  /* (element-type utf8) owned */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  KxStoreOptions options = { .without_areas = TRUE };
  g_autoptr (GError) error = NULL;

  f->folder = kx_test_make_folder ();
  f->dir = kx_test_make_folder ();
  f->store = kx_store_open (f->dir, &options, NULL, &error);
  g_assert_no_error (error);
  f->faults = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kx_store_close (f->store);
  g_ptr_array_unref (f->faults);
  kx_test_remove_folder (f->folder);
  kx_test_remove_folder (f->dir);
}

static void
write_file (Fixture *f, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static GPtrArray *
read_all (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *packs = kx_policies_read (f->folder, f->faults, &error);

  g_assert_no_error (error);
  return packs;
}

static guint
load (Fixture *f)
{
  g_autoptr (GPtrArray) packs = read_all (f);
  g_autoptr (GError) error = NULL;
  guint n = 99;

  g_assert_true (kx_policies_load_into (f->store, packs, &n, &error));
  g_assert_no_error (error);
  return n;
}

static gint64
count_rows (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  KxBook *reader = kx_store_take_reader (f->store, &error);
  gint64 n = -1;

  g_assert_true (kx_db_get_integer (reader->db, "SELECT count(*) FROM pack", NULL, 0, &n, &error));
  kx_store_give_reader (f->store, reader);
  return n;
}

static void
test_packs_are_loaded_once (Fixture *f, gconstpointer data)
{
  g_autofree char *corrected = g_strdup (kx_test_pack_province);

  write_file (f, "CN.json", kx_test_pack_country);
  write_file (f, "SD.json", kx_test_pack_province);
  write_file (f, "policy-pack.schema.json", "{}");
  write_file (f, "README", "no pack");
  g_assert_cmpuint (load (f), ==, 2);
  g_assert_cmpuint (load (f), ==, 0);
  /* A corrected one is another row; the first stays, for what was decided by it. */
  memcpy (strstr (corrected, "\"value\":2"), "\"value\":4", 9);
  write_file (f, "SD.json", corrected);
  g_assert_cmpuint (load (f), ==, 1);
  g_assert_cmpint (count_rows (f), ==, 3);
  g_assert_cmpuint (f->faults->len, ==, 0);
}

static void
test_a_broken_pack_is_told_and_left_out (Fixture *f, gconstpointer data)
{
  g_autofree char *broken = g_strdup (kx_test_pack_city);

  memcpy (strstr (broken, "\"force\":\"duty\""), "\"force\":\"must\"", 14);
  write_file (f, "CN.json", kx_test_pack_country);
  write_file (f, "NN.json", broken);
  write_file (f, "XX.json", "{\"code\":");
  g_assert_cmpuint (load (f), ==, 1);
  g_assert_cmpuint (f->faults->len, ==, 2);
  for (guint i = 0; i < f->faults->len; i++)
    {
      const char *fault = f->faults->pdata[i];

      g_assert_true (g_str_has_prefix (fault, f->folder));
      g_assert_nonnull (strstr (fault, strstr (fault, "NN.json") != NULL
                                           ? "NN.json: /parameters/cap_county/force: "
                                           : "XX.json: /code: "));
    }
}

static void
test_a_pack_without_its_base_is_left_out (Fixture *f, gconstpointer data)
{
  write_file (f, "SD.json", kx_test_pack_province);
  g_assert_cmpuint (load (f), ==, 0);
  g_assert_cmpuint (f->faults->len, ==, 1);
  g_assert_nonnull (strstr (f->faults->pdata[0], "SD.json: /extends: "));
}

static void
test_no_folder_is_an_error (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "none", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_policies_read (path, f->faults, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* What comes with the program is right, and the country's pack names every parameter. */
static void
test_the_packs_of_the_program (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = kx_policies_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) packs = kx_policies_read (folder, f->faults, &error);
  gboolean country = FALSE;

  g_assert_no_error (error);
  for (guint i = 0; i < f->faults->len; i++)
    g_test_message ("%s", (char *) f->faults->pdata[i]);
  g_assert_cmpuint (f->faults->len, ==, 0);
  g_assert_cmpuint (packs->len, >=, 7);
  for (guint i = 0; i < packs->len; i++)
    for (guint k = 0; k < KX_N_POLICY && g_str_equal (kx_policy_pack_get_code (packs->pdata[i]), "CN"); k++)
      {
        country = TRUE;
        if (kx_policy_pack_get_parameter (packs->pdata[i], (KxPolicyKey) k) == NULL)
          g_error ("CN.json does not name %s", kx_policy_line ((KxPolicyKey) k)->field.name);
      }
  g_assert_true (country);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/policies/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("once", test_packs_are_loaded_once);
  ADD ("broken", test_a_broken_pack_is_told_and_left_out);
  ADD ("without-its-base", test_a_pack_without_its_base_is_left_out);
  ADD ("no-folder", test_no_folder_is_an_error);
  ADD ("of-the-program", test_the_packs_of_the_program);
  return g_test_run ();
}
