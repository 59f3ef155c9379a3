/* Small policy packs for tests: a country, a province and a city that build upon one another. */
#pragma once

#include "core/kx-record.h"

G_BEGIN_DECLS

/* The country: nothing is limited; a number and a text by law. */
extern const char kx_test_pack_country[];

/* Shandong: two agencies a county and three at city level, as a duty; a number it only encourages. */
extern const char kx_test_pack_province[];

/* Nanning: speaks of the number of agencies without giving one. */
extern const char kx_test_pack_city[];

/* A row of a pack's text, with the id and no space; owned. */
KxRecord *kx_test_pack_row (const char *id, const char *text);

G_END_DECLS
