/* Preconditions around accounts and grants. */
#pragma once

#include "core/kx-lifecycle.h"

G_BEGIN_DECLS

/* Sign-in names are one namespace for the whole service. */
void kx_guard_login_free (const KxScene *scene, GPtrArray *findings);

/* Nobody locks himself out. */
void kx_guard_not_oneself (const KxScene *scene, GPtrArray *findings);

/* Somebody can still administer the service afterwards. */
void kx_guard_admin_remains (const KxScene *scene, GPtrArray *findings);

/* The area is known, and the granter administers it. */
void kx_guard_grant_area (const KxScene *scene, GPtrArray *findings);

void kx_guard_grant_dates (const KxScene *scene, GPtrArray *findings);

/* Warns when one account holds administration and a duty of the office: those who keep the accounts should
 * not read the files. */
void kx_guard_admin_apart (const KxScene *scene, GPtrArray *findings);

void kx_guard_person_unused (const KxScene *scene, GPtrArray *findings);

G_END_DECLS
