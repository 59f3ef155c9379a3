#include "core/rules/kx-agency-rules.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/kx-area-table.h"
#include "core/rules/kx-area-rules.h"
#include "core/rules/kx-rule.h"

static const KxCite code_standard = { .source = KX_SOURCE_DOCUMENT,
                                      .document = "GB 32100-2015",
                                      .force = KX_FORCE_DUTY };
static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };

void
kx_guard_agency_identity (const KxScene *scene, GPtrArray *findings)
{
  gboolean named = kx_record_has (scene->after, kx_agency_f_uscc) ||
                   kx_record_has (scene->after, kx_agency_f_no_uscc_reason);

  kx_rule_add (
      findings, named, "code-or-reason", "uscc",
      N_ ("An agency must have a unified social credit code, or the reason for having none must be given"),
      &code_standard);
}

void
kx_guard_agency_county (const KxScene *scene, GPtrArray *findings)
{
  g_autofree char *own = kx_space_area (scene->space);
  const char *county = kx_record_get (scene->after, kx_agency_f_county).TEXT;
  KxFinding *finding;

  if (county == NULL)
    return;
  kx_guard_known_area (scene, county, "county", findings);
  if (kx_area_code_is_within (county, own) || kx_record_get (scene->after, kx_agency_f_out_of_area).BOOLEAN)
    return;
  finding =
      kx_finding_new (KX_WARNS, "out-of-area", "county",
                      N_ ("{county} lies outside the office's area {area}, and the agency is not marked so"));
  finding->cite = program_rule;
  g_ptr_array_add (findings, kx_finding_arg (kx_finding_arg (finding, "county", county), "area", own));
}

void
kx_guard_agency_licence (const KxScene *scene, GPtrArray *findings)
{
  gboolean dated = kx_record_has (scene->after, kx_agency_f_licence_valid_to);
  KxDate until = kx_record_get (scene->after, kx_agency_f_licence_valid_to).DATE;
  gboolean endless = kx_record_get (scene->after, kx_agency_f_licence_no_end).BOOLEAN;

  kx_rule_add (findings, !(dated && endless), "date-and-no-end", "licence_valid_to",
               N_ ("A licence or credential without end must have no last day"), &program_rule);
  if (dated && until.ymd < scene->today.ymd)
    g_ptr_array_add (findings, kx_finding_new (KX_WARNS, "licence-expired", "licence_valid_to",
                                               N_ ("The practice licence has run out")));
}

void
kx_guard_similar_name (const KxScene *scene, GPtrArray *findings)
{
  KxQuery query = { .entity = scene->op->entity, .n_terms = 2, .except = scene->op->row };
  gint64 others = 0;

  query.terms[0] =
      (KxTerm){ .field = kx_agency_f_office, .value = kx_record_get (scene->after, kx_agency_f_office) };
  query.terms[1] =
      (KxTerm){ .field = kx_agency_f_name, .value = kx_record_get (scene->after, kx_agency_f_name) };
  if (query.terms[0].value.REF == NULL || query.terms[1].value.TEXT == NULL)
    return;
  if (kx_reader_count (scene->reader, &query, &others) == KX_KNOWN && others > 0)
    g_ptr_array_add (findings, kx_finding_new (KX_WARNS, "same-name", "name",
                                               N_ ("Another agency of this office has the same name")));
}

void
kx_guard_reveal (const KxScene *scene, GPtrArray *findings)
{
  const char *name = kx_record_is (scene->op->fields, "reveal")
                         ? kx_record_get (scene->op->fields, kx_reveal_f_field).TEXT
                         : NULL;
  int field = name != NULL ? kx_entity_field (scene->op->entity, name) : -1;
  gboolean sealed = field >= 0 && (scene->op->entity->fields[field].flags & KX_SEALED) != 0;

  kx_rule_add (findings, sealed, "not-sealed", "field", N_ ("The field must be a sealed field"),
               &program_rule);
  if (sealed)
    kx_rule_add (findings, kx_record_has (scene->row, (guint) field), "no-value", "field",
                 N_ ("The field must have a value"), &program_rule);
}

void
kx_guard_former_name_dates (const KxScene *scene, GPtrArray *findings)
{
  kx_rule_dates (scene->after, kx_former_name_f_from_on, kx_former_name_f_until_on, findings);
}

void
kx_guard_credential_dates (const KxScene *scene, GPtrArray *findings)
{
  gboolean dated = kx_record_has (scene->after, kx_credential_f_valid_to);

  kx_rule_dates (scene->after, kx_credential_f_issued_on, kx_credential_f_valid_to, findings);
  kx_rule_add (findings, !(dated && kx_record_get (scene->after, kx_credential_f_no_end).BOOLEAN),
               "date-and-no-end", "valid_to",
               N_ ("A licence or credential without end must have no last day"), &program_rule);
}
