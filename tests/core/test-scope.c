#include "core/kx-scope.h"

#include <string.h>

static const char *const areas[] = { "000000",    "370000", "370100", "370102",
                                     "370102-Q1", "370200", "450000", "450102" };
static const char *const drawers[] = {
  "public", "agency", "agreement", "pool", "money", "account", "nothing"
};

static KxActor *
make_random (void)
{
  KxActor *actor = kx_actor_new ("u", "n");

  for (int n = g_test_rand_int_range (0, 5); n > 0; n--)
    kx_actor_grant (actor, g_test_rand_int_range (0, KX_N_ROLES),
                    areas[g_test_rand_int_range (0, G_N_ELEMENTS (areas))]);
  return actor;
}

static char *
make_space (guint n)
{
  return g_strdup_printf ("%s/%s", areas[n % G_N_ELEMENTS (areas)], drawers[n / G_N_ELEMENTS (areas)]);
}

#define N_SPACES (G_N_ELEMENTS (areas) * G_N_ELEMENTS (drawers))

static void
test_a_scope_opens_what_its_actor_may_read (void)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();
  g_autoptr (KxScope) all = kx_scope_new (system);

  for (guint n = 0; n < 2000; n++)
    {
      g_autoptr (KxActor) actor = make_random ();
      g_autoptr (KxScope) scope = kx_scope_new (actor),
                          back = kx_scope_new_from_text (kx_scope_get_text (scope));

      g_assert_nonnull (back);
      g_assert_true (kx_scope_equal (scope, back));
      for (guint i = 0; i < N_SPACES; i++)
        {
          g_autofree char *space = make_space (i);

          g_assert_cmpint (kx_scope_opens (scope, space), ==, kx_actor_may_read (actor, space));
          g_assert_cmpint (kx_scope_opens (back, space), ==, kx_actor_may_read (actor, space));
          g_assert_true (kx_scope_opens (all, space));
        }
      g_assert_false (kx_scope_opens (scope, "visit/0197b2a0-0000-7000-8000-000000000001"));
    }
}

static void
test_an_intersection_opens_what_both_open (void)
{
  for (guint n = 0; n < 2000; n++)
    {
      g_autoptr (KxActor) one = n % 20 == 0 ? kx_actor_new_system () : make_random (), two = make_random ();
      g_autoptr (KxScope) a = kx_scope_new (one), b = kx_scope_new (two), both = kx_scope_intersect (a, b);
      g_autoptr (KxScope) again = kx_scope_intersect (b, a);

      g_assert_true (kx_scope_equal (both, again));
      for (guint i = 0; i < N_SPACES; i++)
        {
          g_autofree char *space = make_space (i);

          g_assert_cmpint (kx_scope_opens (both, space), ==,
                           kx_scope_opens (a, space) && kx_scope_opens (b, space));
        }
    }
}

static void
test_the_same_scope_has_the_same_text (void)
{
  g_autoptr (KxActor) one = kx_actor_new ("a", "a"), two = kx_actor_new ("b", "b"),
                      none = kx_actor_new ("c", "c");
  g_autoptr (KxScope) a = NULL, b = NULL, c = NULL;

  kx_actor_grant (one, KX_ROLE_INDEX_clerk, "370100");
  kx_actor_grant (one, KX_ROLE_INDEX_admin, "370000");
  kx_actor_grant (two, KX_ROLE_INDEX_admin, "370000");
  kx_actor_grant (two, KX_ROLE_INDEX_reviewer, "370100");
  kx_actor_grant (two, KX_ROLE_INDEX_clerk, "370102"); /* opens nothing more */
  a = kx_scope_new (one);
  b = kx_scope_new (two);
  c = kx_scope_new (none);
  g_assert_cmpstr (kx_scope_get_text (a), ==, kx_scope_get_text (b));
  g_assert_cmpstr (kx_scope_get_text (c), ==, "none");
  g_assert_cmpuint (strspn (kx_scope_get_text (a), "0123456789abcdefABCDEFGHIJKLMNOPQRSTUVWXYZ-_~"), ==,
                    strlen (kx_scope_get_text (a)));
}

static void
test_a_long_scope_is_known_by_its_hash_alone (void)
{
  g_autoptr (KxActor) actor = kx_actor_new ("a", "a");
  g_autoptr (KxScope) scope = NULL, back = NULL;

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *area = g_strdup_printf ("%06u", 110101 + i * 7);

      kx_actor_grant (actor, KX_ROLE_INDEX_clerk, area);
    }
  scope = kx_scope_new (actor);
  g_assert_true (kx_scope_opens (scope, "110101/agency"));
  g_assert_cmpuint (strlen (kx_scope_get_text (scope)), <, 40);
  back = kx_scope_new_from_text (kx_scope_get_text (scope));
  g_assert_true (kx_scope_is_known (scope));
  g_assert_false (kx_scope_is_known (back));
  g_assert_true (kx_scope_equal (scope, back));
}

static void
test_what_is_no_scope_is_refused (void)
{
  static const char *const texts[] = {
    "",         "370100",    "370100_",  "370100_0",         "_1",
    "370100_x", "370100_1~", "3701.0_1", "370100_1ffffffff", "3701003701003_1"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (kx_scope_new_from_text (texts[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scope/a-scope-opens-what-its-actor-may-read",
                   test_a_scope_opens_what_its_actor_may_read);
  g_test_add_func ("/scope/an-intersection-opens-what-both-open", test_an_intersection_opens_what_both_open);
  g_test_add_func ("/scope/the-same-scope-has-the-same-text", test_the_same_scope_has_the_same_text);
  g_test_add_func ("/scope/a-long-scope-is-known-by-its-hash-alone",
                   test_a_long_scope_is_known_by_its_hash_alone);
  g_test_add_func ("/scope/what-is-no-scope-is-refused", test_what_is_no_scope_is_refused);
  return g_test_run ();
}
