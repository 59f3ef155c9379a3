#include "print/kx-letter-kind.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-suspension.h"
#include "print/kx-gettext.h"

#include <string.h>

/* clang-format off */
#define OFFICE { "office", &kx_office_entity }
#define AGENCY { "agency", &kx_agency_entity }
#define AGREEMENT { "agreement", &kx_agreement_entity }
#define APPLICATION { "application", &kx_application_entity }
#define SUSPENSION { "suspension", &kx_suspension_entity }
#define PREVIOUS { "previous", &kx_agreement_entity }

#define LINE(name, label) { name, label, KX_LETTER_LINE, TRUE }
#define TEXT(name, label) { name, label, KX_LETTER_TEXT, TRUE }
#define MORE(name, label) { name, label, KX_LETTER_TEXT, FALSE }
#define DAY(name, label) { name, label, KX_LETTER_DAY, TRUE }
#define COUNT(name, label) { name, label, KX_LETTER_NUMBER, TRUE }

/* Every letter has these; 发文字号 comes from elsewhere, and is left blank until it is known. */
#define COMMON \
  LINE ("issuer", N_("Issuing body")), \
  { "number", N_("Official document number"), KX_LETTER_LINE, FALSE }, \
  DAY ("date", N_("Date of the letter"))

#define CHANGES "changes", { "ordinal", "item", "before", "after" }

static const KxLetterKind kinds[] = {
  { "acceptance", N_("Notice of acceptance"), "受理通知书", "acceptance.docx",
    { OFFICE, AGENCY, APPLICATION }, NULL, { NULL },
    { COMMON, DAY ("assess_by", N_("To be assessed by")) } },
  { "non_acceptance", N_("Notice of non-acceptance"), "不予受理通知书", "non-acceptance.docx",
    { OFFICE, AGENCY, APPLICATION }, NULL, { NULL },
    { COMMON, TEXT ("basis", N_("Basis")), MORE ("remedy", N_("Remedies")) } },
  { "supplement_notice", N_("Notice for supplement"), "补正通知书", "supplement-notice.docx",
    { OFFICE, AGENCY, APPLICATION }, "missing", { "ordinal", "document", "remark" },
    { COMMON, DAY ("by", N_("To be supplemented by")) } },
  { "agreement", N_("Service agreement"), "服务协议", "agreement.docx",
    { OFFICE, AGENCY, AGREEMENT }, "payments", { "ordinal", "item", "method", "terms" },
    { COMMON, COUNT ("copies", N_("Copies")), COUNT ("copies_each", N_("Copies for each side")),
      MORE ("service_guarantee", N_("Service guarantee")), MORE ("further", N_("Further terms")) } },
  { "supplement", N_("Supplementary agreement"), "补充协议", "supplement.docx",
    { OFFICE, AGENCY, AGREEMENT }, CHANGES,
    { COMMON, LINE ("reason", N_("Reason")),
      MORE ("changes", N_("What changes, a line each: matter | before | after")),
      MORE ("content", N_("Further content")),
      DAY ("effective_on", N_("Takes effect on")), COUNT ("copies", N_("Copies")),
      COUNT ("copies_each", N_("Copies for each side")) } },
  { "bridge", N_("Notice that an agreement is carried on"), "顺延通知", "bridge.docx",
    { OFFICE, AGENCY, AGREEMENT }, NULL, { NULL },
    { COMMON, LINE ("reason", N_("Reason")), LINE ("basis", N_("Basis")), DAY ("until", N_("Until")) } },
  { "change_notice", N_("Notice of changed particulars"), "信息变更通知", "change-notice.docx",
    { OFFICE, AGENCY, AGREEMENT }, CHANGES,
    { COMMON, DAY ("reported_on", N_("Reported on")), TEXT ("outcome", N_("Outcome")),
      DAY ("effective_on", N_("Takes effect on")) } },
  { "renewal", N_("Notice of renewal"), "续签通知", "renewal.docx",
    { OFFICE, AGENCY, AGREEMENT, PREVIOUS }, CHANGES,
    { COMMON, TEXT ("documents", N_("Documents to hand in")), DAY ("reply_by", N_("Reply by")) } },
  { "non_renewal", N_("Notice of non-renewal"), "不再续签通知", "non-renewal.docx",
    { OFFICE, AGENCY, AGREEMENT }, NULL, { NULL },
    { COMMON, TEXT ("reason", N_("Reason")), TEXT ("transition", N_("What becomes of the patients")),
      DAY ("settle_by", N_("Claims to be handed in by")), DAY ("plaque_by", N_("Plaque to be returned by")) } },
  { "hold", N_("Notice of an interim hold"), "临时措施通知", "hold.docx",
    { OFFICE, AGENCY, AGREEMENT, SUSPENSION }, NULL, { NULL },
    { COMMON, TEXT ("facts", N_("Facts found")), LINE ("basis", N_("Basis")), DAY ("from", N_("From")),
      DAY ("until", N_("Until")), LINE ("measure", N_("Measure")), DAY ("reply_by", N_("Reply by")) } },
  { "suspension", N_("Notice of suspension"), "中止协议通知", "suspension.docx",
    { OFFICE, AGENCY, AGREEMENT, SUSPENSION }, NULL, { NULL },
    { COMMON, TEXT ("facts", N_("Facts found")), TEXT ("basis", N_("Basis")),
      TEXT ("statement", N_("Statement and defence")), LINE ("target", N_("What is suspended")),
      DAY ("from", N_("From")), DAY ("until", N_("Until")),
      TEXT ("transition", N_("What becomes of the patients")), MORE ("remedy", N_("Remedies")) } },
  { "resumption", N_("Notice of resumption"), "恢复履行通知", "resumption.docx",
    { OFFICE, AGENCY, AGREEMENT, SUSPENSION }, NULL, { NULL },
    { COMMON, DAY ("suspended_on", N_("Notice of suspension given on")),
      LINE ("target", N_("What was suspended")), LINE ("findings", N_("What the check found")),
      DAY ("suspended_from", N_("Suspended from")), COUNT ("days", N_("Days suspended")),
      DAY ("from", N_("From")) } },
  { "termination", N_("Notice of termination"), "解除协议通知", "termination.docx",
    { OFFICE, AGENCY, AGREEMENT }, NULL, { NULL },
    { COMMON, TEXT ("facts", N_("Facts found")), TEXT ("basis", N_("Basis")),
      TEXT ("statement", N_("Statement and defence")), DAY ("effective_on", N_("Takes effect on")),
      TEXT ("transition", N_("What becomes of the patients")),
      DAY ("settle_by", N_("Claims to be handed in by")), DAY ("plaque_by", N_("Plaque to be returned by")),
      MORE ("remedy", N_("Remedies")) } },
  { "expiry", N_("Notice that an agreement is over"), "到期终止通知", "expiry.docx",
    { OFFICE, AGENCY, AGREEMENT }, NULL, { NULL },
    { COMMON, LINE ("transition", N_("What becomes of the patients")),
      DAY ("settle_by", N_("Claims to be handed in by")), DAY ("plaque_by", N_("Plaque to be returned by")) } },
  { "name_list", N_("Public list of agencies"), "名单公告", "name-list.docx",
    { OFFICE }, "agencies",
    { "ordinal", "name", "kind", "hospital_level", "scopes", "address", "phone", "starts_on", "ends_on" },
    { COMMON, DAY ("as_of", N_("As of")), COUNT ("total", N_("Number of agencies")) } },
};
/* clang-format on */

const KxLetterKind *
kx_letter_kind_get_all (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (kinds);
  return kinds;
}

const KxLetterKind *
kx_letter_kind_find (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].code, code))
      return &kinds[i];
  return NULL;
}

const KxLetterField *
kx_letter_kind_field (const KxLetterKind *kind, const char *name)
{
  for (const KxLetterField *field = kind->fields; field->name != NULL; field++)
    if (g_str_equal (field->name, name))
      return field;
  return NULL;
}

gboolean
kx_letter_field_is_said (const KxLetterField *field)
{
  static const char *const names[] = { "issuer", "number", "date", NULL };

  return !g_strv_contains (names, field->name);
}

/* NULL: the record has no such field, or is not one of the kind's. */
static char *
dup_record_label (const KxLetterKind *kind, const char *field, const char *dot)
{
  for (const KxLetterRecord *record = kind->records; record->name != NULL; record++)
    {
      int index = -1;

      if (strncmp (field, record->name, (gsize) (dot - field)) == 0 && record->name[dot - field] == '\0')
        index = kx_entity_field (record->entity, dot + 1);
      if (index >= 0)
        /* Translators: a field of a record, such as “Agency: Name”. */
        return g_strdup_printf (_ ("%s: %s"), _ (record->entity->label),
                                _ (record->entity->fields[index].label));
    }
  return NULL;
}

char *
kx_letter_kind_dup_label (const KxLetterKind *kind, const char *field)
{
  const char *dot = strchr (field, '.');
  const KxLetterField *said =
      g_str_has_prefix (field, "letter.") ? kx_letter_kind_field (kind, field + strlen ("letter.")) : NULL;
  char *label = dot != NULL && said == NULL ? dup_record_label (kind, field, dot) : NULL;

  return label != NULL ? label : g_strdup (said != NULL ? _ (said->label) : field);
}
