#include "core/rules/kx-import-rules.h"

#include "core/entities/kx-import-record.h"
#include "core/rules/kx-rule.h"

void
kx_guard_import_adds_up (const KxScene *scene, GPtrArray *findings)
{
  static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
  gint64 sum = 0;
  gboolean overflow = FALSE;

  for (guint i = kx_import_record_f_rows_created; i <= kx_import_record_f_rows_refused; i++)
    overflow |= __builtin_add_overflow (sum, kx_record_get (scene->after, i).INTEGER, &sum);
  kx_rule_add (findings,
               !overflow && sum == kx_record_get (scene->after, kx_import_record_f_rows_read).INTEGER,
               "rows-add-up", "rows_read",
               N_ ("Rows made, changed, unchanged and refused must add up to those read"), &program_rule);
}
