/* What holds for every field of every entity: required, fixed, length, form, the rows it refers to,
 * uniqueness. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Adds findings for the fields of `patch`, the change proposed by scene->op. Takes scene->after for what has
 * to be there in the end. */
void kx_check_fields (const KxScene *scene, const KxTransition *step, KxRecord *patch, KxDecision *decision);

/* The entity that a KX_REF field of `fields` refers to, or NULL. */
const KxEntity *kx_check_target (const KxSchema *schema, const KxRecord *fields, guint field);

/* Checks one value's length and form without knowing any row; NULL when it is right. Used where a value is
 * typed or imported as well. Owned. */
KxFinding *kx_check_value (const KxField *field, KxValue value, KxDate today);

/* The text as it is stored: identifiers in upper case and without blanks, ids and sign-in names in lower
 * case, persons' names without the blanks of 张 三, blanks around a text, controls and invisible characters
 * removed. Free with g_free(). */
char *kx_check_normalize (const KxField *field, const char *text);

/* The mask of a sealed value. Free with g_free(). */
char *kx_check_mask (const KxField *field, const char *clear);

G_END_DECLS
