#include "core/rules/kx-area-rules.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-area.h"
#include "core/entities/kx-grant.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "core/kx-area-table.h"
#include "core/rules/kx-rule.h"

#include <string.h>

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite code_table = { .source = KX_SOURCE_DOCUMENT,
                                   .document = "GB/T 2260",
                                   .force = KX_FORCE_DUTY };

static void
find_zone (const KxScene *scene, const char *code, const char *field, GPtrArray *findings)
{
  KxQuery query = { .entity = &kx_area_entity, .n_terms = 1 };
  gint64 zones = 0;
  KxFinding *finding;

  query.terms[0] = (KxTerm){ .field = kx_area_f_code, .value.TEXT = code };
  switch (kx_reader_count (scene->reader, &query, &zones))
    {
    case KX_KNOWN:
      finding = kx_finding_new (zones > 0 ? KX_HOLDS : KX_FAILS, "known-area", field,
                                N_ ("{code} must be an area of the code table or a zone that was added"));
      break;
    case KX_NOT_HERE:
    case KX_BROKEN:
    default:
      finding = kx_finding_new (KX_CANNOT_TELL, "known-area", field,
                                N_ ("{code} must be an area of the code table or a zone that was added"));
    }
  finding->cite = code_table;
  g_ptr_array_add (findings, kx_finding_arg (finding, "code", code));
}

void
kx_guard_known_area (const KxScene *scene, const char *code, const char *field, GPtrArray *findings)
{
  const KxArea *area = kx_area_table_lookup (code);
  KxFinding *finding;

  if (area == NULL)
    {
      find_zone (scene, code, field, findings);
      return;
    }
  if (kx_area_existed (area, scene->today))
    return;
  finding =
      kx_finding_new (KX_WARNS, "area-abolished", field,
                      N_ ("The area {name} ({code}) no longer exists; its successors are {successors}"));
  finding->cite = code_table;
  kx_finding_arg (kx_finding_arg (finding, "name", area->name), "code", code);
  g_ptr_array_add (findings, kx_finding_arg (finding, "successors", area->successors));
}

void
kx_guard_zone (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *row = scene->after;
  const char *code = kx_record_get (row, kx_area_f_code).TEXT;
  const char *parent = kx_record_get (row, kx_area_f_parent).TEXT;
  gboolean zone =
      kx_record_get (row, kx_area_f_level).CODE == kx_area_level_zone && code != NULL && strlen (code) > 6;

  kx_rule_add (
      findings, zone, "zone-only", "code",
      N_ ("Only zones are added by hand: a parent's code, a hyphen and up to four letters or digits"),
      &code_table);
  if (!zone)
    return;
  kx_rule_add (findings,
               parent != NULL && strlen (parent) == 6 && strncmp (code, parent, 6) == 0 && code[6] == '-',
               "zone-of-parent", "parent", N_ ("The code must begin with that of the area it belongs to"),
               &program_rule);
  if (parent != NULL && kx_area_table_lookup (parent) == NULL)
    kx_rule_add (findings, FALSE, "known-area", "parent",
                 N_ ("The area it belongs to must be in the code table"), &code_table);
}

void
kx_guard_area_unused (const KxScene *scene, GPtrArray *findings)
{
  KxValue code = kx_record_get (scene->row, kx_area_f_code);

  kx_rule_unused (scene, &kx_agency_entity, kx_agency_f_county, code,
                  N_ ("No agency may lie in this area any more"), findings);
  kx_rule_unused (scene, &kx_office_entity, kx_office_f_area, code,
                  N_ ("No office may work in this area any more"), findings);
  kx_rule_unused (scene, &kx_grant_entity, kx_grant_f_area, code, N_ ("No grant may name this area any more"),
                  findings);
}

void
kx_guard_office_area (const KxScene *scene, GPtrArray *findings)
{
  const char *area = kx_record_get (scene->after, kx_office_f_area).TEXT;

  if (area != NULL)
    kx_guard_known_area (scene, area, "area", findings);
}

void
kx_guard_office_unused (const KxScene *scene, GPtrArray *findings)
{
  KxValue office = { .REF = scene->op->row };

  kx_rule_unused (scene, &kx_agency_entity, kx_agency_f_office, office,
                  N_ ("No agency may belong to this office any more"), findings);
  kx_rule_unused (scene, &kx_person_entity, kx_person_f_office, office,
                  N_ ("No person may belong to this office any more"), findings);
  kx_rule_unused (scene, &kx_user_entity, kx_user_f_office, office,
                  N_ ("No account may belong to this office any more"), findings);
}
