/* A time in which the clock of an application stands still, from the first day up to the one on which it runs
 * again; without that day it still stands. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* clang-format off */
#define KX_APPLICATION_PAUSE_KINDS(C) \
  C (application_pause, kind, supplement, N_("Supplement awaited")) \
  C (application_pause, kind, other, N_("Other cause"))
KX_DECLARE_CODES (application_pause, kind, KX_APPLICATION_PAUSE_KINDS)

#define KX_APPLICATION_PAUSE_FIELDS(F) \
  F (application_pause, application, REF,  KX_REQUIRED | KX_FIXED | KX_PARENT, 2, N_("Application"), .target = "application") \
  F (application_pause, kind,        CODE, KX_REQUIRED | KX_FIXED, 2, N_("Cause"), .codes = kx_application_pause_kind_codes) \
  F (application_pause, from_on,     DATE, KX_REQUIRED, 2, N_("Stands from")) \
  F (application_pause, until_on,    DATE, 0, 2, N_("Runs again from")) \
  F (application_pause, reason,      TEXT, KX_TITLE, 2, N_("Reason"), .max = 200)
KX_DECLARE_ENTITY (application_pause, KX_APPLICATION_PAUSE_FIELDS)
/* clang-format on */

G_END_DECLS
