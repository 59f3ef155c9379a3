#include "core/rules/kx-account-rules.h"

#include "core/entities/kx-grant.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "core/rules/kx-area-rules.h"
#include "core/rules/kx-rule.h"

#define MOST_GRANTS 500

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

void
kx_guard_login_free (const KxScene *scene, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_user_entity, .n_terms = 1, .except = scene->op->row };
  gint64 others = 0;

  query.terms[0] = (KxTerm){ .field = kx_user_f_name, .value = kx_record_get (scene->after, kx_user_f_name) };
  if (query.terms[0].value.TEXT == NULL)
    return;
  if (kx_reader_count (scene->reader, &query, &others) == KX_KNOWN)
    kx_rule_add (findings, others == 0, "name-taken", "name", N_ ("The sign-in name must not be in use"),
                 &program_rule);
  else
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "name-taken", "name",
                                               N_ ("The sign-in name must not be in use")));
}

void
kx_guard_not_oneself (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_add (findings, g_strcmp0 (scene->actor->user, scene->op->row) != 0, "oneself", NULL,
               N_ ("No one may disable their own account"), &program_rule);
}

static gboolean
runs_on (const KxRecord *row, guint from, guint until, KxDate today)
{
  return (!kx_record_has (row, from) || kx_record_get (row, from).DATE.ymd <= today.ymd) &&
         (!kx_record_has (row, until) || kx_record_get (row, until).DATE.ymd >= today.ymd);
}

/* Whether this grant keeps the service administered: its user is active, and it is neither what is being
 * changed nor of the user who is. */
static gboolean
keeps_admin (const KxScene *scene, const KxRecord *grant)
{
  g_autoptr (KxRecord) user = NULL;
  const char *id = kx_record_get (grant, kx_grant_f_user).REF;

  if (g_str_equal (grant->id, scene->op->row) || g_strcmp0 (id, scene->op->row) == 0 ||
      !runs_on (grant, kx_grant_f_from_on, kx_grant_f_until_on, scene->today))
    return FALSE;
  return kx_reader_get (scene->reader, &kx_user_entity, id, &user) == KX_KNOWN && user != NULL &&
         user->deleted_at.ms == 0 && kx_record_get (user, kx_user_f_state).CODE == kx_user_state_active &&
         (!kx_record_has (user, kx_user_f_until_on) ||
          kx_record_get (user, kx_user_f_until_on).DATE.ymd >= scene->today.ymd);
}

/* Whether the row being changed is an administrator's grant that goes, or the account of one that closes.
 * `grants`: those of all administrators. */
static gboolean
touches_admin (const KxScene *scene, GPtrArray *grants)
{
  if (!kx_record_is (scene->row, "grant"))
    {
      if (scene->op->kind == KX_OP_PATCH &&
          (!kx_record_has (scene->after, kx_user_f_until_on) ||
           kx_record_get (scene->after, kx_user_f_until_on).DATE.ymd >= scene->today.ymd))
        return FALSE;
      for (guint i = 0; i < grants->len; i++)
        if (g_strcmp0 (kx_record_get (grants->pdata[i], kx_grant_f_user).REF, scene->op->row) == 0)
          return TRUE;
      return FALSE;
    }
  if (kx_record_get (scene->row, kx_grant_f_role).CODE != KX_ROLE_INDEX_admin)
    return FALSE;
  return scene->op->kind == KX_OP_DELETE ||
         !runs_on (scene->after, kx_grant_f_from_on, kx_grant_f_until_on, scene->today);
}

void
kx_guard_admin_remains (const KxScene *scene, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_grant_entity, .n_terms = 1 };
  g_autoptr (GPtrArray) grants = NULL;
  gboolean remains = FALSE;

  if (scene->row == NULL)
    return;
  query.terms[0] = (KxTerm){ .field = kx_grant_f_role, .value.CODE = KX_ROLE_INDEX_admin };
  if (kx_reader_list (scene->reader, &query, MOST_GRANTS, &grants) != KX_KNOWN)
    {
      g_ptr_array_add (findings,
                       kx_finding_new (KX_CANNOT_TELL, "last-administrator", NULL,
                                       N_ ("At least one other active account must administer the service")));
      return;
    }
  if (!touches_admin (scene, grants))
    return;
  for (guint i = 0; i < grants->len && !remains; i++)
    remains = keeps_admin (scene, grants->pdata[i]);
  kx_rule_add (findings, remains, "last-administrator", NULL,
               N_ ("At least one other active account must administer the service"), &program_rule);
}

void
kx_guard_grant_area (const KxScene *scene, GPtrArray *findings)
{
  const char *area = kx_record_get (scene->after, kx_grant_f_area).TEXT;

  if (area == NULL)
    return;
  kx_guard_known_area (scene, area, "area", findings);
  kx_rule_add (findings, (kx_actor_roles (scene->actor, area) & KX_ROLE (admin)) != 0, "area-not-yours",
               "area", N_ ("Only areas that you administer can be granted"), &program_rule);
}

void
kx_guard_grant_dates (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_dates (scene->after, kx_grant_f_from_on, kx_grant_f_until_on, findings);
}

void
kx_guard_admin_apart (const KxScene *scene, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_grant_entity, .n_terms = 1, .except = scene->op->row };
  g_autoptr (GPtrArray) grants = NULL;
  gboolean admin = kx_record_get (scene->after, kx_grant_f_role).CODE == KX_ROLE_INDEX_admin;
  KxFinding *finding;

  query.terms[0] =
      (KxTerm){ .field = kx_grant_f_user, .value = kx_record_get (scene->after, kx_grant_f_user) };
  if (query.terms[0].value.REF == NULL ||
      kx_reader_list (scene->reader, &query, MOST_GRANTS, &grants) != KX_KNOWN)
    return;
  for (guint i = 0; i < grants->len; i++)
    if ((kx_record_get (grants->pdata[i], kx_grant_f_role).CODE == KX_ROLE_INDEX_admin) != admin)
      {
        finding =
            kx_finding_new (KX_WARNS, "administration-apart", "role",
                            N_ ("Administration and a duty of the office come together in one account"));
        finding->cite = office_rule;
        g_ptr_array_add (findings, finding);
        return;
      }
}

void
kx_guard_person_unused (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_unused (scene, &kx_user_entity, kx_user_f_person, (KxValue){ .REF = scene->op->row },
                  N_ ("No account may belong to this person any more"), findings);
}
