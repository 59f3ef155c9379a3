#include "server/kx-demo-agreements.h"

#include "core/kx-renewal.h"
#include "server/kx-demo-contents.h"
#include "store/kx-row.h"

#define OFFICE "370100"
#define TAKEN_OVER 20260225
#define CONFIRMED 20260226
#define DRAWN_UP 20261118

#define T(type) (G_GUINT64_CONSTANT (1) << kx_agreement_rehab_types_##type)
#define S(scope) (G_GUINT64_CONSTANT (1) << kx_agency_scopes_offered_##scope)
#define HOSPITAL (S (inpatient) | S (outpatient))
#define COUNTY kx_agreement_counts_toward_county
#define CITY kx_agreement_counts_toward_city_level

/* How far each came. */
typedef enum
{
  DRAFT,
  IN_REVIEW,
  ENTERED, /* taken over, nobody confirmed it yet */
  CONFIRMED_ON_PAPER,
  OVER
} Stage;

typedef struct
{
  const char *agency, *number;
  int toward;
  const char *area;
  guint64 scopes, types;
  int starts, ends, signed_on;
  const char *plaque;
  Stage stage;
} Agreement;

/* clang-format off */
static const Agreement agreements[] = {
  { "jn01", "济康协〔2025〕01号", COUNTY, "370102", HOSPITAL, T (medical) | T (vocational), 20250101, 20261231, 20241226, "济康牌01", CONFIRMED_ON_PAPER },
  { "jn03", "济康协〔2025〕02号", COUNTY, "370102", HOSPITAL | S (community), T (medical) | T (social), 20250101, 20261231, 20241226, "济康牌02", CONFIRMED_ON_PAPER },
  { "jn09", "济康协〔2024〕07号", COUNTY, "370102", HOSPITAL, T (medical), 20240701, 20270630, 20240620, "济康牌03", CONFIRMED_ON_PAPER },
  { "jn02", "济康协〔2025〕03号", COUNTY, "370103", HOSPITAL, T (medical), 20250101, 20271231, 20241227, "济康牌04", CONFIRMED_ON_PAPER },
  { "jn29", "济康协〔2025〕04号", COUNTY, "370103", HOSPITAL, T (medical) | T (social), 20250101, 20261231, 20241227, "济康牌05", CONFIRMED_ON_PAPER },
  { "jn04", "济康协〔2025〕05号", COUNTY, "370104", HOSPITAL, T (medical), 20250301, 20270228, 20250218, "济康牌06", CONFIRMED_ON_PAPER },
  { "jn05", "济康协〔2025〕06号", COUNTY, "370105", HOSPITAL, T (medical), 20250301, 20270228, 20250218, "济康牌07", CONFIRMED_ON_PAPER },
  { "jn28", "济康协〔2025〕07号", COUNTY, "370112", HOSPITAL, T (medical) | T (vocational), 20250601, 20270531, 20250522, "济康牌08", CONFIRMED_ON_PAPER },
  { "jn20", "济康协〔2025〕08号", COUNTY, "370116", HOSPITAL, T (medical), 20250101, 20261231, 20241230, "济康牌09", CONFIRMED_ON_PAPER },
  { "jn21", "济康协〔2025〕09号", COUNTY, "370116", HOSPITAL, T (medical) | T (social), 20250101, 20261231, 20241230, NULL, ENTERED },
  { "jn22", "济康协〔2025〕10号", COUNTY, "370117", HOSPITAL, T (medical), 20250101, 20261130, 20241230, "济康牌10", CONFIRMED_ON_PAPER },
  { "jn23", "济康协〔2025〕11号", COUNTY, "370124", HOSPITAL, T (medical), 20250401, 20270331, 20250320, "济康牌11", CONFIRMED_ON_PAPER },
  { "jn24", NULL, COUNTY, "370126", HOSPITAL, T (medical), 20250401, 20270331, 20250321, NULL, ENTERED },
  { "jn12", "济康协〔2024〕12号", CITY, "370100", HOSPITAL, T (medical) | T (vocational) | T (social), 20240901, 20270831, 20240822, "济康牌12", CONFIRMED_ON_PAPER },
  { "jn30", "济康协〔2025〕13号", CITY, "370100", S (inpatient), T (medical), 20250101, 20271231, 20241228, "济康牌13", CONFIRMED_ON_PAPER },
  { "jn10", "济康协〔2023〕05号", COUNTY, "370104", HOSPITAL, T (medical), 20230701, 20250630, 20230619, "济康牌14", OVER },
  { "jn18", "济康协〔2026〕16号", COUNTY, "370114", HOSPITAL, T (medical), 20270101, 20281231, 0, NULL, IN_REVIEW },
  { "jn27", "济康协〔2026〕17号", COUNTY, "370105", HOSPITAL, T (medical) | T (vocational), 20270101, 20281231, 0, NULL, DRAFT },
};
/* clang-format on */

static void
add_agreement (KxDemoWork *f, const Agreement *given)
{
  Kx_agreement *row = kx_agreement (kx_demo_add_row (f, &kx_agreement_entity, given->agency));
  char office[KX_UUID_TEXT_SIZE], agency[KX_UUID_TEXT_SIZE];

  kx_demo_id ("office", OFFICE, office);
  kx_demo_id ("agency", given->agency, agency);
  kx_agreement_set_office (row, office);
  kx_agreement_set_agency (row, agency);
  kx_agreement_set_kind (row, kx_agreement_kind_rehabilitation);
  if (given->number != NULL)
    kx_agreement_set_number (row, given->number);
  kx_agreement_set_scopes (row, (KxCodes){ given->scopes });
  kx_agreement_set_rehab_types (row, (KxCodes){ given->types });
  kx_agreement_set_counts_toward (row, given->toward);
  kx_agreement_set_counts_area (row, given->area);
  kx_agreement_set_starts_on (row, (KxDate){ given->starts });
  kx_agreement_set_ends_on (row, (KxDate){ given->ends });
  if (given->signed_on != 0)
    kx_agreement_set_signed_on (row, (KxDate){ given->signed_on });
  if (given->plaque != NULL)
    kx_agreement_set_plaque_no (row, given->plaque);
  if (given->stage == OVER)
    {
      kx_agreement_set_ended_on (row, (KxDate){ given->ends });
      kx_agreement_set_ending (row, kx_agreement_ending_expired);
    }
}

static void
add_action (KxDemoWork *f, const Agreement *given, const char *action, KxRecord *arguments)
{
  char id[KX_UUID_TEXT_SIZE];

  kx_demo_id ("agreement", given->agency, id);
  kx_demo_add_op (f, KX_OP_ACTION, &kx_agreement_entity, id, arguments)->action = g_strdup (action);
}

static gboolean
take_over (KxDemoWork *f, const Agreement *given, KxTime at, GError **error)
{
  KxRecord *arguments = kx_record_new (&kx_take_over_entity, NULL, NULL);

  kx_take_over_set_state (kx_take_over (arguments),
                          given->stage == OVER ? kx_agreement_state_ended : kx_agreement_state_signed);
  add_action (f, given, "take_over", arguments);
  return kx_demo_do (f, "clerk", at, error);
}

static gboolean
confirm (KxDemoWork *f, const Agreement *given, KxTime at, GError **error)
{
  add_action (f, given, "confirm_take_over", NULL);
  return kx_demo_do (f, "reviewer", at, error);
}

static gboolean
is_on_paper (const Agreement *given)
{
  return given->signed_on != 0;
}

gboolean
kx_demo_take_over_agreements (KxDemoWork *f, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (agreements); i++)
    {
      int minute = 540 + 6 * (int) i;

      if (!is_on_paper (&agreements[i]))
        continue;
      add_agreement (f, &agreements[i]);
      if (!kx_demo_do (f, "clerk", kx_demo_time (TAKEN_OVER, minute), error) ||
          !kx_demo_fill_contents (f, agreements[i].agency, kx_demo_time (TAKEN_OVER, minute + 1), error) ||
          !take_over (f, &agreements[i], kx_demo_time (TAKEN_OVER, minute + 3), error))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (agreements); i++)
    if (is_on_paper (&agreements[i]) && agreements[i].stage != ENTERED &&
        !confirm (f, &agreements[i], kx_demo_time (CONFIRMED, 540 + 3 * (int) i), error))
      return FALSE;
  return TRUE;
}

/* One is followed by another with one scope less, its draft handed in. */
static gboolean
renew (KxDemoWork *f, GError **error)
{
  char old[KX_UUID_TEXT_SIZE], id[KX_UUID_TEXT_SIZE];
  g_autoptr (KxRecord) previous = NULL, draft = NULL;
  KxRecord *row;

  kx_demo_id ("agreement", "jn03", old);
  kx_demo_id ("agreement", "jn03/2027", id);
  previous = kx_row_get (f->book, &kx_agreement_entity, old, error);
  if (previous == NULL)
    return FALSE;
  draft = kx_renewal_draft (previous, NULL);
  row = kx_demo_add_row (f, &kx_agreement_entity, "jn03/2027");
  kx_record_apply (row, draft);
  kx_agreement_set_number (kx_agreement (row), "济康协〔2026〕18号");
  kx_agreement_set_scopes (kx_agreement (row), (KxCodes){ HOSPITAL });
  if (!kx_demo_do (f, "clerk", kx_demo_time (DRAWN_UP, 1000), error))
    return FALSE;
  kx_demo_add_op (f, KX_OP_ACTION, &kx_agreement_entity, id, NULL)->action = g_strdup ("submit");
  return kx_demo_do (f, "clerk", kx_demo_time (DRAWN_UP, 1005), error);
}

/* One goes on until the new text of the province is there. */
static gboolean
carry_on (KxDemoWork *f, GError **error)
{
  KxRecord *given = kx_record_new (&kx_bridge_entity, NULL, NULL);
  char id[KX_UUID_TEXT_SIZE];

  kx_demo_id ("agreement", "jn20", id);
  kx_bridge_set_number (kx_bridge (given), "济康协补〔2026〕01号");
  kx_bridge_set_made_on (kx_bridge (given), (KxDate){ 20261117 });
  kx_bridge_set_ends_on (kx_bridge (given), (KxDate){ 20270331 });
  kx_demo_add_op (f, KX_OP_ACTION, &kx_agreement_entity, id, given)->action = g_strdup ("bridge");
  return kx_demo_do (f, "leader", kx_demo_time (DRAWN_UP, 1010), error);
}

gboolean
kx_demo_draw_up_agreements (KxDemoWork *f, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (agreements); i++)
    {
      if (is_on_paper (&agreements[i]))
        continue;
      add_agreement (f, &agreements[i]);
      if (!kx_demo_do (f, "clerk", kx_demo_time (DRAWN_UP, 600 + 20 * (int) i), error) ||
          !kx_demo_fill_contents (f, agreements[i].agency, kx_demo_time (DRAWN_UP, 602 + 20 * (int) i),
                                  error))
        return FALSE;
      if (agreements[i].stage != IN_REVIEW)
        continue;
      add_action (f, &agreements[i], "submit", NULL);
      if (!kx_demo_do (f, "clerk", kx_demo_time (DRAWN_UP, 610 + 20 * (int) i), error))
        return FALSE;
    }
  return renew (f, error) && carry_on (f, error);
}
