#include "server/kx-demo-slips.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-duty-pair.h"
#include "core/entities/kx-exit-case.h"
#include "core/entities/kx-route-step.h"
#include "core/entities/kx-seal-use.h"

#include <string.h>

#define OFFICE "370100"
#define ROUTES 20260105
#define PREPARED 20261119
#define ANSWERED 20261120

const char kx_demo_scan[] = "演示文件。\n审批单扫描件:同意。分管负责人仇正衡,2026年11月20日(内容虚构)。\n";

static const struct
{
  const char *act;
  gint64 ordinal;
  int line;
  const char *post;
} routes[] = {
  { "approve", 1, kx_route_step_line_handling, "经办人" },
  { "approve", 2, kx_route_step_line_review, "复核人" },
  { "sign", 1, kx_route_step_line_handling, "经办人" },
  { "sign", 2, kx_route_step_line_review, "复核人" },
  { "sign", 3, kx_route_step_line_countersign, "财务科负责人" },
  { "sign", 4, kx_route_step_line_approval, "分管负责人" },
};

typedef struct
{
  const char *name; /* of the slip's own row */
  const KxEntity *owner;
  const char *key, *act, *matter, *facts;
  int sent, answered; /* entered later */
} Slip;

static const Slip slips[] = {
  { "slip-agreement", &kx_agreement_entity, "jn18", "approve", "关于签订济康协〔2026〕16号服务协议的请示",
    "申请材料齐全，布局限额内尚有名额。", 20261111, 20261112 },
  { "slip-exit", &kx_exit_case_entity, "jn13", "close", "关于恢复济南样例残疾人康复中心服务的请示",
    "整改已完成，转诊工伤职工均已收治。", 20261119, 20261120 },
};

static const struct
{
  const char *name;
  int one, other, rule;
} duties[] = {
  { "propose-approve", KX_DUTY (propose), KX_DUTY (approve), kx_duty_pair_rule_forbid },
  { "approve-sign", KX_DUTY (approve), KX_DUTY (sign), kx_duty_pair_rule_warn },
  { "assess-objection", KX_DUTY (assess), KX_DUTY (decide_objection), kx_duty_pair_rule_forbid },
};

static void
add_duties (KxDemoWork *f, const char *office)
{
  for (guint i = 0; i < G_N_ELEMENTS (duties); i++)
    {
      Kx_duty_pair *row = kx_duty_pair (kx_demo_add_row (f, &kx_duty_pair_entity, duties[i].name));

      kx_duty_pair_set_office (row, office);
      kx_duty_pair_set_duty_a (row, duties[i].one);
      kx_duty_pair_set_duty_b (row, duties[i].other);
      kx_duty_pair_set_rule (row, duties[i].rule);
    }
}

gboolean
kx_demo_add_routes (KxDemoWork *f, GError **error)
{
  char office[KX_UUID_TEXT_SIZE];

  kx_demo_id ("office", OFFICE, office);
  add_duties (f, office);
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%u", routes[i].act, i);
      Kx_route_step *row = kx_route_step (kx_demo_add_row (f, &kx_route_step_entity, name));

      kx_route_step_set_office (row, office);
      kx_route_step_set_record_kind (row, "agreement");
      kx_route_step_set_act (row, routes[i].act);
      kx_route_step_set_ordinal (row, routes[i].ordinal);
      kx_route_step_set_line (row, routes[i].line);
      kx_route_step_set_post (row, routes[i].post);
    }
  return kx_demo_do (f, "leader", kx_demo_time (ROUTES, 1040), error);
}

/* Takes `arguments`. */
static gboolean
act (KxDemoWork *f, const Slip *slip, const char *action, KxRecord *arguments, const char *login, KxTime at,
     GError **error)
{
  char id[KX_UUID_TEXT_SIZE];

  kx_demo_id ("approval", slip->name, id);
  kx_demo_add_op (f, KX_OP_ACTION, &kx_approval_entity, id, arguments)->action = g_strdup (action);
  return kx_demo_do (f, login, at, error);
}

static gboolean
prepare (KxDemoWork *f, const Slip *slip, int minute, GError **error)
{
  Kx_approval *row = kx_approval (kx_demo_add_row (f, &kx_approval_entity, slip->name));
  KxRecord *sending = kx_record_new (&kx_approval_sending_entity, NULL, NULL);
  char office[KX_UUID_TEXT_SIZE], owner[KX_UUID_TEXT_SIZE];

  kx_demo_id ("office", OFFICE, office);
  kx_demo_id (slip->owner->name, slip->key, owner);
  kx_approval_set_owner_entity (row, slip->owner->name);
  kx_approval_set_owner (row, owner);
  kx_approval_set_office (row, office);
  kx_approval_set_act (row, slip->act);
  kx_approval_set_matter (row, slip->matter);
  kx_approval_set_facts (row, slip->facts);
  kx_approval_set_findings (row, "[]");
  kx_approval_sending_set_sent_on (kx_approval_sending (sending), (KxDate){ slip->sent });
  kx_approval_sending_set_sent_how (kx_approval_sending (sending), kx_approval_sent_how_oa);
  return kx_demo_do (f, "clerk", kx_demo_time (PREPARED, minute), error) &&
         act (f, slip, "send", sending, "clerk", kx_demo_time (PREPARED, minute + 5), error);
}

static gboolean
answer (KxDemoWork *f, const Slip *slip, int minute, GError **error)
{
  KxRecord *arguments = kx_record_new (&kx_approval_answer_entity, NULL, NULL);
  Kx_approval_answer *given = kx_approval_answer (arguments);

  kx_approval_answer_set_answered_on (given, (KxDate){ slip->answered });
  kx_approval_answer_set_by_name (given, "仇正衡");
  kx_approval_answer_set_by_post (given, "分管负责人");
  kx_approval_answer_set_opinion (given, kx_approval_opinion_agree);
  kx_approval_answer_set_words (given, "同意。");
  kx_approval_answer_set_oa_number (given, "签报〔2026〕118号");
  return act (f, slip, "answer", arguments, "clerk", kx_demo_time (ANSWERED, minute), error);
}

/* The scan, which the second officer looks at. */
static gboolean
attach (KxDemoWork *f, const Slip *slip, int minute, char ret_scan[KX_UUID_TEXT_SIZE], GError **error)
{
  Kx_attachment *row = kx_attachment (kx_demo_add_row (f, &kx_attachment_entity, slip->name));
  g_autofree char *sha256 = kx_sha256_hex (kx_demo_scan, strlen (kx_demo_scan));
  char owner[KX_UUID_TEXT_SIZE];

  kx_demo_id ("approval", slip->name, owner);
  kx_demo_id ("attachment", slip->name, ret_scan);
  kx_attachment_set_owner_entity (row, "approval");
  kx_attachment_set_owner (row, owner);
  kx_attachment_set_title (row, "审批单扫描件");
  kx_attachment_set_file_name (row, "审批单扫描件.txt");
  kx_attachment_set_media_type (row, "text/plain");
  kx_attachment_set_size (row, (gint64) strlen (kx_demo_scan));
  kx_attachment_set_sha256 (row, sha256);
  if (!kx_demo_do (f, "clerk", kx_demo_time (ANSWERED, minute), error))
    return FALSE;
  kx_demo_add_op (f, KX_OP_ACTION, &kx_attachment_entity, ret_scan, NULL)->action = g_strdup ("store");
  return kx_demo_do (f, "system", kx_demo_time (ANSWERED, minute + 1), error);
}

static gboolean
confirm (KxDemoWork *f, const Slip *slip, int minute, GError **error)
{
  KxRecord *arguments = kx_record_new (&kx_approval_confirmation_entity, NULL, NULL);
  char scan[KX_UUID_TEXT_SIZE];

  if (!attach (f, slip, minute, scan, error))
    {
      kx_record_free (arguments);
      return FALSE;
    }
  kx_approval_confirmation_set_scan (kx_approval_confirmation (arguments), scan);
  return act (f, slip, "confirm", arguments, "reviewer", kx_demo_time (ANSWERED, minute + 30), error);
}

static gboolean
use_seal (KxDemoWork *f, const Slip *slip, int minute, GError **error)
{
  Kx_seal_use *row = kx_seal_use (kx_demo_add_row (f, &kx_seal_use_entity, slip->name));
  char approval[KX_UUID_TEXT_SIZE];

  kx_demo_id ("approval", slip->name, approval);
  kx_seal_use_set_approval (row, approval);
  kx_seal_use_set_used_on (row, (KxDate){ ANSWERED });
  kx_seal_use_set_seal_name (row, "济南市示例社会保险事业中心公章");
  kx_seal_use_set_copies (row, 2);
  kx_seal_use_set_applicant (row, "单小满");
  return kx_demo_do (f, "clerk", kx_demo_time (ANSWERED, minute), error);
}

gboolean
kx_demo_add_slips (KxDemoWork *f, GError **error)
{
  const Slip *waiting = &slips[0], *agreed = &slips[1];

  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    if (!prepare (f, &slips[i], 1000 + 10 * (int) i, error))
      return FALSE;
  return answer (f, agreed, 600, error) && confirm (f, agreed, 610, error) &&
         use_seal (f, agreed, 700, error) && answer (f, waiting, 720, error);
}
