#include "server/kx-demo-people.h"

#include "core/entities/kx-area.h"
#include "core/entities/kx-grant.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "server/kx-accounts.h"
#include "server/kx-demo-data.h"

#include <string.h>

#define FOUNDED 20260104 /* the service is set up */
#define STAFFED 20260105 /* offices and accounts follow */

/* Published passwords need no costly hash: it would only delay the first start. */
static const KxPasswordCost password_cost = { .passes = 1, .kibibytes = 1024 };

static void
add_office (KxDemoWork *f, const KxDemoOffice *office)
{
  Kx_office *row = kx_office (kx_demo_add_row (f, &kx_office_entity, office->area));

  kx_office_set_name (row, office->name);
  kx_office_set_area (row, office->area);
  kx_office_set_kind (row, office->kind);
  kx_office_set_short_name (row, office->short_name);
  kx_office_set_address (row, office->address);
  kx_office_set_phone (row, office->phone);
}

static void
add_grants (KxDemoWork *f, const KxDemoUser *user, const char *id, KxActor *actor)
{
  for (int role = 0; role < KX_N_ROLES; role++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%d", user->login, role);
      Kx_grant *grant;

      if ((user->roles & (1u << role)) == 0)
        continue;
      grant = kx_grant (kx_demo_add_row (f, &kx_grant_entity, name));
      kx_grant_set_user (grant, id);
      kx_grant_set_role (grant, role);
      kx_grant_set_area (grant, user->area);
      kx_actor_grant (actor, role, user->area);
    }
}

static void
add_user (KxDemoWork *f, const KxDemoUser *user)
{
  char office[KX_UUID_TEXT_SIZE];
  char id[KX_UUID_TEXT_SIZE];
  Kx_person *person;
  Kx_user *row;
  KxActor *actor;

  kx_demo_id ("user", user->login, id);
  kx_demo_id ("office", user->office, office);
  person = kx_person (
      kx_demo_add_op (f, KX_OP_CREATE, &kx_person_entity, id, kx_record_new (&kx_person_entity, id, NULL))
          ->fields);
  row = kx_user (kx_demo_add_row (f, &kx_user_entity, user->login));
  actor = kx_actor_new (id, user->name);
  kx_person_set_name (person, user->name);
  kx_person_set_office (person, office);
  kx_person_set_post (person, user->post);
  kx_user_set_name (row, user->login);
  kx_user_set_office (row, office);
  kx_user_set_person (row, id);
  add_grants (f, user, id, actor);
  g_hash_table_insert (f->actors, g_strdup (user->login), actor);
}

/* Passwords are no fields of any row. The salt is taken from the name, so that the hash is the same every
 * time. */
static gboolean
set_password (KxDemoWork *f, const KxDemoUser *user, KxTime at, GError **error)
{
  guint8 salt[KX_HASH_SIZE];
  g_autofree char *hash = NULL;
  char id[KX_UUID_TEXT_SIZE];

  G_STATIC_ASSERT (KX_SALT_SIZE <= KX_HASH_SIZE);
  if (user->silent)
    return TRUE;
  kx_demo_id ("user", user->login, id);
  kx_hash (id, strlen (id), salt);
  hash = kx_password_hash (user->login, salt, password_cost, error);
  return hash != NULL && kx_accounts_put_hash (f->book, id, hash, at, error);
}

/* The province's office and the first administrator are the system's work; all else is the administrator's.
 */
static gboolean
fill_offices (KxDemoWork *f, GError **error)
{
  Kx_area *zone;

  add_office (f, &kx_demo_offices[0]);
  add_user (f, &kx_demo_users[0]);
  if (!kx_demo_do (f, "system", kx_demo_time (FOUNDED, 540), error))
    return FALSE;
  for (guint i = 1; i < kx_demo_n_offices; i++)
    add_office (f, &kx_demo_offices[i]);
  zone = kx_area (kx_demo_add_row (f, &kx_area_entity, KX_DEMO_ZONE));
  kx_area_set_code (zone, KX_DEMO_ZONE);
  kx_area_set_name (zone, "济南示例高新区");
  kx_area_set_level (zone, kx_area_level_zone);
  kx_area_set_parent (zone, KX_DEMO_CITY);
  return kx_demo_do (f, "admin", kx_demo_time (STAFFED, 540), error);
}

static gboolean
fill_users (KxDemoWork *f, GError **error)
{
  for (guint i = 0; i < kx_demo_n_users; i++)
    {
      const KxDemoUser *user = &kx_demo_users[i];
      KxTime at = kx_demo_time (STAFFED, 560 + 4 * (int) i);

      if (i > 0)
        {
          add_user (f, user);
          if (!kx_demo_do (f, "admin", at, error))
            return FALSE;
        }
      if (!set_password (f, user, at, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill_days (KxDemoWork *f, GError **error)
{
  for (guint i = 0; i < kx_demo_n_days; i++)
    {
      const KxDemoDay *day = &kx_demo_days[i];
      g_autofree char *name = g_strdup_printf ("%s/%d", day->office, day->day);
      Kx_own_day *row = kx_own_day (kx_demo_add_row (f, &kx_own_day_entity, name));
      char office[KX_UUID_TEXT_SIZE];

      kx_demo_id ("office", day->office, office);
      kx_own_day_set_office (row, office);
      kx_own_day_set_day (row, (KxDate){ day->day });
      kx_own_day_set_kind (row, day->works ? kx_own_day_kind_workday : kx_own_day_kind_holiday);
      kx_own_day_set_name (row, day->name);
    }
  return kx_demo_do (f, "leader", kx_demo_time (STAFFED, 1020), error);
}

/* Where the documents name no term, this office set its own. */
static gboolean
fill_own_values (KxDemoWork *f, GError **error)
{
  for (guint i = 0; i < kx_demo_n_own_values; i++)
    {
      const KxDemoOwnValue *value = &kx_demo_own_values[i];
      Kx_own_value *row = kx_own_value (kx_demo_add_row (f, &kx_own_value_entity, value->parameter));
      char office[KX_UUID_TEXT_SIZE];

      kx_demo_id ("office", value->office, office);
      kx_own_value_set_office (row, office);
      kx_own_value_set_parameter (row, value->parameter);
      kx_own_value_set_value (row, value->value);
      kx_own_value_set_from_on (row, (KxDate){ value->from });
      kx_own_value_set_document (row, value->document);
    }
  return kx_demo_do (f, "leader", kx_demo_time (STAFFED, 1030), error);
}

gboolean
kx_demo_fill_people (KxDemoWork *f, GError **error)
{
  return fill_offices (f, error) && fill_users (f, error) && fill_days (f, error) &&
         fill_own_values (f, error);
}
