#include "exchange/kx-import-synonyms.h"

/* clang-format off */
static const KxImportTitles agency_titles[] = {
  { "name", "机构名称 单位名称 医院名称 医疗机构名称 康复机构名称 协议机构名称 定点机构名称 机构全称 单位全称 医院全称 "
            "医疗机构全称 定点医疗机构名称 工伤康复机构名称 工伤康复协议机构名称 康复协议机构名称 服务机构名称 第一名称 "
            "机构名称全称", 0 },
  { "name", "名称 康复机构 协议机构 工伤康复机构 工伤康复协议机构 康复协议机构 定点机构 医疗机构 医院 机构 单位 全称", 1 },
  { "uscc", "统一社会信用代码 社会信用代码 信用代码 统一信用代码 统一代码 机构统一社会信用代码 统一社会信用代码证号 "
            "统一社会信用代码号 社会统一信用代码 信用代码证号 机构信用代码", 0 },
  { "uscc", "组织机构代码 组织机构代码证号 机构代码", 1 },
  { "uscc", "代码 机构编码 单位代码", 2 },
  { "no_uscc_reason", "无代码的原因 无代码原因 无信用代码原因 没有代码的原因", 0 },
  { "short_name", "简称 机构简称 医院简称 单位简称", 0 },
  { "county", "所属区县 所在区县 区县 县区 县(市、区) 县(市区) 县(区、市) 县(市) 县市区 市县区 区(县) 区(市、县) 县区名称 "
              "所在县 所在县区 所在县(市、区) 所属县区 所属县(市、区) 所属县市区 所在县市区 所在区 区县名称 区、县 县、区 "
              "所在市县(代码) 所在市县代码 行政区划代码 区划代码 县级行政区", 0 },
  { "county", "所在地 所属地区 行政区划 市县 所在市县 所属市县 地区 所在地区 区域 所属区域 所属区划 所在区域 统筹区 统筹地区 "
              "所属统筹区 属地 辖区 所在市(县) 所在市(县、区) 所在市、县", 1 },
  { KX_IMPORT_USE_CITY, "所在市 地市 市 市州 市(州) 市、州 州市 州(市) 州、市 设区市 设区的市 所属市 所属地市 所在地市 城市 "
                        "地级市 市级 所在城市 所属城市 市别 市名 盟市 地(市) 市(地) 地州市 市(地、州) 所属设区市 地市名称", 0 },
  { KX_IMPORT_USE_PROVINCE, "省 省份 所在省 所属省份 省(区、市) 省(自治区) 省(自治区、直辖市)", 0 },
  { "address", "地址 详细地址 单位地址 机构地址 医院地址 通讯地址 联系地址 执业地址 经营地址 办公地址 地点 机构地点 "
               "机构详细地址 服务地址 注册地址 住所", 0 },
  { "phone", "联系电话 办公电话 咨询电话 机构电话 单位电话 医院电话 服务电话 固定电话 座机 总机 对外电话 机构联系电话 "
             "单位联系电话 医院联系电话 康复科电话", 0 },
  { "phone", "电话 电话号码 联系方式", 1 },
  { "contact", "联系人 联系人姓名 经办人 经办联系人 机构联系人 单位联系人 业务联系人 工伤联系人", 0 },
  { "contact_phone", "联系人电话 联系人手机 联系人手机号 联系人联系电话 联系人联系方式 经办人电话 联系人办公电话 "
                     "联系人电话号码 联系人手机号码", 0 },
  { "contact_phone", "手机 手机号 手机号码 移动电话", 1 },
  { "ownership", "机构性质 所有制 经济类型 公立民营 公立/民营 公立或民营 所有制性质 所有制形式 办医性质 举办性质 医院性质 单位性质 "
                 "公立私立 公立/私立 公办民办 公办/民办 所有制类型 性质(公立/民营) 办院性质 医疗机构性质", 0 },
  { "ownership", "性质", 1 },
  { "kind", "机构类别 医疗机构类别 康复机构类别 医院类别 机构类型 医疗机构类型 医院类型 康复机构类型", 0 },
  { "kind", "类型 类别", 1 },
  { "hospital_level", "医院等级 医院级别 医疗机构等级 医疗机构级别 机构等级 机构级别 级别等级 等级级别 医院等次 医院级别等级 "
                      "级别(等级) 等级(级别) 医院评审等级", 0 },
  { "hospital_level", "级别 等级 等次", 1 },
  { "beds", "康复床位 康复床位数 康复病床数 康复病床 康复专用床位 康复专用床位数 工伤康复床位 工伤康复床位数 康复科床位 "
            "康复科床位数 康复病床数量 康复床位数量 工伤康复病床数", 0 },
  { "beds", "床位数 床位 开放床位 开放床位数 编制床位 编制床位数 实际开放床位 病床数 核定床位 核定床位数 床位数量", 1 },
  { "staff", "康复人员 康复人员数 医护人员数 康复医护人员数 康复专业人员数 康复技术人员数 康复医务人员数 康复人员数量 "
             "康复专业技术人员数 康复医护人员", 0 },
  { "staff", "人员数 医护人员 卫生技术人员数", 1 },
  { "licence_valid_to", "执业许可有效期至 许可证有效期 执业许可证有效期至 执业许可证有效期 执业许可有效期 许可证有效期至 "
                        "执业许可证有效期限 许可证有效期限 医疗机构执业许可证有效期 医疗机构执业许可证有效期至 "
                        "医疗机构执业许可证有效期限 执业许可证到期日 许可证到期日 执业许可证有效期止 许可证有效期止 "
                        "许可有效期 许可有效期至 执业许可到期日期 执业许可证到期时间 执业许可证有效期截止日期 "
                        "执业许可证有效期起止 许可证有效期起止", 0 },
  { "licence_valid_to", "有效期 有效期限 有效期至 有效期止 有效日期 到期日 到期日期 有效期起止 有效期截止日期", 1 },
  { "licence_no_end", "执业许可证长期有效 许可证长期有效 长期有效 是否长期有效", 0 },
  { "licence_no", "执业许可证号 执业许可证登记号 医疗机构执业许可证号 医疗机构执业许可证登记号 许可证号 许可证登记号 "
                  "执业许可登记号 执业许可证编号 许可证编号 执业许可证号码 医疗机构登记号 执业登记号 医疗机构执业许可证编号", 0 },
  { "licence_no", "登记号 医疗机构执业许可证 执业许可证", 1 },
  { "scopes_offered", "服务范围 协议范围 协议服务范围 康复服务范围 康复服务形式 服务形式 康复形式 康复方式 协议服务形式", 0 },
  { "scopes_offered", "服务项目 康复类型 服务类型 服务内容 康复服务类型", 1 },
  { "subspecialties", "亚专科 康复亚专科 康复专科 特色专科 专科方向 康复专业方向 亚专业 康复专业", 0 },
  { "legal_rep", "法定代表人 法人 负责人 法人代表 法定代表人姓名 法定代表人(负责人) 法定代表人或负责人 主要负责人 "
                 "法定代表人/负责人 法人姓名 负责人姓名 单位负责人", 0 },
  { "departments", "科室 诊疗科目 康复科室 科室设置 开设科室 康复科室设置", 0 },
  { "out_of_area", "是否异地 异地 是否异地机构 是否统筹区外 在统筹地区以外 是否市外 是否区外 是否异地协议机构", 0 },
  { "separate_department", "是否单设康复科 单设康复科 是否单独设置工伤康复科 单独设置工伤康复科 是否独立设置康复科 "
                           "是否设立工伤康复科 独立康复科 是否单设工伤康复科 是否设置康复科", 0 },
  { "bank_account", "开户账号 银行账号 银行账户 账号 开户银行账号 银行卡号 收款账号 结算账号 开户账户", 0 },
  { "status", "营业状态 经营状态 运营状态 机构状态", 0 },
  { "status", "状态", 1 },
  { "note", "备注 说明 备注说明 其他说明", 0 },
  { KX_IMPORT_USE_FORMER_NAME, "曾用名 原名称 原名 曾用名称 更名前名称 原机构名称 历史名称 变更前名称", 0 },
  { KX_IMPORT_USE_IGNORED, "序号 编号 序 no no. 行号 # 错误说明 错误原因", 0 },
  { NULL, NULL, 0 },
};

/* What all that runs on paper has. */
#define ON_PAPER \
  { KX_IMPORT_USE_AGENCY_NAME, "机构名称 协议机构名称 协议机构 单位名称 医院名称 医疗机构名称 康复机构名称 定点机构名称 机构全称 名称 " \
                               "机构 医院 单位 康复机构 工伤康复协议机构 工伤康复协议机构名称", 0 }, \
  { KX_IMPORT_USE_AGENCY_CODE, "统一社会信用代码 社会信用代码 信用代码 统一信用代码 统一代码 机构代码 机构统一社会信用代码 代码", 0 }, \
  { "note", "备注 说明 备注说明 其他说明", 0 }, \
  { KX_IMPORT_USE_IGNORED, "序号 序 no no. 行号 # 错误说明 错误原因", 0 }

static const KxImportTitles agreement_titles[] = {
  { "number", "协议编号 协议号 服务协议编号 协议书编号 合同编号 协议文号", 0 },
  { "number", "编号 文号", 1 },
  { "kind", "协议类别 协议类型 协议种类", 0 },
  { KX_IMPORT_USE_STATE, "协议状态 履行状态 当前状态", 0 },
  { KX_IMPORT_USE_STATE, "状态", 1 },
  { "scopes", "服务范围 协议范围 协议服务范围 服务形式 康复形式 康复方式", 0 },
  { "rehab_types", "康复类型 康复种类 康复类别 协议康复类型 服务类型", 0 },
  { "counts_toward", "计入限额 布局层级 计入层级 布局限额 签约层级", 0 },
  { "counts_area", "计入地区 布局区县 计入区县 所属区县 所在区县 区县 县区 县(市、区) 签约区县 统筹地区", 0 },
  { "starts_on", "生效日期 协议生效日期 协议开始日期 开始日期 起始日期 协议起始日期 协议期限起 有效期起 自", 0 },
  { "ends_on", "届满日期 协议届满日期 到期日期 协议到期日期 协议截止日期 截止日期 终止日期 协议期限止 有效期止 有效期至 至 协议到期日", 0 },
  { "agency_signed_on", "机构签字日期 机构签署日期 机构签订日期 乙方签订日期 乙方签署日期", 0 },
  { "agency_signer", "机构签字人 机构签署人 机构签订人 乙方签署人 乙方代表 乙方签订人", 0 },
  { "signed_on", "签订日期 签署日期 签约日期 协议签订日期 协议签订时间 签订时间 甲方签订日期", 0 },
  { "office_signer", "经办机构签字人 经办机构签署人 甲方签署人 甲方代表 甲方签订人 签署人", 0 },
  { "template_name", "协议文本 文本版本 协议版本", 0 },
  { "plaque_no", "牌匾编号 标牌编号 标识牌编号 牌匾号", 0 },
  { "plaque_given_on", "授牌日期 牌匾发放日期 发牌日期 挂牌日期", 0 },
  { "plaque_returned_on", "收回标牌日期 牌匾收回日期 交回牌匾日期 收牌日期", 0 },
  { "ended_on", "协议终止日期 实际终止日期 解除日期 结束日期", 0 },
  { "ending", "终止方式 终止原因 结束方式 解除方式", 0 },
  { "statement", "陈述申辩 陈述申辩情况 听取陈述申辩", 0 },
  { "statement_on", "陈述申辩日期 听取陈述申辩日期 陈述申辩期满日期", 0 },
  { "layout_reason", "超限额理由 超限理由 超额理由", 0 },
  ON_PAPER,
  { NULL, NULL, 0 },
};

static const KxImportTitles rectification_titles[] = {
  { "number", "整改通知编号 整改文号 整改通知书编号 通知书编号 整改编号", 0 },
  { "number", "编号 文号", 1 },
  { KX_IMPORT_USE_STATE, "整改状态 当前状态 办理状态", 0 },
  { KX_IMPORT_USE_STATE, "状态", 1 },
  { "source", "问题来源 整改来源 来源", 0 },
  { "matter", "整改事项 整改内容 存在问题 问题 整改要求", 0 },
  { "issued_on", "下达日期 发出日期 通知日期 整改通知日期 下发日期", 0 },
  { "due_on", "整改期限 限期 整改截止日期 截止日期 到期日期 完成期限", 0 },
  { "reported_on", "报告日期 整改报告日期 报送日期 反馈日期", 0 },
  { "rechecked_on", "复查日期 复核日期 验收日期", 0 },
  { "closing_line", "销号说明 结案说明 办结说明", 0 },
  ON_PAPER,
  { NULL, NULL, 0 },
};

static const KxImportTitles exit_titles[] = {
  { "number", "案件编号 退出编号 决定文号 案号", 0 },
  { "number", "编号 文号", 1 },
  { KX_IMPORT_USE_STATE, "案件状态 办理状态 当前状态", 0 },
  { KX_IMPORT_USE_STATE, "状态", 1 },
  { "ground", "退出原因 事由 原因 违约事实 退出事由", 0 },
  { "at_fault", "是否有过错 有无过错 机构有过错 是否违约", 0 },
  { "measure", "处理措施 措施 处理方式 退出方式", 0 },
  { "notified_on", "告知日期 通知日期 告知书日期", 0 },
  { "statement", "陈述申辩 陈述申辩情况 听取陈述申辩", 0 },
  { "statement_on", "陈述申辩日期 听取陈述申辩日期 陈述申辩期满日期", 0 },
  { "decided_on", "决定日期 处理决定日期", 0 },
  { "effective_on", "生效日期 执行日期", 0 },
  { "ended_on", "结束日期 结案日期 恢复日期", 0 },
  { "ban_until", "禁止申请至 不得申请至 再次申请日期 禁入期至", 0 },
  ON_PAPER,
  { NULL, NULL, 0 },
};

static const KxImportCodeWords agreement_words[] = {
  { "kind", "rehabilitation", "工伤康复 康复 康复协议 工伤康复服务协议" },
  { "kind", "medical", "工伤医疗 医疗 医疗协议 工伤医疗服务协议" },
  { "kind", "device", "辅助器具 辅具 辅助器具配置" },
  { "state", "draft", "拟订 拟订中 拟签 起草 起草中 草拟" },
  { "state", "signed", "履行中 生效 有效 在履行 正常履行 正常 已签订 已签" },
  { "state", "terminating", "解除办理中 解除中 终止办理中" },
  { "state", "ended", "已终止 已解除 已到期 到期终止 终止 解除 到期" },
  { "scopes", "inpatient", "住院 住院康复" },
  { "scopes", "outpatient", "门诊 门诊康复" },
  { "scopes", "community", "社区 社区康复" },
  { "scopes", "home", "居家 居家康复 上门 家庭" },
  { "rehab_types", "medical", "医疗 医疗康复" },
  { "rehab_types", "vocational", "职业 职业康复" },
  { "rehab_types", "social", "社会 社会康复" },
  { "counts_toward", "county", "县 区县 县级 县(市、区) 县区" },
  { "counts_toward", "city_level", "市本级 市级 市" },
  { "ending", "expired", "到期终止 到期 期满" },
  { "statement", "heard", "已听取 已陈述 已申辩 已陈述申辩 听取" },
  { "statement", "waived", "放弃 书面放弃 放弃陈述申辩" },
  { "statement", "lapsed", "未提出 逾期未提出 未陈述申辩 逾期" },
  { "ending", "terminated", "经办机构解除 解除 违约解除" },
  { "ending", "agency_left", "机构申请 机构申请退出 主动退出" },
  { "ending", "unpaid", "未按时结算 因未付费解除" },
  { "ending", "merged", "合并 注销 合并或注销" },
  { NULL, NULL, NULL },
};

static const KxImportCodeWords rectification_words[] = {
  { "source", "inspection", "检查 日常检查 专项检查 现场检查" },
  { "source", "assessment", "考核 评估 考核评估 年度考核" },
  { "source", "complaint", "投诉 举报 投诉举报" },
  { "source", "higher_body", "上级检查 上级 省级检查 审计" },
  { "source", "other", "其他 其它" },
  { "state", "issued", "已下达 整改中 未完成 未报告" },
  { "state", "reported", "已报告 待复查 已整改" },
  { "state", "passed", "复查通过 合格 已完成 通过" },
  { "state", "failed", "复查未通过 不合格 未通过" },
  { "state", "closed_on_paper", "纸面销号 销号 已销号 办结" },
  { NULL, NULL, NULL },
};

static const KxImportCodeWords exit_words[] = {
  { "state", "running", "办理中 进行中 在办" },
  { "state", "closed", "已结 已结案 办结 结案" },
  { "measure", "suspension", "中止 中止服务 暂停 中止协议" },
  { "statement", "heard", "已听取 已陈述 已申辩 已陈述申辩 听取" },
  { "statement", "waived", "放弃 书面放弃 放弃陈述申辩" },
  { "statement", "lapsed", "未提出 逾期未提出 未陈述申辩 逾期" },
  { "measure", "termination", "解除 解除协议 终止 解除服务协议" },
  { NULL, NULL, NULL },
};

static const KxImportCodeWords agency_words[] = {
  { "ownership", "public", "公立 公办 国有 公立医院 公立机构 公办医院 政府办 政府举办 事业单位 全民 全民所有制 国有企业 国企 "
                           "公有制 公有 公 公立医疗机构 国有企业办 国家 军队 部队 集体 集体所有制" },
  { "ownership", "private", "民营 民办 私立 私营 社会办 社会力量举办 民营医院 私立医院 民办医院 民营机构 民办非企业 民办非企业单位 "
                            "非公立 社会办医 私有 股份制 私 民 民营企业 个体 民营医疗机构 社会资本" },
  { "kind", "general_hospital_department", "综合医院 综合医院康复科 综合性医院 综合 综合医院康复医学科 综合医院康复部" },
  { "kind", "tcm_hospital_department", "中医医院 中医院 中医医院康复科 中医 中西医结合医院 中医院康复科 民族医院 中医类医院" },
  { "kind", "rehabilitation_hospital", "康复医院 康复专科医院 康复专科 专科康复医院 工伤康复医院 康复" },
  { "kind", "rehabilitation_centre", "康复医疗中心 康复中心 工伤康复中心 康复医学中心" },
  { "kind", "township_health_centre", "乡镇卫生院 卫生院 中心卫生院 乡镇中心卫生院" },
  { "kind", "community_health_centre", "社区卫生服务中心 社区卫生服务站 社区卫生服务中心(站) 社区 社区医院 社区卫生服务机构" },
  { "kind", "workers_sanatorium", "工人疗养院 疗养院 职工疗养院" },
  { "kind", "veterans_hospital", "优抚医院 荣军医院 荣誉军人医院 荣军优抚医院" },
  { "kind", "pneumoconiosis_station", "尘肺病康复站 尘肺病康复点 尘肺病康复站(点) 尘肺康复站 尘肺病康复站点 尘肺病康复站/点" },
  { "kind", "occupational_disease_hospital", "职业病医院 职业病防治院 职业病防治所 职业病康复医院 职业病专科医院 职防院" },
  { "kind", "disability_rehabilitation_body", "残疾人康复机构 残疾人康复中心 残疾人康复服务机构 残联康复中心 残疾人康复" },
  { "kind", "vocational_rehabilitation_body", "职业康复机构 职业康复中心 职业康复" },
  { "kind", "device_provider", "辅助器具配置机构 辅助器具机构 辅具配置机构 辅具机构 假肢矫形机构 假肢厂 辅助器具" },
  { "kind", "other", "其他 其它 其他类型 其他机构 其它类型 其它机构 其他医疗机构 专科医院 妇幼保健院" },
  { "hospital_level", "tertiary_a", "三级甲等 三甲 三级甲 三级甲等医院 三级甲等综合医院 三甲医院 3级甲等 iii级甲等" },
  { "hospital_level", "tertiary_b", "三级乙等 三乙 三级乙 三级乙等医院 三乙医院 3级乙等 iii级乙等" },
  { "hospital_level", "tertiary", "三级 三级医院 三级未定等 三级未评等 三级综合 三级综合医院 三级专科 3级 iii级 三级(未定等) 三级无等" },
  { "hospital_level", "secondary_a", "二级甲等 二甲 二级甲 二级甲等医院 二甲医院 2级甲等 ii级甲等" },
  { "hospital_level", "secondary_b", "二级乙等 二乙 二级乙 二级乙等医院 二乙医院 2级乙等 ii级乙等" },
  { "hospital_level", "secondary", "二级 二级医院 二级未定等 二级综合 二级综合医院 二级专科 2级 ii级 二级(未定等) 二级无等" },
  { "hospital_level", "primary", "一级 一级医院 一级甲等 一级乙等 一级丙等 一甲 一乙 一级综合 一级综合医院 1级 i级 一级未定等" },
  { "hospital_level", "ungraded", "未定级 无等级 未评级 无级别 未定等级 不分级 未分级 未评定等级 未定 未定等" },
  { "scopes_offered", "inpatient", "住院 住院康复 住院治疗 住院服务 医疗康复住院" },
  { "scopes_offered", "outpatient", "门诊 门诊康复 门诊治疗 门诊服务" },
  { "scopes_offered", "community", "社区 社区康复 社区服务" },
  { "scopes_offered", "home", "居家 居家康复 上门 上门康复 上门服务 家庭 家庭病床 家庭康复 居家服务" },
  { "subspecialties", "neurological", "神经康复 神经 神经科 神经系统康复 脑损伤康复" },
  { "subspecialties", "orthopaedic", "骨科康复 骨科 骨与关节康复 骨伤康复 骨关节康复 脊髓损伤康复" },
  { "subspecialties", "cardiopulmonary", "心肺康复 心肺" },
  { "subspecialties", "pain", "疼痛康复 疼痛 疼痛科" },
  { "subspecialties", "critical_care", "重症康复 重症" },
  { "subspecialties", "chinese_medicine", "中医康复 中医 中医科 传统康复 中医传统康复" },
  { "subspecialties", "psychiatric", "精神康复 精神 精神心理康复 心理康复" },
  { "status", "operating", "正常营业 正常 营业 营业中 运营 在业 开业 正常运营 存续" },
  { "status", "interrupted", "暂停营业 暂停 停业整顿 歇业 中断" },
  { "status", "closed", "已停业 停业 关闭 注销 已注销 已关闭 终止" },
  { NULL, NULL, NULL },
};
/* clang-format on */

static const KxImportTitles no_titles[] = { { NULL, NULL, 0 } };
static const KxImportCodeWords no_words[] = { { NULL, NULL, NULL } };

static const struct
{
  const char *entity;
  const KxImportTitles *titles;
  const KxImportCodeWords *words;
} known[] = {
  { "agency", agency_titles, agency_words },
  { "agreement", agreement_titles, agreement_words },
  { "rectification", rectification_titles, rectification_words },
  { "exit_case", exit_titles, exit_words },
};

const KxImportTitles *
kx_import_titles (const KxEntity *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].entity, entity->name))
      return known[i].titles;
  return no_titles;
}

const KxImportCodeWords *
kx_import_code_words (const KxEntity *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].entity, entity->name))
      return known[i].words;
  return no_words;
}
