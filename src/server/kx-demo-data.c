#include "server/kx-demo-data.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-office.h"
#include "core/kx-role.h"

#define K(kind) kx_agency_kind_##kind
#define L(level) kx_agency_hospital_level_##level
#define S(scope) (G_GUINT64_CONSTANT (1) << kx_agency_scopes_offered_##scope)
#define P(part) (G_GUINT64_CONSTANT (1) << kx_agency_subspecialties_##part)
#define CENTRE kx_office_kind_centre
#define R(role) KX_ROLE (role)

/* clang-format off */
const KxDemoOffice kx_demo_offices[] = {
  { "370000", "山东省示例社会保险中心", "省社保中心", "济南市历下区示例大道1号", "0531-55500001", CENTRE },
  { "370100", "济南市示例社会保险中心", "济南社保", "济南市市中区示例路16号", "0531-55500002", CENTRE },
  { "370200", "青岛市示例社会保险中心", "青岛社保", "青岛市市南区示例路2号", "0532-55500003", CENTRE },
  { "370300", "淄博市示例社会保险中心", "淄博社保", "淄博市张店区示例路3号", "0533-55500004", CENTRE },
  { "370600", "烟台市示例社会保险中心", "烟台社保", "烟台市芝罘区示例路6号", "0535-55500005", CENTRE },
  { "370700", "潍坊市示例社会保险中心", "潍坊社保", "潍坊市奎文区示例路7号", "0536-55500006", CENTRE },
  { "370800", "济宁市示例社会保险中心", "济宁社保", "济宁市任城区示例路8号", "0537-55500007", CENTRE },
  { "370112", "济南市历城区示例社会保险中心", "历城社保", "济南市历城区示例路12号", "0531-55500008", CENTRE },
  { "370114", "济南市章丘区示例社会保险中心", "章丘社保", "济南市章丘区示例路14号", "0531-55500009", CENTRE },
  { "370116", "济南市莱芜区示例社会保险中心", "莱芜社保", "济南市莱芜区示例路16号", "0531-55500010", CENTRE },
  { "370203", "青岛市市北区示例社会保险中心", "市北社保", "青岛市市北区示例路20号", "0532-55500011", CENTRE },
  { "370602", "烟台市芝罘区示例社会保险中心", "芝罘社保", "烟台市芝罘区示例路62号", "0535-55500012", CENTRE },
};
const guint kx_demo_n_offices = G_N_ELEMENTS (kx_demo_offices);

/* The administrator comes first: that account makes the others. */
const KxDemoUser kx_demo_users[] = {
  { "admin", "石管南", "系统管理员", "370000", "370000", R (admin), FALSE },
  { "demo", "康演示", "演示账号", "370000", "370000", KX_ANY_ROLE, FALSE },
  { "provincial", "厉省言", "省级业务负责人", "370000", "370000", R (provincial), FALSE },
  { "auditor", "查明远", "内审稽核", "370000", "370000", R (auditor), FALSE },
  { "clerk", "单小满", "经办人", "370100", "370100", R (clerk), FALSE },
  { "reviewer", "解文慎", "复核人", "370100", "370100", R (reviewer), FALSE },
  { "leader", "仇正衡", "分管负责人", "370100", "370100", R (leader), FALSE },
  { "policy-officer", "曾知规", "政策岗", "370100", "370100", R (policy_officer), FALSE },
  { "panel-leader", "区仲裁", "专家组组长", "370100", "370100", R (panel_leader), FALSE },
  { "expert", "盖若愚", "康复医学专家", "370100", "370100", R (expert), FALSE },
  { "third-party", "尉迟评", "第三方评估员", "370100", "370100", R (third_party), FALSE },
  { "pool-manager", "任库安", "专家库管理员", "370100", "370100", R (pool_manager), FALSE },
  { "supervisor", "华督民", "监督员", "370100", "370100", R (supervisor), FALSE },
  { "legal", "律守诚", "法制审核", "370100", "370100", R (legal), FALSE },
  { "finance", "钱慎之", "基金财务", "370100", "370100", R (finance), FALSE },
  { "agency", "康院联", "协议机构联系人", "370100", "370100", R (agency), FALSE },
  { "observer", "乐旁观", "观察员", "370100", "370100", R (observer), FALSE },
  { "clerk-2", "万俟晴", "经办人", "370100", "370100", R (clerk), TRUE },
  { "clerk-qingdao", "海知潮", "经办人", "370200", "370200", R (clerk), TRUE },
  { "clerk-zibo", "陶釉青", "经办人", "370300", "370300", R (clerk), TRUE },
  { "clerk-yantai", "葛帆远", "经办人", "370600", "370600", R (clerk), TRUE },
  { "clerk-weifang", "鸢一线", "经办人", "370700", "370700", R (clerk), TRUE },
  { "clerk-jining", "孔渔舟", "经办人", "370800", "370800", R (clerk), TRUE },
  { "reviewer-qingdao", "朴礁石", "复核人", "370200", "370200", R (reviewer), TRUE },
};
const guint kx_demo_n_users = G_N_ELEMENTS (kx_demo_users);

#define HOSPITAL (S (inpatient) | S (outpatient))
#define ALL (HOSPITAL | S (community) | S (home))
#define NEAR (S (outpatient) | S (community) | S (home))
const KxDemoAgency kx_demo_agencies[] = {
  /* 济南: 34 that live, and one that was entered twice. */
  { "jn01", "370100", "370102", "济南市示例第一人民医院", "示例一院", K (general_hospital_department), L (tertiary_a), TRUE, HOSPITAL | S (community), P (neurological) | P (orthopaedic) | P (cardiopulmonary) | P (critical_care), 60, 48, 20280630 },
  { "jn02", "370100", "370103", "济南市示例第二人民医院", "示例二院", K (general_hospital_department), L (tertiary_b), TRUE, HOSPITAL, P (neurological) | P (orthopaedic), 42, 31, 20261231 },
  { "jn03", "370100", "370102", "济南市历下区示范康复医院", "历下示范康复", K (rehabilitation_hospital), L (secondary_a), FALSE, ALL, P (neurological) | P (orthopaedic) | P (pain), 120, 76, 20270315 },
  { "jn04", "370100", "370104", "济南槐荫样例康复医院", "槐荫样例", K (rehabilitation_hospital), L (secondary), FALSE, HOSPITAL, P (orthopaedic), 80, 45, 20260331 },
  { "jn05", "370100", "370105", "济南天桥示例中医医院", "天桥中医", K (tcm_hospital_department), L (secondary_a), TRUE, HOSPITAL, P (chinese_medicine) | P (pain), 36, 22, 20271130 },
  { "jn06", "370100", "370112", "济南历城示例康复医疗中心", "历城康复中心", K (rehabilitation_centre), L (ungraded), FALSE, HOSPITAL | S (home), P (neurological), 30, 24, 20261105 },
  { "jn07", "370100", "370103", "济南市市中区样例街道社区卫生服务中心", "样例街道社卫", K (community_health_centre), L (primary), TRUE, NEAR, P (chinese_medicine), 0, 9, 20290101 },
  { "jn08", "370100", "370112", "济南市历城区示例镇卫生院", "示例镇卫生院", K (township_health_centre), L (primary), TRUE, S (outpatient) | S (community), 0, 12, 8, -1 },
  { "jn09", "370100", "370102", "济南示例工人疗养院", "示例工疗", K (workers_sanatorium), L (tertiary), TRUE, HOSPITAL, P (orthopaedic) | P (cardiopulmonary) | P (psychiatric), 150, 82, 20280229 },
  { "jn10", "370100", "370104", "济南示例优抚医院", "示例优抚", K (veterans_hospital), L (secondary_b), TRUE, HOSPITAL, P (psychiatric) | P (orthopaedic), 55, 29, 20261215 },
  { "jn11", "370100", "370117", "济南钢城样例尘肺病康复站", "钢城尘肺站", K (pneumoconiosis_station), L (ungraded), TRUE, S (outpatient) | S (community), P (cardiopulmonary), 0, 6, 20251231 },
  { "jn12", "370100", "370105", "济南示例职业病康复医院", "示例职业病", K (occupational_disease_hospital), L (tertiary_b), TRUE, HOSPITAL, P (cardiopulmonary) | P (critical_care), 90, 52, 20270801 },
  { "jn13", "370100", "370103", "济南样例残疾人康复中心", "样例残康", K (disability_rehabilitation_body), L (ungraded), TRUE, NEAR, P (neurological) | P (psychiatric), 20, 18, -1 },
  { "jn14", "370100", "370102", "济南示例职业康复服务站", "示例职康", K (vocational_rehabilitation_body), -1, FALSE, S (outpatient) | S (community), 0, 0, 11, 0 },
  { "jn15", "370100", "370104", "济南样例假肢矫形器有限公司", "样例假肢", K (device_provider), -1, FALSE, S (outpatient) | S (home), P (orthopaedic), 0, 14, 0 },
  { "jn16", "370100", "370100-GX", "济南高新示例康复医院", "高新示例", K (rehabilitation_hospital), L (secondary_b), FALSE, HOSPITAL, P (neurological) | P (orthopaedic), 70, 41, 20270620 },
  { "jn17", "370100", "370113", "济南市长清区示例人民医院", "长清示例", K (general_hospital_department), L (secondary_a), TRUE, HOSPITAL, P (orthopaedic), 30, 19, 20261128 },
  { "jn18", "370100", "370114", "济南市章丘区样例人民医院", "章丘样例", K (general_hospital_department), L (tertiary_b), TRUE, HOSPITAL | S (community), P (neurological) | P (orthopaedic), 46, 33, 20280110 },
  { "jn19", "370100", "370115", "济南市济阳区示例中医医院", "济阳中医", K (tcm_hospital_department), L (secondary_a), TRUE, HOSPITAL, P (chinese_medicine), 28, 17, 20270405 },
  { "jn20", "370100", "370116", "济南市莱芜区样例人民医院", "莱芜样例", K (general_hospital_department), L (tertiary_a), TRUE, HOSPITAL, P (neurological) | P (critical_care), 50, 38, 20281010 },
  { "jn21", "370100", "370116", "济南莱芜示范康复医院", "莱芜示范", K (rehabilitation_hospital), L (secondary), FALSE, ALL, P (orthopaedic) | P (pain), 99, 57, 20261130 },
  { "jn22", "370100", "370117", "济南钢城示例医院", "钢城示例", K (general_hospital_department), L (secondary_b), TRUE, HOSPITAL, P (orthopaedic), 24, 15, 20260930 },
  { "jn23", "370100", "370124", "平阴县示例人民医院", "平阴示例", K (general_hospital_department), L (secondary_a), TRUE, HOSPITAL, P (orthopaedic) | P (neurological), 26, 18, 20270215 },
  { "jn24", "370100", "370126", "商河县样例人民医院", "商河样例", K (general_hospital_department), L (secondary_a), TRUE, HOSPITAL, P (orthopaedic), 22, 16, 20271225 },
  { "jn25", "370100", "370126", "商河县示例镇中心卫生院", "商河示例卫生院", K (township_health_centre), L (primary), TRUE, S (outpatient) | S (community), 0, 15, 7, -1 },
  { "jn26", "370100", "370124", "平阴样例康复护理中心", "平阴康护", K (other), L (ungraded), FALSE, S (inpatient) | S (home), P (critical_care), 40, 26, 20261220 },
  { "jn27", "370100", "370105", "济南天桥泉例骨科康复医院", "泉例骨科", K (rehabilitation_hospital), L (secondary_a), FALSE, HOSPITAL, P (orthopaedic) | P (pain), 88, 50, 20280808 },
  { "jn28", "370100", "370112", "济南历城样例神经康复医院", "样例神康", K (rehabilitation_hospital), L (tertiary_b), FALSE, HOSPITAL, P (neurological) | P (critical_care), 130, 91, 20270909 },
  { "jn29", "370100", "370103", "济南市中示例心理康复医院", "示例心康", K (rehabilitation_hospital), L (secondary), FALSE, HOSPITAL, P (psychiatric), 45, 30, 20260615 },
  { "jn30", "370100", "370104", "济南样例重症康复医院", "样例重康", K (rehabilitation_hospital), L (tertiary), FALSE, S (inpatient), P (critical_care) | P (cardiopulmonary), 160, 118, 20290301 },
  { "jn31", "370100", "370113", "济南长清示例社区卫生服务中心", "长清示例社卫", K (community_health_centre), L (primary), TRUE, NEAR, 0, 0, 6, -1 },
  { "jn32", "370100", "370114", "济南章丘样例康复医疗中心", "章丘康复中心", K (rehabilitation_centre), L (ungraded), FALSE, HOSPITAL, P (orthopaedic), 32, 21, 20270707 },
  { "jn33", "370100", "370115", "济南济阳示范康复门诊部", "济阳示范门诊", K (other), L (ungraded), FALSE, S (outpatient), P (pain), 0, 8, 20270131 },
  { "jn34", "370100", "370902", "泰安示例温泉疗养院", "示例温泉", K (workers_sanatorium), L (secondary_a), TRUE, HOSPITAL, P (cardiopulmonary) | P (pain), 110, 49, 20280420 },
  { "jn35", "370100", "370102", "济南历下示范康复医院", NULL, K (rehabilitation_hospital), L (secondary), FALSE, HOSPITAL, 0, 120, 0, 0 },
  /* 青岛, two of them of its district 市北. */
  { "qd01", "370200", "370202", "青岛市示例第三人民医院", "青岛示例三院", K (general_hospital_department), L (tertiary_a), TRUE, HOSPITAL, P (neurological) | P (orthopaedic), 58, 44, 20280301 },
  { "qd02", "370200", "370211", "青岛黄岛样例康复医院", "黄岛样例", K (rehabilitation_hospital), L (secondary_a), FALSE, ALL, P (orthopaedic), 100, 61, 20270511 },
  { "qd03", "370200", "370212", "青岛崂山示例疗养院", "崂山示例", K (workers_sanatorium), L (tertiary_b), TRUE, HOSPITAL, P (cardiopulmonary), 140, 70, 20261210 },
  { "qd04", "370200", "370214", "青岛城阳示例中医康复医院", "城阳中医", K (tcm_hospital_department), L (secondary), FALSE, HOSPITAL, P (chinese_medicine) | P (pain), 48, 27, 20260228 },
  { "qd05", "370200", "370215", "青岛即墨样例人民医院", "即墨样例", K (general_hospital_department), L (secondary_a), TRUE, HOSPITAL, P (orthopaedic), 35, 24, 20271018 },
  { "qd06", "370200", "370281", "胶州示例康复医疗中心", "胶州示例", K (rehabilitation_centre), L (ungraded), FALSE, HOSPITAL | S (home), P (neurological), 26, 20, 20270830 },
  { "qd07", "370203", "370203", "青岛市北示例社区卫生服务中心", "市北示例社卫", K (community_health_centre), L (primary), TRUE, NEAR, P (chinese_medicine), 0, 10, -1 },
  { "qd08", "370203", "370203", "青岛市北样例康复医院", "市北样例", K (rehabilitation_hospital), L (secondary_b), FALSE, HOSPITAL, P (neurological), 64, 37, 20261126 },
  /* 烟台, one of them of its district 芝罘. */
  { "yt01", "370600", "370602", "烟台示例人民医院", "烟台示例", K (general_hospital_department), L (tertiary_a), TRUE, HOSPITAL, P (neurological) | P (cardiopulmonary), 52, 40, 20280515 },
  { "yt02", "370600", "370611", "烟台福山样例康复医院", "福山样例", K (rehabilitation_hospital), L (secondary), FALSE, HOSPITAL, P (orthopaedic), 75, 43, 20270228 },
  { "yt03", "370600", "370612", "烟台牟平示例疗养院", "牟平示例", K (workers_sanatorium), L (secondary_a), TRUE, HOSPITAL, P (cardiopulmonary), 96, 47, 20261218 },
  { "yt04", "370600", "370614", "烟台蓬莱样例中医医院", "蓬莱样例", K (tcm_hospital_department), L (secondary_a), TRUE, HOSPITAL, P (chinese_medicine), 30, 19, 20271201 },
  { "yt05", "370600", "370681", "龙口示例职业病康复医院", "龙口示例", K (occupational_disease_hospital), L (secondary_b), TRUE, HOSPITAL, P (cardiopulmonary), 44, 25, 20251115 },
  { "yt06", "370602", "370602", "烟台芝罘样例残疾人康复站", "芝罘样例", K (disability_rehabilitation_body), -1, TRUE, NEAR, P (neurological), 0, 7, 0 },
  /* 潍坊 */
  { "wf01", "370700", "370705", "潍坊奎文示例人民医院", "奎文示例", K (general_hospital_department), L (tertiary_b), TRUE, HOSPITAL, P (orthopaedic) | P (critical_care), 48, 36, 20280712 },
  { "wf02", "370700", "370702", "潍坊潍城样例康复医院", "潍城样例", K (rehabilitation_hospital), L (secondary_a), FALSE, ALL, P (neurological), 105, 66, 20270422 },
  { "wf03", "370700", "370704", "潍坊坊子示例尘肺病康复站", "坊子尘肺站", K (pneumoconiosis_station), L (ungraded), TRUE, S (outpatient) | S (community), P (cardiopulmonary), 0, 5, 20261201 },
  { "wf04", "370700", "370781", "青州样例中医医院", "青州样例", K (tcm_hospital_department), L (tertiary), TRUE, HOSPITAL, P (chinese_medicine) | P (pain), 40, 28, 20271115 },
  { "wf05", "370700", "370783", "寿光示例职业康复有限公司", "寿光示例", K (vocational_rehabilitation_body), -1, FALSE, S (community), 0, 0, 12, 0 },
  /* 淄博 */
  { "zb01", "370300", "370303", "淄博张店示例人民医院", "张店示例", K (general_hospital_department), L (tertiary_a), TRUE, HOSPITAL, P (neurological) | P (orthopaedic), 54, 41, 20280918 },
  { "zb02", "370300", "370302", "淄博淄川样例矿工康复医院", "淄川样例", K (occupational_disease_hospital), L (secondary_a), TRUE, HOSPITAL, P (cardiopulmonary) | P (orthopaedic), 85, 46, 20270610 },
  { "zb03", "370300", "370305", "淄博临淄示例优抚医院", "临淄示例", K (veterans_hospital), L (secondary), TRUE, HOSPITAL, P (psychiatric), 60, 32, 20261231 },
  { "zb04", "370300", "370306", "淄博周村样例辅助器具有限公司", "周村样例", K (device_provider), -1, FALSE, S (outpatient) | S (home), P (orthopaedic), 0, 9, 0 },
  /* 济宁 */
  { "ji01", "370800", "370811", "济宁任城示例康复医院", "任城示例", K (rehabilitation_hospital), L (secondary_a), FALSE, ALL, P (neurological) | P (orthopaedic), 92, 55, 20270326 },
  { "ji02", "370800", "370812", "济宁兖州样例矿区医院", "兖州样例", K (general_hospital_department), L (secondary_b), TRUE, HOSPITAL, P (orthopaedic), 34, 20, 20260820 },
  { "ji03", "370800", "370881", "曲阜示例中医医院", "曲阜示例", K (tcm_hospital_department), L (secondary_a), TRUE, HOSPITAL, P (chinese_medicine), 27, 18, 20280105 },
};
const guint kx_demo_n_agencies = G_N_ELEMENTS (kx_demo_agencies);

const KxDemoText kx_demo_notes[] = {
  { "jn01", "区域性工伤康复示范平台申报材料已报送。\n康复科在门诊楼五层，停车请走北门。" },
  { "jn04", "执业许可证三月底到期，机构称正在换证，每月电话询问一次。" },
  { "jn11", "站点挂靠钢城示例医院，诊疗科目以许可证副本为准。" },
  { "jn14", "社会组织，不属于医疗机构，只承接职业康复项目。" },
  { "jn16", "地处高新区，日常检查与高新区人社部门联合进行。" },
  { "jn22", "换证材料已受理，新证号待补录。" },
  { "jn26", "因装修暂停接收住院，预计明年一季度恢复。" },
  { "jn34", "异地机构，职工疗养康复一并结算，联系时先打总机。" },
  { "qd03", "疗养床与康复床分开登记，此处只填康复床。" },
  { "wf03", "与区工会合办，每周三、周五开诊。" },
  { "zb02", "原矿务系统医院，病案室在老院区。" },
};
const guint kx_demo_n_notes = G_N_ELEMENTS (kx_demo_notes);

const KxDemoText kx_demo_codeless[] = {
  { "jn11", "挂靠站点，无独立法人资格" },
  { "jn35", "录入时未提供代码，待核实" },
  { "yt06", "事业单位改革中，新代码尚未发放" },
  { "wf03", "与区工会合办的站点，使用主办单位代码" },
};
const guint kx_demo_n_codeless = G_N_ELEMENTS (kx_demo_codeless);

const KxDemoFormerName kx_demo_former_names[] = {
  { "jn01", "济南示例中心医院", 19860501, 20090630 },
  { "jn01", "济南示例职工医院", 0, 19860430 },
  { "jn03", "济南历下示例骨伤医院", 20080901, 20171231 },
  { "jn09", "山东示例工人温泉疗养所", 19560601, 19921130 },
  { "jn13", "济南样例残疾人服务社", 19950301, 20110815 },
  { "jn18", "章丘市样例人民医院", 19920801, 20161222 },
  { "jn19", "济阳县示例中医院", 19870101, 20180630 },
  { "jn20", "莱芜市样例人民医院", 19930101, 20181231 },
  { "jn21", "莱芜示范骨科医院", 20101018, 20181231 },
  { "qd02", "胶南样例康复医院", 20060401, 20121130 },
  { "qd05", "即墨市样例人民医院", 19890701, 20171030 },
  { "zb02", "淄博样例矿务局职工医院", 19600101, 20050331 },
  { "ji02", "兖州市样例矿区医院", 19880601, 20131115 },
};
const guint kx_demo_n_former_names = G_N_ELEMENTS (kx_demo_former_names);

const KxDemoChange kx_demo_changes[] = {
  { 20260302, 545, "jn03", "clerk", "beds", "128", NULL },
  { 20260305, 605, "jn01", "clerk-2", "staff", "51", NULL },
  { 20260305, 605, "jn01", "clerk-2", "departments", "康复医学科、骨科、神经内科、重症医学科", NULL },
  { 20260311, 880, "qd02", "clerk-qingdao", "address", "青岛市黄岛区样例中路88号", "机构来函告知搬迁" },
  { 20260318, 930, "jn06", "clerk", "contact", "纪海帆", NULL },
  { 20260318, 930, "jn06", "clerk", "contact_phone", "0531-55518806", "联系人更换" },
  { 20260401, 550, "jn04", "clerk-2", "licence_valid_to", "2026-06-30", "卫健部门同意延期" },
  { 20260409, 615, "wf02", "clerk-weifang", "beds", "112", NULL },
  { 20260420, 640, "jn16", "clerk", "hospital_level", "secondary_a", "等级复审通过" },
  { 20260422, 900, "yt02", "clerk-yantai", "scopes_offered", " inpatient outpatient community ", NULL },
  { 20260506, 560, "jn03", "clerk-2", "legal_rep", "牟清和", "法定代表人变更登记" },
  { 20260512, 620, "jn27", "clerk", "name", "济南天桥泉例骨伤康复医院", "执业登记名称变更" },
  { 20260512, 620, "jn27", "clerk", "short_name", "泉例骨伤", "执业登记名称变更" },
  { 20260519, 980, "zb01", "clerk-zibo", "phone", "0533-55503301", NULL },
  { 20260603, 570, "jn28", "clerk", "beds", "136", NULL },
  { 20260608, 600, "jn35", "reviewer", NULL, NULL, "与“济南市历下区示范康复医院”重复建档" },
  { 20260611, 605, "jn01", "clerk", "beds", "66", "新增康复病区" },
  { 20260618, 645, "qd02", "clerk-qingdao", "bank_account", "9990532000000000902", "机构开户行调整" },
  { 20260625, 910, "jn26", "clerk-2", "status", "interrupted", "机构报告装修停业" },
  { 20260630, 640, "qd02", "demo", "bank_account", NULL, "与财务核对拨付账户" },
  { 20260702, 555, "jn04", "clerk", "licence_valid_to", "2026-09-30", "再次延期，已电话核实" },
  { 20260709, 585, "jn16", "clerk-2", "staff", "46", NULL },
  { 20260715, 625, "jn03", "demo", "subspecialties", " neurological orthopaedic cardiopulmonary pain ", "新增心肺康复" },
  { 20260722, 935, "ji01", "clerk-jining", "beds", "98", NULL },
  { 20260729, 590, "jn27", "clerk-2", "bank_account", "9990531000000000927", "随名称变更换户" },
  { 20260803, 570, "jn27", "finance", "bank_account", NULL, "拨付前核对换户信息" },
  { 20260805, 600, "jn28", "clerk-2", "staff", "97", NULL },
  { 20260812, 650, "wf02", "clerk-weifang", "name", "潍坊潍城样例神经康复医院", "机构更名" },
  { 20260819, 905, "qd02", "demo", "beds", "108", "实地核查后更正" },
  { 20260826, 565, "jn06", "clerk-2", "licence_valid_to", "2026-12-05", "按许可证副本更正" },
  { 20260826, 565, "jn06", "clerk-2", "licence_no", "DEMO370112-0106", "按许可证副本更正" },
  { 20260902, 610, "yt02", "clerk-yantai", "staff", "45", NULL },
  { 20260909, 635, "zb01", "clerk-zibo", "subspecialties", " neurological orthopaedic cardiopulmonary ", NULL },
  { 20260916, 920, "jn01", "demo", "scopes_offered", " inpatient outpatient community home ", "居家康复试点" },
  { 20260923, 575, "jn16", "demo", "phone", "0531-55508816", NULL },
  { 20260928, 615, "jn28", "demo", "legal_rep", "阮听泉", "法定代表人变更登记" },
  { 20261013, 595, "ji01", "clerk-jining", "staff", "58", NULL },
  { 20261020, 640, "jn04", "clerk-2", "status", "interrupted", "许可证到期未换，暂停业务" },
  { 20261028, 925, "jn27", "demo", "beds", "92", "核查后更正" },
  { 20261104, 605, "qd08", "clerk-qingdao", "contact", "尤潮生", NULL },
  { 20261111, 580, "wf02", "demo", "staff", "69", NULL },
};
const guint kx_demo_n_changes = G_N_ELEMENTS (kx_demo_changes);

const KxDemoDay kx_demo_days[] = {
  { "370100", 20260613, TRUE, "系统切换加班" },
  { "370100", 20260615, FALSE, "系统切换后调休" },
  { "370100", 20261010, FALSE, "办公楼停电检修" },
  { "370100", 20261226, TRUE, "年终结算加班" },
};
const guint kx_demo_n_days = G_N_ELEMENTS (kx_demo_days);

const KxDemoOwnValue kx_demo_own_values[] = {
  { "370100", "acceptance_workdays", "5", 20260105, "济南示例社保办〔2026〕1号" },
  { "370100", "supplement_workdays", "10", 20260105, "济南示例社保办〔2026〕1号" },
  { "370100", "publicity_workdays", "5", 20260105, "济南示例社保办〔2026〕1号" },
  { "370100", "objection_answer_workdays", "10", 20260105, "济南示例社保办〔2026〕1号" },
  { "370100", "late_entry_workdays", "3", 20260105, "济南示例社保办〔2026〕1号" },
};
const guint kx_demo_n_own_values = G_N_ELEMENTS (kx_demo_own_values);

const KxDemoImport kx_demo_imports[] = {
  { "370100", "济南市工伤康复协议机构名册.xlsx", 20260108, 29, 0, 2 },
  { "370200", "青岛市协议机构登记表.xls", 20260112, 6, 0, 1 },
  { "370100", "济南市工伤康复协议机构名册(补充).csv", 20260119, 6, 25, 0 },
};
const guint kx_demo_n_imports = G_N_ELEMENTS (kx_demo_imports);

const KxDemoFile kx_demo_files[] = {
  { "jn01", "clerk", "康复科概况", "康复科概况.txt", "演示文件。\n济南市示例第一人民医院康复科:床位60张，治疗区三处，均为虚构。\n" },
  { "jn04", "clerk-2", "换证情况说明", "换证情况说明.txt", "演示文件。\n本院执业许可证换发申请已递交，特此说明(内容虚构)。\n" },
  { "jn16", "clerk", "等级复审通知摘录", "等级复审通知摘录.txt", "演示文件。\n经复审，确认为二级甲等(内容虚构)。\n" },
  { "qd02", "clerk-qingdao", "搬迁告知函", "搬迁告知函.txt", "演示文件。\n我院已迁至样例中路88号，联系方式不变(内容虚构)。\n" },
};
const guint kx_demo_n_files = G_N_ELEMENTS (kx_demo_files);
/* clang-format on */
