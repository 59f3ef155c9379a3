#include "core/kx-role.h"

#include "core/kx-record.h"
#include "core/kx-test-world.h"

#include <string.h>

static void
test_a_grant_counts_in_its_area_and_below (void)
{
  static const struct
  {
    const char *granted, *area;
    gboolean holds;
  } cases[] = {
    { "000000", "370102", TRUE },     { "370000", "370102", TRUE },     { "370100", "370102", TRUE },
    { "370102", "370102", TRUE },     { "370100", "370100-GX", TRUE },  { "370100-GX", "370100-GX", TRUE },
    { "370102", "370100", FALSE },    { "370100", "370000", FALSE },    { "370100", "370200", FALSE },
    { "370000", "450100", FALSE },    { "370100-GX", "370100", FALSE }, { "370100-GX", "370100-GXA", FALSE },
    { "370100-GX", "370102", FALSE }, { "370100", "000000", FALSE },    { "370000", "visit", FALSE },
    { "000000", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KxActor) actor = kx_test_world_actor (KX_ROLE_INDEX_leader, cases[i].granted);
      KxRoles roles = kx_actor_roles (actor, cases[i].area);

      g_test_message ("%s at %s", cases[i].granted, cases[i].area);
      g_assert_cmphex (roles, ==, cases[i].holds ? KX_ROLE (leader) : 0);
    }
}

static void
test_grants_add_up (void)
{
  g_autoptr (KxActor) actor = kx_test_world_actor (KX_ROLE_INDEX_clerk, "370102"), copy = NULL;

  kx_actor_grant (actor, KX_ROLE_INDEX_reviewer, "370100");
  kx_actor_grant (actor, KX_ROLE_INDEX_admin, "450100");
  copy = kx_actor_copy (actor);
  g_assert_cmphex (kx_actor_roles (copy, "370102"), ==, KX_ROLE (clerk) | KX_ROLE (reviewer));
  g_assert_cmphex (kx_actor_roles (copy, "370103"), ==, KX_ROLE (reviewer));
  g_assert_cmphex (kx_actor_roles (copy, "450100"), ==, KX_ROLE (admin));
  g_assert_cmphex (kx_actor_roles (copy, "110000"), ==, 0);
}

static void
test_an_area_too_long_to_keep_is_not_cut_to_another (void)
{
  g_autoptr (KxActor) actor = kx_actor_new ("somebody", "Somebody");

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*sizeof in.area*");
  kx_actor_grant (actor, KX_ROLE_INDEX_clerk, "370100-GXYZ9");
  g_test_assert_expected_messages ();
  g_assert_cmphex (kx_actor_roles (actor, "370100-GXYZ"), ==, 0);
}

static void
test_each_role_opens_its_drawers_and_no_other (void)
{
  static const char *const drawers[] = { "public", "agency", "agreement", "evaluation", "exit",
                                         "pool",   "person", "money",     "account" };

  for (int role = 0; role < KX_N_ROLES; role++)
    for (guint d = 0; d < G_N_ELEMENTS (drawers); d++)
      {
        g_autoptr (KxActor) actor = kx_test_world_actor (role, "370100");
        g_autofree char *own = g_strconcat ("370102/", drawers[d], NULL);
        g_autofree char *other = g_strconcat ("370200/", drawers[d], NULL);

        g_assert_cmpint (kx_actor_may_read (actor, own), ==, (kx_drawer_roles (drawers[d]) >> role & 1) != 0);
        g_assert_false (kx_actor_may_read (actor, other));
      }
}

static void
test_those_who_see_through_private_spaces_have_no_drawer (void)
{
  static const int private[] = { KX_ROLE_INDEX_expert, KX_ROLE_INDEX_panel_leader, KX_ROLE_INDEX_third_party,
                                 KX_ROLE_INDEX_agency };

  for (guint i = 0; i < G_N_ELEMENTS (private); i++)
    {
      g_autoptr (KxActor) actor = kx_test_world_actor (private[i], "000000");

      g_assert_false (kx_actor_may_read (actor, "370100/agency"));
      g_assert_false (kx_actor_may_read (actor, "370100/agreement"));
      g_assert_false (kx_actor_may_read (actor, "370100/account"));
    }
}

static void
test_no_grant_opens_a_private_space (void)
{
  static const char *const spaces[] = { "visit/0197b2a0", "sheet/agency", "lead/public", "",
                                        "agency",         "370100/",      "370100" };

  for (int role = 0; role < KX_N_ROLES; role++)
    for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
      {
        g_autoptr (KxActor) actor = kx_test_world_actor (role, "000000");

        g_assert_false (kx_actor_may_read (actor, spaces[i]));
      }
}

static void
test_the_country_is_public_to_all_and_the_system_sees_everything (void)
{
  g_autoptr (KxActor) nobody = kx_actor_new ("nobody", "Nobody"), system = kx_actor_new_system ();

  g_assert_true (kx_actor_may_read (nobody, "000000/public"));
  g_assert_false (kx_actor_may_read (nobody, "000000/agency"));
  g_assert_false (kx_actor_may_read (nobody, "370100/public"));
  g_assert_true (kx_actor_may_read (system, "sheet/0197b2a0"));
  g_assert_cmphex (kx_actor_roles (system, "370100"), ==, KX_ANY_ROLE);
}

static void
test_prefixes_cover_an_area_and_what_lies_below (void)
{
  static const char *const areas[] = { "000000", "",       "370000", "37",        "370100",
                                       "3701",   "370102", "370102", "370100-GX", "370100-GX" };

  for (guint i = 0; i < G_N_ELEMENTS (areas); i += 2)
    {
      g_autofree char *prefix = kx_area_prefix (areas[i]);

      g_assert_cmpstr (prefix, ==, areas[i + 1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/role/a-grant-counts-in-its-area-and-below", test_a_grant_counts_in_its_area_and_below);
  g_test_add_func ("/role/grants-add-up", test_grants_add_up);
  g_test_add_func ("/role/an-area-too-long-to-keep-is-not-cut-to-another",
                   test_an_area_too_long_to_keep_is_not_cut_to_another);
  g_test_add_func ("/role/each-role-opens-its-drawers-and-no-other",
                   test_each_role_opens_its_drawers_and_no_other);
  g_test_add_func ("/role/those-who-see-through-private-spaces-have-no-drawer",
                   test_those_who_see_through_private_spaces_have_no_drawer);
  g_test_add_func ("/role/no-grant-opens-a-private-space", test_no_grant_opens_a_private_space);
  g_test_add_func ("/role/the-country-is-public-to-all-and-the-system-sees-everything",
                   test_the_country_is_public_to_all_and_the_system_sees_everything);
  g_test_add_func ("/role/prefixes-cover-an-area-and-what-lies-below",
                   test_prefixes_cover_an_area_and_what_lies_below);
  return g_test_run ();
}
