/* A page over those of the preferences, with a way back: one row is looked at or made there. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KX_TYPE_SUBPAGE (kx_subpage_get_type ())
G_DECLARE_DERIVABLE_TYPE (KxSubpage, kx_subpage, KX, SUBPAGE, GtkWidget)

struct _KxSubpageClass
{
  GtkWidgetClass parent_class;
};

KxSubpage *kx_subpage_new (const char *title);

void kx_subpage_set_title (KxSubpage *self, const char *title);

/* Adds to the page's body. */
void kx_subpage_add (KxSubpage *self, AdwPreferencesGroup *group);

/* Shows it (a floating reference is taken) over the preferences that `over` stands in, and brings the focus
 * into it. */
void kx_subpage_present (KxSubpage *self, GtkWidget *over);

/* Goes back, with the focus to where it was. The page goes away. Escape and Alt+Left do the same. */
void kx_subpage_close (KxSubpage *self);

G_END_DECLS
