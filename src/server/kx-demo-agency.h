/* Agencies of the demonstration data: what the tables say, and what is made up from the place in them. */
#pragma once

#include "server/kx-demo-work.h"

G_BEGIN_DECLS

/* Adds the file on agency `index` of the tables, its credentials and its former names to the next work. */
void kx_demo_add_agency (KxDemoWork *work, guint index);

/* Adds a former name; a day of 0 is not noted. */
void kx_demo_add_former_name (KxDemoWork *work, const char *key, const char *name, int from, int until);

G_END_DECLS
