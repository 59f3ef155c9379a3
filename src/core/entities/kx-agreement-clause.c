#include "core/entities/kx-agreement-clause.h"

#include "core/rules/kx-agreement-part-rules.h"

KX_DEFINE_CODES (agreement_clause, subject, KX_AGREEMENT_CLAUSE_SUBJECTS)
KX_DEFINE_CODES (agreement_clause, state, KX_AGREEMENT_CLAUSE_STATES)

#define CLERK KX_ROLE (clerk)
static const KxTransition rows[] = {
  { .kind = KX_OP_CREATE,
    .label = N_ ("Add subject"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_clause, kx_guard_clause_once } },
  { .kind = KX_OP_PATCH,
    .label = N_ ("Change"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_clause } },
  { .kind = KX_OP_DELETE,
    .label = N_ ("Delete"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_clause_own } },
  { .kind = KX_OP_RESTORE,
    .label = N_ ("Restore"),
    .from = KX_FROM_ANY,
    .to = KX_STAYS,
    .roles = CLERK,
    .guards = { kx_guard_agreement_part, kx_guard_clause_once } },
};
static const KxLifecycle lifecycle = { rows, G_N_ELEMENTS (rows) };

KX_DEFINE_ENTITY (agreement_clause, KX_AGREEMENT_CLAUSE_FIELDS, .collection = "agreement-clauses",
                  .drawer = "agreement", .label = N_ ("Clause of an agreement"), .lifecycle = &lifecycle)

int
kx_agreement_clause_subject_of (const char *words)
{
  /* As regulations and their forms name them. */
  static const struct
  {
    const char *words;
    int subject;
  } names[] = {
    { "双方责任、权利和义务", kx_agreement_clause_subject_parties },
    { "双方的责任、权利和义务", kx_agreement_clause_subject_parties },
    { "双方权利义务", kx_agreement_clause_subject_parties },
    { "协议双方", kx_agreement_clause_subject_parties },
    { "服务对象", kx_agreement_clause_subject_population },
    { "服务人群", kx_agreement_clause_subject_population },
    { "服务范围", kx_agreement_clause_subject_scope },
    { "服务内容", kx_agreement_clause_subject_content },
    { "服务质量", kx_agreement_clause_subject_quality },
    { "费用审核结算办法", kx_agreement_clause_subject_settlement },
    { "费用结算办法", kx_agreement_clause_subject_settlement },
    { "费用结算", kx_agreement_clause_subject_settlement },
    { "费用审核", kx_agreement_clause_subject_audit },
    { "审核控制", kx_agreement_clause_subject_audit },
    { "信息联网", kx_agreement_clause_subject_connection },
    { "联网结算", kx_agreement_clause_subject_connection },
    { "违约责任", kx_agreement_clause_subject_violations },
    { "违约处理", kx_agreement_clause_subject_violations },
    { "解除协议条件", kx_agreement_clause_subject_exit },
    { "中止和解除条件", kx_agreement_clause_subject_exit },
    { "通知与送达", kx_agreement_clause_subject_notice },
    { "争议处理", kx_agreement_clause_subject_dispute },
    { "争议解决", kx_agreement_clause_subject_dispute },
    { "协议期限", kx_agreement_clause_subject_term },
    { "服务期限", kx_agreement_clause_subject_term },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i].words, words) == 0)
      return names[i].subject;
  return kx_agreement_clause_subject_other;
}
