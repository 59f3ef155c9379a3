#include "desktop/kx-link.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text, *service, *entity, *id;
  } links[] = {
    { "kangxie:agency/0192f0c4-9d7e-7000-8000-000000000001", NULL, "agency",
      "0192f0c4-9d7e-7000-8000-000000000001" },
    { " KANGXIE:agency/a\n", NULL, "agency", "a" },
    { "kangxie://Kangxie.Example.org/agency/a", "kangxie.example.org", "agency", "a" },
    { "kangxie://127.0.0.1:8470/agency/a", "127.0.0.1:8470", "agency", "a" },
    { "kangxie://[::1]:8470/agency/a", "[::1]:8470", "agency", "a" },
    { "kangxie://local/agency/a", "local", "agency", "a" },
  };
  static const char *const wrong[] = {
    "",
    "agency/a",
    "kangxie:",
    "kangxie:agency",
    "kangxie:agency/",
    "kangxie:agency/new",
    "kangxie:agency/new/a",
    "kangxie:agency/a/b",
    "kangxie:nothing/a",
    "kangxie:agency/../a",
    "kangxie:agency/a%2Fb",
    "kangxie:agency/0123456789012345678901234567890123456789012345678901234567890123456789",
    "kangxie:///agency/a",
    "kangxie://host",
    "kangxie://host/",
    "kangxie://someone@host/agency/a",
    "kangxie://host:99999/agency/a",
    "https://host/agency/a",
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (KxLink) link = kx_link_parse (links[i].text);

      g_assert_nonnull (link);
      g_assert_cmpstr (link->service, ==, links[i].service);
      g_assert_cmpstr (link->entity, ==, links[i].entity);
      g_assert_cmpstr (link->id, ==, links[i].id);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (kx_link_parse (wrong[i]) != NULL)
      g_error ("“%s” was taken for a link", wrong[i]);
}

static void
test_make (void)
{
  static const struct
  {
    const char *url, *link;
  } made[] = {
    { NULL, "kangxie:agency/a" },
    { "https://Kangxie.example.org", "kangxie://kangxie.example.org/agency/a" },
    { "http://127.0.0.1:8470", "kangxie://127.0.0.1:8470/agency/a" },
    { "http://[::1]:8470", "kangxie://[::1]:8470/agency/a" },
    { "local:", "kangxie://local/agency/a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *text = kx_link_make (made[i].url, "agency", "a");
      g_autoptr (KxLink) link = kx_link_parse (text);

      g_assert_cmpstr (text, ==, made[i].link);
      g_assert_nonnull (link);
      for (guint j = 1; j < G_N_ELEMENTS (made); j++)
        g_assert_cmpint (kx_link_is_at (link, made[j].url), ==, i == 0 || i == j);
      g_assert_cmpint (kx_link_is_local (link), ==, i == 4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/addresses are read, and nothing else", test_parse);
  g_test_add_func ("/link/an address leads to its own service", test_make);
  return g_test_run ();
}
