#include "server/kx-demo-letters.h"

#include "core/entities/kx-letter.h"

#define DAY 20261120
#define OFFICE "office=370100\n"
#define CENTRE "issuer=济南市工伤保险中心（示例）"

/* One op, and the work of one person. `what`: "create" or an action; `fields`: lines of "field=text". */
typedef struct
{
  const char *login, *what, *entity, *name, *fields, *reason;
} Step;

/* clang-format off */
static const Step steps[] = {
  { "leader", "create", "letter_series", "agreements", OFFICE "mark=济康协\nyear=2026\nkinds= agreement supplement bridge renewal \nstarts_at=18", NULL },
  { "leader", "create", "letter_series", "admission", OFFICE "mark=济康受\nyear=2026\nkinds= acceptance non_acceptance supplement_notice \nstarts_at=5", NULL },
  { "leader", "create", "letter_series", "rectification", OFFICE "mark=济康整\nyear=2026\nkinds= rectification \nstarts_at=3", NULL },
  { "leader", "create", "letter_series", "others", OFFICE "mark=济康函\nyear=2026\nkinds= change_notice non_renewal hold suspension resumption termination expiry name_list other \nstarts_at=21", NULL },
  { "leader", "create", "letter_series", "receipts", OFFICE "mark=JKHZ\nyear=2026\nkinds= receipt \nstarts_at=1\npattern={mark}-{year}-{no}\nwidth=4", NULL },
  { "leader", "close", "letter_series", "receipts", NULL, "机房停电两天，回证先在纸上编了号。" },
  { "clerk", "create", "letter", "jn06-supplement", OFFICE "kind=supplement_notice\ntitle=关于补正工伤康复协议机构申请材料的通知\napplication=jn06\naddressee=济南市历城区示例康复医院\n" CENTRE, NULL },
  { "clerk", "issue", "letter", "jn06-supplement", "dated_on=2026-11-20", NULL },
  { "clerk", "create", "letter_sending", "jn06-supplement", "letter=jn06-supplement\nsent_on=2026-11-20\nsent_how=wechat\nsent_to=协议机构联络群\nwords=您单位的申请材料需补正，请到经办窗口领取通知书。", NULL },
  { "clerk", "create", "letter_print", "jn06-supplement", "letter=jn06-supplement\nprinted_on=2026-11-20\nway=docx", NULL },
  { "clerk", "create", "letter", "list", OFFICE "kind=name_list\ntitle=关于公布2026年度工伤康复协议机构名单的公告\nissuer=济南市人力资源和社会保障局（示例）\nco_issuers=济南市工伤保险中心（示例）\ndoc_number=济人社函〔2026〕112号", NULL },
  { "clerk", "issue", "letter", "list", "dated_on=2026-11-20", NULL },
  { "clerk", "create", "letter", "wrong", OFFICE "kind=other\ntitle=关于报送年度康复台账的函\naddressee=各协议机构\n" CENTRE, NULL },
  { "clerk", "issue", "letter", "wrong", "dated_on=2026-11-20", NULL },
  { "reviewer", "void", "letter", "wrong", NULL, "报送期限写错，重新行文。" },
  { "clerk", "create", "letter", "again", OFFICE "kind=other\ntitle=关于报送2026年度康复台账的函\naddressee=各协议机构\n" CENTRE, NULL },
  { "policy-officer", "create", "letter_template", "agreement", OFFICE "kind=agreement\nname=山东省工伤康复服务协议(示例文本)\nversion=2026\nfrom_on=2026-01-01", NULL },
};
/* clang-format on */

static KxOp *
add_step (KxDemoWork *f, const Step *step)
{
  const KxEntity *entity = kx_schema_entity (kx_schema_get (), step->entity);
  gboolean create = g_str_equal (step->what, "create");
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *fields = NULL;
  KxOp *op;

  kx_demo_id (step->entity, step->name, id);
  if (step->fields != NULL)
    {
      fields = kx_record_new (
          create ? entity : kx_lifecycle_knows (entity->lifecycle, KX_OP_ACTION, step->what)->arguments, id,
          NULL);
      kx_demo_put_fields (fields, step->fields);
    }
  op = kx_demo_add_op (f, create ? KX_OP_CREATE : KX_OP_ACTION, entity, id, fields);
  op->reason = g_strdup (step->reason);
  if (!create)
    op->action = g_strdup (step->what);
  return op;
}

gboolean
kx_demo_issue_letters (KxDemoWork *f, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      add_step (f, &steps[i]);
      if (!kx_demo_do (f, steps[i].login, kx_demo_time (DAY, 900 + 5 * (int) i), error))
        return FALSE;
    }
  return TRUE;
}
