#include "server/kx-demo-contents.h"

#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-deposit.h"
#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "store/kx-row.h"

#define MOST_LINES 50

/* How far the checklist came. */
typedef enum
{
  ALL,
  HALF /* one is missing, and those behind it nobody looked at */
} Ticked;

typedef struct
{
  const char *agreement;
  Ticked ticked;
  gboolean bundled; /* pays by disease too, with shares */
  gboolean deposit;
} Contents;

/* clang-format off */
static const Contents contents[] = {
  { "jn01", ALL,  TRUE,  TRUE },
  { "jn03", ALL,  FALSE, FALSE },
  { "jn09", ALL,  FALSE, TRUE },
  { "jn12", ALL,  TRUE,  TRUE },
  { "jn21", HALF, FALSE, FALSE },
  { "jn18", ALL,  TRUE,  TRUE },
  { "jn27", HALF, TRUE,  FALSE },
};

/* Where the provincial text deals with each subject. */
static const char *const articles[kx_agreement_clause_subject_other] = {
  [kx_agreement_clause_subject_parties] = "第一条", [kx_agreement_clause_subject_population] = "第三条",
  [kx_agreement_clause_subject_scope] = "第四条", [kx_agreement_clause_subject_content] = "第五条",
  [kx_agreement_clause_subject_quality] = "第七条", [kx_agreement_clause_subject_settlement] = "第十二条",
  [kx_agreement_clause_subject_audit] = "第十三条", [kx_agreement_clause_subject_connection] = "第十五条",
  [kx_agreement_clause_subject_violations] = "第十八条", [kx_agreement_clause_subject_exit] = "第二十条",
  [kx_agreement_clause_subject_notice] = "第二十三条", [kx_agreement_clause_subject_dispute] = "第二十四条",
  [kx_agreement_clause_subject_term] = "第二十五条",
};

static const struct
{
  const char *grade;
  gint64 from, below, released;
} grades[] = {
  { "优秀", 9000, 0, 10000 },
  { "良好", 8000, 9000, 9500 },
  { "合格", 6000, 8000, 8000 },
  { "不合格", 0, 6000, 0 },
};
/* clang-format on */

static const Contents *
find_contents (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    if (g_str_equal (contents[i].agreement, name))
      return &contents[i];
  return NULL;
}

static void
add_terms (KxDemoWork *f, const char *id)
{
  KxRecord *fields = kx_record_new (&kx_agreement_entity, id, NULL);
  Kx_agreement *agreement = kx_agreement (fields);

  kx_agreement_set_template_version (agreement, "2024年版");
  kx_agreement_set_catalogue_version (agreement, "2024年目录");
  kx_agreement_set_phases (agreement, "工伤康复急性期、稳定期");
  kx_agreement_set_out_of_area (agreement, "异地工伤职工凭参保地经办机构的备案入院，费用按参保地规定结算。");
  kx_agreement_set_service_guarantee (agreement, "设专人负责工伤康复协议管理，康复床位不少于协议约定数。");
  kx_agreement_set_dispute_paths (agreement, (KxCodes){ 1u << kx_agreement_dispute_paths_negotiation |
                                                        1u << kx_agreement_dispute_paths_reconsideration |
                                                        1u << kx_agreement_dispute_paths_litigation });
  kx_demo_add_op (f, KX_OP_PATCH, &kx_agreement_entity, id, fields);
}

static Kx_agreement_payment *
add_payment (KxDemoWork *f, const Contents *given, const char *id, const char *what, int method)
{
  g_autofree char *name = g_strconcat (given->agreement, "/", what, NULL);
  Kx_agreement_payment *payment =
      kx_agreement_payment (kx_demo_add_row (f, &kx_agreement_payment_entity, name));

  kx_agreement_payment_set_agreement (payment, id);
  kx_agreement_payment_set_method (payment, method);
  kx_agreement_payment_set_purpose (payment, what);
  if (given->deposit)
    {
      kx_agreement_payment_set_deposit_pct (payment, (KxDecimal){ 500 });
      kx_agreement_payment_set_deposit_clause (payment, "第十四条");
    }
  return payment;
}

static void
add_payments (KxDemoWork *f, const Contents *given, const char *id)
{
  Kx_agreement_payment *payment;

  add_payment (f, given, id, "门诊康复项目", kx_agreement_payment_method_item);
  if (!given->bundled)
    return;
  payment = add_payment (f, given, id, "脊髓损伤住院康复", kx_agreement_payment_method_disease);
  kx_agreement_payment_set_surplus_pct (payment, (KxDecimal){ 6000 });
  kx_agreement_payment_set_surplus_clause (payment, "第十二条第三款");
  kx_agreement_payment_set_overrun_pct (payment, (KxDecimal){ 5000 });
  kx_agreement_payment_set_overrun_clause (payment, "第十二条第四款");
}

static void
add_deposits (KxDemoWork *f, const Contents *given, const char *id)
{
  for (guint i = 0; given->deposit && i < G_N_ELEMENTS (grades); i++)
    {
      g_autofree char *name = g_strconcat (given->agreement, "/", grades[i].grade, NULL);
      Kx_agreement_deposit *line =
          kx_agreement_deposit (kx_demo_add_row (f, &kx_agreement_deposit_entity, name));

      kx_agreement_deposit_set_agreement (line, id);
      kx_agreement_deposit_set_grade (line, grades[i].grade);
      kx_agreement_deposit_set_from_score (line, (KxDecimal){ grades[i].from });
      if (grades[i].below != 0)
        kx_agreement_deposit_set_below_score (line, (KxDecimal){ grades[i].below });
      kx_agreement_deposit_set_release_pct (line, (KxDecimal){ grades[i].released });
      kx_agreement_deposit_set_clause (line, "附件二");
    }
}

/* Half of it means: up to the breaches, with which the text does not deal. */
static void
tick (KxDemoWork *f, const Contents *given, const KxRecord *line)
{
  int subject = kx_record_get (line, kx_agreement_clause_f_subject).CODE;
  gboolean missing = given->ticked == HALF && subject == kx_agreement_clause_subject_violations;
  KxRecord *fields;

  if (given->ticked == HALF && subject > kx_agreement_clause_subject_violations)
    return;
  fields = kx_record_new (&kx_agreement_clause_entity, line->id, NULL);
  kx_agreement_clause_set_state (kx_agreement_clause (fields), missing ? kx_agreement_clause_state_missing
                                                                       : kx_agreement_clause_state_there);
  if (!missing)
    kx_agreement_clause_set_article (kx_agreement_clause (fields), articles[subject]);
  kx_demo_add_op (f, KX_OP_PATCH, &kx_agreement_clause_entity, line->id, fields)->base = line->seq;
}

static gboolean
tick_all (KxDemoWork *f, const Contents *given, const char *id, GError **error)
{
  KxQuery query = { .entity = &kx_agreement_clause_entity,
                    .terms = { { .field = kx_agreement_clause_f_agreement, .value.REF = id } },
                    .n_terms = 1 };
  g_autoptr (KxReader) reader = kx_row_reader_new (f->book);
  g_autoptr (GPtrArray) lines = NULL;

  if (kx_reader_list (reader, &query, MOST_LINES, &lines) != KX_KNOWN)
    {
      g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED,
                   "Demonstration data: there is no checklist of %s", given->agreement);
      return FALSE;
    }
  for (guint i = 0; i < lines->len; i++)
    tick (f, given, lines->pdata[i]);
  return TRUE;
}

gboolean
kx_demo_fill_contents (KxDemoWork *f, const char *name, KxTime at, GError **error)
{
  const Contents *given = find_contents (name);
  char id[KX_UUID_TEXT_SIZE];

  if (given == NULL)
    return TRUE;
  kx_demo_id ("agreement", name, id);
  add_terms (f, id);
  add_payments (f, given, id);
  add_deposits (f, given, id);
  if (!kx_demo_do (f, "clerk", at, error))
    return FALSE;
  return tick_all (f, given, id, error) && kx_demo_do (f, "clerk", (KxTime){ at.ms + 60000 }, error);
}
