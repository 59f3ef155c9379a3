/* What a later program may bring, for tests of what this one does then. */
#pragma once

#include "core/kx-entity.h"

G_BEGIN_DECLS

/* Today's schema with two more fields of agencies, of which one is sealed, and one more kind of row below
 * them. */
typedef struct
{
  KxField fields[KX_MAX_FIELDS], visit_fields[2];
  KxEntity agency, visit;
  const KxEntity *entities[KX_MAX_ENTITIES];
  KxSchema schema;
  guint motto, secret; /* indices of the new fields */
} KxTestLater;

/* Everything points into `self`, which therefore stays where it is. */
void kx_test_later_init (KxTestLater *self);

G_END_DECLS
