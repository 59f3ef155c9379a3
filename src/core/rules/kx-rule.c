#include "core/rules/kx-rule.h"

void
kx_rule_add (GPtrArray *findings, gboolean holds, const char *code, const char *field, const char *message,
             const KxCite *cite)
{
  KxFinding *finding = kx_finding_new (holds ? KX_HOLDS : KX_FAILS, code, field, message);

  finding->cite = *cite;
  g_ptr_array_add (findings, finding);
}

void
kx_rule_dates (const KxRecord *after, guint first, guint second, GPtrArray *findings)
{
  static const KxCite cite = { .source = KX_SOURCE_PROGRAM };

  if (kx_record_has (after, first) && kx_record_has (after, second))
    kx_rule_add (findings, kx_record_get (after, first).DATE.ymd <= kx_record_get (after, second).DATE.ymd,
                 "dates-in-order", after->entity->fields[second].name,
                 N_ ("The first day must not be after the last"), &cite);
}

void
kx_rule_unused (const KxScene *scene, const KxEntity *entity, guint field, KxValue value, const char *message,
                GPtrArray *findings)
{
  static const KxCite cite = { .source = KX_SOURCE_PROGRAM };
  KxQuery query = { .entity = entity, .terms = { { .field = field, .value = value } }, .n_terms = 1 };
  gint64 used = 0;

  if (value.TEXT == NULL)
    return;
  if (kx_reader_count (scene->reader, &query, &used) != KX_KNOWN)
    g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "in-use", NULL, message));
  else
    kx_rule_add (findings, used == 0, "in-use", NULL, message, &cite);
}
