/* A person as colleagues know of them, name and post: read, and edited in place by whoever may. */
#pragma once

#include "desktop/record/kx-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_PERSON_FACTS (kx_person_facts_get_type ())
G_DECLARE_FINAL_TYPE (KxPersonFacts, kx_person_facts, KX, PERSON_FACTS, AdwPreferencesGroup)

/* Shows the row of the mirror with this id; NULL, or one that is not here: nothing at all. What was typed of
 * it and not saved is shown again. */
void kx_person_facts_show (KxPersonFacts *self, KxDesk *desk, const char *person);

/* Whether a person is shown. */
gboolean kx_person_facts_has_person (KxPersonFacts *self);

G_END_DECLS
