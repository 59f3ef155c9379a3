/* What several subjects' rules share. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Adds one finding that holds or fails. `code`, `message` and the texts of `cite` are static. */
void kx_rule_add (GPtrArray *findings, gboolean holds, const char *code, const char *field,
                  const char *message, const KxCite *cite);

/* The first date field is not after the second, where both have a value. */
void kx_rule_dates (const KxRecord *after, guint first, guint second, GPtrArray *findings);

/* No living row of `entity` has `value` in its field; fails with `message` otherwise. */
void kx_rule_unused (const KxScene *scene, const KxEntity *entity, guint field, KxValue value,
                     const char *message, GPtrArray *findings);

G_END_DECLS
