#include "lib/kx-test-later.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-credential.h"

#include <string.h>

static void
init_agency (KxTestLater *self, guint since)
{
  guint n = kx_agency_entity.n_fields;

  memcpy (self->fields, kx_agency_entity.fields, n * sizeof (KxField));
  self->motto = n;
  self->fields[self->motto] = (KxField){
    .name = "motto", .label = "Motto", .kind = KX_TEXT, .flags = KX_SEARCHED, .since = since, .max = 60
  };
  self->secret = n + 1;
  self->fields[self->secret] = (KxField){
    .name = "secret", .label = "Secret", .kind = KX_TEXT, .flags = KX_SEALED, .since = since, .max = 40
  };
  self->agency = kx_agency_entity;
  self->agency.fields = self->fields;
  self->agency.n_fields = n + 2;
}

static void
init_visit (KxTestLater *self, guint since)
{
  self->visit_fields[0] = (KxField){ .name = "agency",
                                     .label = "Agency",
                                     .kind = KX_REF,
                                     .flags = KX_REQUIRED | KX_FIXED | KX_PARENT,
                                     .since = since,
                                     .target = "agency" };
  self->visit_fields[1] = (KxField){ .name = "title",
                                     .label = "Title",
                                     .kind = KX_TEXT,
                                     .flags = KX_REQUIRED | KX_SEARCHED | KX_TITLE,
                                     .since = since,
                                     .max = 60 };
  self->visit = kx_credential_entity;
  self->visit.name = "visit";
  self->visit.collection = "visits";
  self->visit.traits = 0;
  self->visit.fields = self->visit_fields;
  self->visit.n_fields = G_N_ELEMENTS (self->visit_fields);
}

void
kx_test_later_init (KxTestLater *self)
{
  const KxSchema *today = kx_schema_get ();
  guint since = today->version + 1;

  memset (self, 0, sizeof *self);
  init_agency (self, since);
  init_visit (self, since);
  for (guint i = 0; i < today->n_entities; i++)
    self->entities[i] = today->entities[i] == &kx_agency_entity ? &self->agency : today->entities[i];
  self->entities[today->n_entities] = &self->visit;
  self->schema = (KxSchema){ self->entities, today->n_entities + 1, since };
}
