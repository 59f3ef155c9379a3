#include "server/kx-demo-admission.h"

#include "core/entities/kx-application-item.h"
#include "core/entities/kx-application.h"
#include "store/kx-row.h"

#include <string.h>

#define MOST_ITEMS 50

/* One op. `what`: "create", "patch", or an action; ops of one moment are one work. `fields`: lines of
 * "field=text"; a reference has the name of the row. Rows that came with others are called after them:
 * "jn17/self_assessment" is a line of the checklist of the application jn17, "jn17/agreement" the agreement
 * drawn up for it. */
typedef struct
{
  int day, minute;
  const char *login, *what, *entity, *name, *fields, *reason;
} Step;

#define OFFICE "office=370100\n"
#define THERE(day) "state=there\nreceived_on=" day
#define COUNTY(area) "counts_toward=county\ncounts_area=" area "\n"
#define HANDED_IN(day, minute, name, kind, on)                                                               \
  {                                                                                                          \
    day, minute, "clerk", "patch", "application_item", name "/" kind, THERE (on), NULL                       \
  }
#define ALL_HANDED_IN(day, minute, name, on)                                                                 \
  HANDED_IN (day, minute, name, "application_form", on),                                                     \
      HANDED_IN (day, minute, name, "self_assessment", on),                                                  \
      HANDED_IN (day, minute, name, "practice_licence", on),                                                 \
      HANDED_IN (day, minute, name, "legal_person", on), HANDED_IN (day, minute, name, "capacity_list", on)

/* clang-format off */
static const Step steps[] = {
  { 20260303, 600, "clerk", "create", "upward", "spring", OFFICE "kind=request\nsubject=关于增设工伤康复协议机构的请示\naddressed_to=济南市人力资源和社会保障局\nnumber=济工伤中心〔2026〕5号\nsent_on=2026-03-03\nresult=pending", NULL },
  { 20260312, 570, "clerk", "patch", "upward", "spring", "answer_number=济人社复〔2026〕11号\nanswered_on=2026-03-12\nresult=granted\nplaces_granted=2", NULL },
  { 20260313, 560, "clerk", "create", "admission_round", "spring", OFFICE "title=2026年度工伤康复协议机构准入公告\nnumber=济工伤中心公告〔2026〕1号\nopens_on=2026-03-18\ncloses_on=2026-04-17\ncloses_at=17:00\ncontact=单小满\ncontact_phone=0531-55500370\nconditions=持有有效的医疗机构执业许可证，设有康复医学科，能开展住院和门诊工伤康复，近两年无严重违约。\nlate_documents=supplement\nauthority=spring", NULL },
  { 20260313, 560, "clerk", "create", "round_place", "changqing", "round=spring\n" COUNTY ("370113") "places=1", NULL },
  { 20260313, 560, "clerk", "create", "round_place", "jiyang", "round=spring\n" COUNTY ("370115") "places=1", NULL },
  { 20260317, 640, "leader", "announce", "admission_round", "spring", "announced_on=2026-03-17", NULL },
  { 20260325, 600, "clerk", "create", "application", "jn17", OFFICE "agency=jn17\nround=spring\nnumber=济康准〔2026〕1号\nreceived_on=2026-03-25\n" COUNTY ("370113") "scopes= inpatient outpatient \nrehab_types= medical vocational ", NULL },
  ALL_HANDED_IN (20260325, 620, "jn17", "2026-03-25"),
  { 20260327, 570, "clerk", "accept", "application", "jn17", "accepted_on=2026-03-27", NULL },
  { 20260401, 650, "clerk", "create", "application", "jn31", OFFICE "agency=jn31\nround=spring\nnumber=济康准〔2026〕2号\nreceived_on=2026-04-01\n" COUNTY ("370113") "scopes= outpatient community \nrehab_types= medical ", NULL },
  HANDED_IN (20260401, 660, "jn31", "application_form", "2026-04-01"),
  HANDED_IN (20260401, 660, "jn31", "practice_licence", "2026-04-01"),
  HANDED_IN (20260401, 660, "jn31", "legal_person", "2026-04-01"),
  { 20260401, 660, "clerk", "patch", "application_item", "jn31/capacity_list", "state=defective\nreceived_on=2026-04-01\nnote=设备清单未写型号和购置年份", NULL },
  { 20260402, 570, "clerk", "ask_supplement", "application", "jn31", "asked_on=2026-04-02", NULL },
  { 20260407, 590, "clerk", "create", "application", "jn19", OFFICE "agency=jn19\nround=spring\nnumber=济康准〔2026〕3号\nreceived_on=2026-04-07\n" COUNTY ("370115") "scopes= inpatient outpatient \nrehab_types= medical ", NULL },
  ALL_HANDED_IN (20260407, 610, "jn19", "2026-04-07"),
  HANDED_IN (20260408, 570, "jn31", "self_assessment", "2026-04-08"),
  HANDED_IN (20260408, 575, "jn31", "capacity_list", "2026-04-08"),
  { 20260408, 600, "clerk", "accept", "application", "jn31", "accepted_on=2026-04-08", NULL },
  { 20260410, 560, "clerk", "accept", "application", "jn19", "accepted_on=2026-04-10", NULL },
  { 20260415, 585, "clerk", "create", "application", "jn33", OFFICE "agency=jn33\nround=spring\nnumber=济康准〔2026〕4号\nreceived_on=2026-04-15\n" COUNTY ("370115") "scopes= outpatient \nrehab_types= medical ", NULL },
  ALL_HANDED_IN (20260415, 600, "jn33", "2026-04-15"),
  { 20260416, 560, "clerk", "accept", "application", "jn33", "accepted_on=2026-04-16", NULL },
  { 20260421, 560, "clerk", "start_assessment", "application", "jn17", "assessment_from=2026-04-21\nassess_by=2026-04-30", NULL },
  { 20260421, 560, "clerk", "start_assessment", "application", "jn31", "assessment_from=2026-04-21\nassess_by=2026-04-30", NULL },
  { 20260421, 560, "clerk", "start_assessment", "application", "jn19", "assessment_from=2026-04-21\nassess_by=2026-04-30", NULL },
  { 20260421, 560, "clerk", "start_assessment", "application", "jn33", "assessment_from=2026-04-21\nassess_by=2026-04-30", NULL },
  { 20260428, 960, "clerk", "enter_result", "application", "jn17", "assessed_on=2026-04-28\nassessment=passed\nscore=91.50\nopinion=科室独立设置，人员和设备符合条件。", NULL },
  { 20260428, 970, "clerk", "enter_result", "application", "jn31", "assessed_on=2026-04-28\nassessment=passed\nscore=84.00\nopinion=门诊和社区康复条件具备，无住院床位。", NULL },
  { 20260429, 960, "clerk", "enter_result", "application", "jn19", "assessed_on=2026-04-29\nassessment=passed\nscore=88.25\nopinion=中医康复有特色，病历书写需规范。", NULL },
  { 20260429, 970, "clerk", "enter_result", "application", "jn33", "assessed_on=2026-04-29\nassessment=failed\nscore=58.00\nopinion=康复治疗师不足两人，场地未达条件。", NULL },
  { 20260430, 600, "reviewer", "rank", "admission_round", "spring", "ranked_on=2026-04-30", NULL },
  { 20260506, 540, "reviewer", "publish", "application", "jn17", "publicity_from=2026-05-06\npublicity_until=2026-05-12", NULL },
  { 20260506, 545, "reviewer", "publish", "application", "jn19", "publicity_from=2026-05-06\npublicity_until=2026-05-12", NULL },
  { 20260508, 640, "clerk-2", "create", "objection", "jn19", "application=jn19\nreceived_on=2026-05-08\nobjector=济阳区示例职工\ngrounds=反映该院康复床位被其他科室占用", NULL },
  { 20260513, 600, "reviewer", "dismiss", "objection", "jn19", "decided_on=2026-05-13\nreasons=现场核查床位标识和在院名单，康复床位未被占用。", NULL },
  { 20260514, 560, "leader", "admit", "application", "jn17", "decided_on=2026-05-14", NULL },
  { 20260514, 565, "leader", "admit", "application", "jn19", "decided_on=2026-05-14", NULL },
  { 20260514, 570, "leader", "refuse", "application", "jn33", "decided_on=2026-05-14\nrefusal_grounds= conditions assessment_failed \nreasons=评估得分58分，康复治疗师人数和场地未达公告条件。", NULL },
  { 20260515, 600, "leader", "close", "admission_round", "spring", "closed_on=2026-05-15", "长清区名额一个，已由排名第一的机构取得。" },
  { 20260518, 570, "clerk", "patch", "agreement", "jn17/agreement", "number=济康协〔2026〕14号\ntemplate_name=山东省工伤康复服务协议(示例文本)\nstarts_on=2026-06-01\nends_on=2028-05-31", NULL },
  { 20260518, 580, "clerk", "patch", "agreement", "jn19/agreement", "number=济康协〔2026〕15号\ntemplate_name=山东省工伤康复服务协议(示例文本)\nstarts_on=2026-06-01\nends_on=2028-05-31", NULL },
  { 20260518, 590, "clerk", "submit", "agreement", "jn17/agreement", NULL, NULL },
  { 20260518, 595, "clerk", "submit", "agreement", "jn19/agreement", NULL, NULL },
  { 20260520, 560, "reviewer", "approve", "agreement", "jn17/agreement", NULL, NULL },
  { 20260520, 565, "reviewer", "approve", "agreement", "jn19/agreement", NULL, NULL },
  { 20260525, 600, "clerk", "agency_sign", "agreement", "jn17/agreement", "signed_on=2026-05-25\nsigner=常清源", NULL },
  { 20260525, 610, "clerk", "agency_sign", "agreement", "jn19/agreement", "signed_on=2026-05-25\nsigner=纪杨波", NULL },
  { 20260527, 600, "leader", "sign", "agreement", "jn17/agreement", "signed_on=2026-05-27\nsigner=仇正衡", NULL },
  { 20260527, 605, "leader", "sign", "agreement", "jn19/agreement", "signed_on=2026-05-27\nsigner=仇正衡", NULL },
  { 20261026, 600, "clerk", "create", "suspension", "jn23", "agreement=jn23\nkind=service\norigin=agency\ntarget=department\ndepartment=康复医学科门诊\nfacts=门诊治疗区改造\nasked_on=2026-10-26\nfrom_on=2026-11-02\nuntil_on=2026-12-31\npatients=门诊职工改在住院部治疗，无需转院", NULL },
  { 20261028, 600, "leader", "decide", "suspension", "jn23", "decided_on=2026-10-28\nnumber=济工伤中心函〔2026〕31号", NULL },
  { 20261105, 600, "clerk", "create", "application", "jn06", OFFICE "agency=jn06\nnumber=济康准〔2026〕5号\nreceived_on=2026-11-05\n" COUNTY ("370112") "scopes= inpatient outpatient \nrehab_types= medical ", NULL },
  HANDED_IN (20261105, 615, "jn06", "application_form", "2026-11-05"),
  HANDED_IN (20261105, 615, "jn06", "legal_person", "2026-11-05"),
  HANDED_IN (20261105, 615, "jn06", "capacity_list", "2026-11-05"),
  { 20261105, 615, "clerk", "patch", "application_item", "jn06/practice_licence", "state=defective\nreceived_on=2026-11-05\nnote=许可证副本缺最近一次校验记录", NULL },
  { 20261105, 620, "clerk", "create", "application_item", "jn06-plan", "application=jn06\nkind=other\ndocument=康复区域平面图\nstate=missing", NULL },
  { 20261109, 560, "clerk", "ask_supplement", "application", "jn06", "asked_on=2026-11-09", NULL },
  { 20261112, 600, "clerk-2", "create", "suspension", "jn09", "agreement=jn09\nkind=hold_payment\norigin=office\ntarget=all\nfacts=七月和八月两批费用的治疗记录与清单不符，正在核查\nclause=第二十六条第三项\nfrom_on=2026-11-18\nuntil_on=2027-01-16\nnotified_on=2026-11-12", NULL },
  { 20261116, 600, "leader", "decide", "suspension", "jn09", "decided_on=2026-11-16\nnumber=济工伤中心函〔2026〕34号", NULL },
  { 20261117, 600, "clerk", "create", "suspension", "jn04", "agreement=jn04\nkind=hold_patients\norigin=office\ntarget=scope\nscopes= inpatient \nfacts=执业许可证到期，换发尚未办结\nfrom_on=2026-11-20\nuntil_on=2026-12-19", NULL },
};
/* clang-format on */

/* The row of the step, by its name. FALSE with an error when it cannot be found. */
static gboolean
find_row (KxDemoWork *f, const KxEntity *entity, const char *name, char ret_id[KX_UUID_TEXT_SIZE],
          GError **error)
{
  const char *slash = strchr (name, '/');
  g_autofree char *owner = NULL;
  g_autoptr (KxReader) reader = NULL;
  g_autoptr (KxRecord) application = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  KxQuery query = { .entity = entity, .n_terms = 2 };
  char id[KX_UUID_TEXT_SIZE];

  if (slash == NULL)
    {
      kx_demo_id (entity->name, name, ret_id);
      return TRUE;
    }
  owner = g_strndup (name, (gsize) (slash - name));
  kx_demo_id (kx_application_entity.name, owner, id);
  if (entity == &kx_agreement_entity)
    {
      application = kx_row_get (f->book, &kx_application_entity, id, error);
      if (application == NULL)
        return FALSE;
      g_strlcpy (ret_id, kx_record_get (application, kx_application_f_agreement).REF, KX_UUID_TEXT_SIZE);
      return TRUE;
    }
  query.terms[0] = (KxTerm){ .field = kx_application_item_f_application, .value.REF = id };
  query.terms[1] = (KxTerm){ .field = kx_application_item_f_kind,
                             .value.CODE = kx_field_code (&entity->fields[kx_application_item_f_kind],
                                                          slash + 1, strlen (slash + 1)) };
  reader = kx_row_reader_new (f->book);
  if (kx_reader_list (reader, &query, MOST_ITEMS, &rows) != KX_KNOWN || rows->len != 1)
    {
      g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED, "Demonstration data: there is no %s", name);
      return FALSE;
    }
  g_strlcpy (ret_id, ((KxRecord *) rows->pdata[0])->id, KX_UUID_TEXT_SIZE);
  return TRUE;
}

static KxOpKind
kind_of (const Step *step)
{
  return g_str_equal (step->what, "create")  ? KX_OP_CREATE
         : g_str_equal (step->what, "patch") ? KX_OP_PATCH
                                             : KX_OP_ACTION;
}

static gboolean
add_step (KxDemoWork *f, const Step *step, GError **error)
{
  const KxEntity *entity = kx_schema_entity (kx_schema_get (), step->entity), *arguments = entity;
  KxOpKind kind = kind_of (step);
  g_autoptr (KxRecord) row = NULL;
  KxRecord *fields = NULL;
  char id[KX_UUID_TEXT_SIZE];
  KxOp *op;

  if (!find_row (f, entity, step->name, id, error))
    return FALSE;
  if (kind == KX_OP_ACTION)
    arguments = kx_lifecycle_knows (entity->lifecycle, KX_OP_ACTION, step->what)->arguments;
  if (step->fields != NULL)
    {
      fields = kx_record_new (arguments, id, NULL);
      kx_demo_put_fields (fields, step->fields);
    }
  op = kx_demo_add_op (f, kind, entity, id, fields);
  op->reason = g_strdup (step->reason);
  if (kind == KX_OP_ACTION)
    op->action = g_strdup (step->what);
  if (kind == KX_OP_CREATE)
    return TRUE;
  /* Rows change with others here: who acts saw the row as it stands. */
  row = kx_row_get (f->book, entity, id, error);
  op->base = row != NULL ? row->seq : 0;
  return row != NULL;
}

static gboolean
is_before (const Step *step, int day, int minute)
{
  return step->day < day || (step->day == day && step->minute < minute);
}

static gboolean
is_same_work (const Step *a, const Step *b)
{
  return a->day == b->day && a->minute == b->minute && g_str_equal (a->login, b->login);
}

gboolean
kx_demo_admit_until (KxDemoWork *f, int day, int minute, GError **error)
{
  while (f->n_admitted < G_N_ELEMENTS (steps) && is_before (&steps[f->n_admitted], day, minute))
    {
      const Step *first = &steps[f->n_admitted];

      do
        if (!add_step (f, &steps[f->n_admitted++], error))
          return FALSE;
      while (f->n_admitted < G_N_ELEMENTS (steps) && is_same_work (first, &steps[f->n_admitted]));
      if (!kx_demo_do (f, first->login, kx_demo_time (first->day, first->minute), error))
        return FALSE;
    }
  return TRUE;
}
