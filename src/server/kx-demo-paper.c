#include "server/kx-demo-paper.h"

#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-rectification.h"

#define OFFICE "370100"
#define TAKEN_OVER 20260226
#define CONFIRMED 20260227

#define IN(state) kx_rectification_state_##state

typedef struct
{
  const char *agency, *number;
  int source, state;
  const char *matter;
  int issued, due, reported, rechecked;
  gboolean confirmed;
} Rectification;

typedef struct
{
  const char *agency, *number;
  gboolean at_fault;
  int measure, state;
  const char *ground;
  int notified, statement, spoke, decided, effective, ended, ban_until;
} Exit;

/* clang-format off */
static const Rectification rectifications[] = {
  { "jn02", "济康整〔2026〕01号", kx_rectification_source_inspection, IN (reported), "康复病历缺少阶段评估记录，抽查十份缺三份。", 20260119, 20260227, 20260225, 0, TRUE },
  { "jn21", NULL, kx_rectification_source_complaint, IN (issued), "出院结算清单与治疗记录的次数不一致。", 20260210, 0, 0, 0, FALSE },
  { "jn05", "济康整〔2025〕14号", kx_rectification_source_assessment, IN (passed), "治疗区未公示收费项目。", 20251103, 20251130, 20251126, 20251203, TRUE },
};

static const Exit exits[] = {
  { "jn13", "济康退〔2025〕02号", TRUE, kx_exit_case_measure_suspension, kx_exit_case_state_running, "连续两个季度拒收转诊的工伤职工。", 20251120, kx_exit_case_statement_heard, 20251128, 20251222, 20260101, 0, 0 },
  { "jn14", "济康退〔2024〕01号", TRUE, kx_exit_case_measure_termination, kx_exit_case_state_closed, "经查实虚记康复治疗项目。", 20240611, kx_exit_case_statement_lapsed, 20240624, 20240715, 20240801, 20240930, 20270731 },
};
/* clang-format on */

static void
put_date (KxRecord *row, guint field, int ymd)
{
  if (ymd != 0)
    kx_record_put (row, field, (KxValue){ .DATE = { ymd } });
}

/* A new row named after its agency, with what all have. */
static KxRecord *
begin (KxDemoWork *f, const KxEntity *entity, const char *key, const char *number)
{
  KxRecord *row = kx_demo_add_row (f, entity, key);
  char office[KX_UUID_TEXT_SIZE], agency[KX_UUID_TEXT_SIZE];

  kx_demo_id ("office", OFFICE, office);
  kx_demo_id ("agency", key, agency);
  kx_record_put (row, (guint) kx_entity_field (entity, "office"), (KxValue){ .REF = office });
  kx_record_put (row, (guint) kx_entity_field (entity, "agency"), (KxValue){ .REF = agency });
  if (number != NULL)
    kx_record_put (row, (guint) kx_entity_field (entity, "number"), (KxValue){ .TEXT = number });
  return row;
}

/* Takes `arguments`. */
static gboolean
act (KxDemoWork *f, const KxEntity *entity, const char *key, const char *action, KxRecord *arguments,
     const char *login, KxTime at, GError **error)
{
  char id[KX_UUID_TEXT_SIZE];

  kx_demo_id (entity->name, key, id);
  kx_demo_add_op (f, KX_OP_ACTION, entity, id, arguments)->action = g_strdup (action);
  return kx_demo_do (f, login, at, error);
}

static gboolean
take_over (KxDemoWork *f, const KxEntity *entity, const KxEntity *arguments, const char *key, int state,
           int minute, GError **error)
{
  KxRecord *given = kx_record_new (arguments, NULL, NULL);

  kx_record_put (given, 0, (KxValue){ .CODE = state });
  return act (f, entity, key, "take_over", given, "clerk", kx_demo_time (TAKEN_OVER, minute), error);
}

static gboolean
confirm (KxDemoWork *f, const KxEntity *entity, const char *key, int minute, GError **error)
{
  return act (f, entity, key, "confirm_take_over", NULL, "reviewer", kx_demo_time (CONFIRMED, minute), error);
}

static gboolean
enter_rectification (KxDemoWork *f, const Rectification *given, int minute, GError **error)
{
  const KxEntity *entity = &kx_rectification_entity;
  KxRecord *row = begin (f, entity, given->agency, given->number);

  kx_rectification_set_source (kx_rectification (row), given->source);
  kx_rectification_set_matter (kx_rectification (row), given->matter);
  put_date (row, kx_rectification_f_issued_on, given->issued);
  put_date (row, kx_rectification_f_due_on, given->due);
  put_date (row, kx_rectification_f_reported_on, given->reported);
  put_date (row, kx_rectification_f_rechecked_on, given->rechecked);
  return kx_demo_do (f, "clerk", kx_demo_time (TAKEN_OVER, minute), error) &&
         take_over (f, entity, &kx_rectification_take_over_entity, given->agency, given->state, minute + 1,
                    error);
}

static gboolean
enter_exit (KxDemoWork *f, const Exit *given, int minute, GError **error)
{
  const KxEntity *entity = &kx_exit_case_entity;
  KxRecord *row = begin (f, entity, given->agency, given->number);

  kx_exit_case_set_at_fault (kx_exit_case (row), given->at_fault);
  kx_exit_case_set_measure (kx_exit_case (row), given->measure);
  kx_exit_case_set_ground (kx_exit_case (row), given->ground);
  put_date (row, kx_exit_case_f_notified_on, given->notified);
  kx_exit_case_set_statement (kx_exit_case (row), given->statement);
  put_date (row, kx_exit_case_f_statement_on, given->spoke);
  put_date (row, kx_exit_case_f_decided_on, given->decided);
  put_date (row, kx_exit_case_f_effective_on, given->effective);
  put_date (row, kx_exit_case_f_ended_on, given->ended);
  put_date (row, kx_exit_case_f_ban_until, given->ban_until);
  return kx_demo_do (f, "clerk", kx_demo_time (TAKEN_OVER, minute), error) &&
         take_over (f, entity, &kx_exit_take_over_entity, given->agency, given->state, minute + 1, error);
}

gboolean
kx_demo_take_over_paper (KxDemoWork *f, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (rectifications); i++)
    if (!enter_rectification (f, &rectifications[i], 660 + 10 * (int) i, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (exits); i++)
    if (!enter_exit (f, &exits[i], 700 + 10 * (int) i, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rectifications); i++)
    if (rectifications[i].confirmed &&
        !confirm (f, &kx_rectification_entity, rectifications[i].agency, 560 + 5 * (int) i, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (exits); i++)
    if (!confirm (f, &kx_exit_case_entity, exits[i].agency, 590 + 5 * (int) i, error))
      return FALSE;
  return TRUE;
}
