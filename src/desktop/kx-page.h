/* A page: one place of the window. The window shows its title, header widgets and search entry, and its
 * actions answer to the keys of kx-keys.c.
 *
 * A page is built for one profile and thrown away with it. Subclasses come with a template whose parent is
 * KxPage; the template sets `child`, `title`, `icon-name`, `help-topic` and, where wanted, `header-start` and
 * `header-end`. */
#pragma once

#include "store/kx-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct _KxProfile KxProfile;
typedef struct _KxWindow KxWindow;

#define KX_TYPE_PAGE (kx_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KxPage, kx_page, KX, PAGE, AdwBin)

struct _KxPageClass
{
  AdwBinClass parent_class;

  /* The page became the current one. The default moves the focus to where it was, or else where work begins.
   */
  void (*entered) (KxPage *self);

  /* Move the focus to where work begins: the page is shown for the first time, or Enter was pressed in the
   * search entry. The default takes the first widget that takes it. */
  void (*focus_work) (KxPage *self);

  /* Brings the row into view, or opens it. FALSE: not a matter of this page. */
  gboolean (*open_row) (KxPage *self, const char *entity, const char *id);

  /* What a list shows, for exports: entity, terms, search and sort; texts are borrowed and live as long as
   * the page is not touched. FALSE: nothing to export here. */
  gboolean (*get_list_query) (KxPage *self, KxListQuery *ret_query);

  /* The ids of the rows selected, or NULL when none is. Free with g_strfreev(). */
  char **(*dup_selected_ids) (KxPage *self);

  /* Whether what the page is opened for is still being read. The default: it is not. */
  gboolean (*is_loading) (KxPage *self);

  gpointer padding[2];
};

/* The profile whose data are shown; NULL in tests of the page alone. */
KxProfile *kx_page_get_profile (KxPage *self);

/* The window it stands in; NULL while it stands in none. */
KxWindow *kx_page_get_window (KxPage *self);

const char *kx_page_get_title (KxPage *self);
void kx_page_set_title (KxPage *self, const char *title);

/* Name of a topic of resources/help: what F1 opens. */
const char *kx_page_get_help_topic (KxPage *self);

/* How many things there are to do here; the sidebar shows it. */
guint kx_page_get_badge (KxPage *self);
void kx_page_set_badge (KxPage *self, guint badge);

/* TRUE while something typed was not handed over yet: the title bears a mark, closing the window asks. */
gboolean kx_page_get_dirty (KxPage *self);
void kx_page_set_dirty (KxPage *self, gboolean dirty);

/* What stands in the search entry; "" without search. Follow "notify::search-text". */
const char *kx_page_get_search_text (KxPage *self);
void kx_page_set_search_text (KxPage *self, const char *text);

/* The page's actions, called "page.NAME" by menus, buttons and keys. These names are bound to keys wherever a
 * page has them: new, save, edit, undo, next, previous, copy, paste, select-all. */
GActionMap *kx_page_get_actions (KxPage *self);

/* Adds actions; callbacks get the page as user data. */
void kx_page_add_actions (KxPage *self, const GActionEntry *entries, guint n_entries);

/* Does nothing when there is no such action. */
void kx_page_set_action_enabled (KxPage *self, const char *name, gboolean enabled);

void kx_page_entered (KxPage *self);
void kx_page_focus_work (KxPage *self);
gboolean kx_page_open_row (KxPage *self, const char *entity, const char *id);
gboolean kx_page_get_list_query (KxPage *self, KxListQuery *ret_query);
char **kx_page_dup_selected_ids (KxPage *self);
gboolean kx_page_is_loading (KxPage *self);

G_END_DECLS
