#include "desktop/preferences/kx-office-choice.h"

#include "core/entities/kx-office.h"
#include "models/kx-display.h"
#include "store/kx-list.h"

/* A province has some hundred and fifty. */
#define MOST_OFFICES 500

GPtrArray *
kx_office_choice_list (KxDesk *desk)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxListQuery query = { .entity = &kx_office_entity, .sort = kx_office_f_area, .limit = MOST_OFFICES };
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  g_autoptr (KxListPage) page = NULL;

  query.actor = kx_mirror_get_actor (mirror);
  if (book != NULL && query.actor != NULL)
    page = kx_list_run (book, &query, NULL);
  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  return page != NULL ? g_ptr_array_ref (page->records) : g_ptr_array_new ();
}

guint
kx_office_choice_find_own (KxDesk *desk, GPtrArray *offices)
{
  KxProfile *profile = kx_desk_get_profile (desk);
  const char *area = profile != NULL ? kx_profile_get_area (profile) : NULL;
  g_autofree char *own = kx_desk_dup_office (desk);

  for (guint i = 0; i < offices->len; i++)
    if (g_strcmp0 (((KxRecord *) offices->pdata[i])->id, own) == 0)
      return i;
  for (guint i = 0; i < offices->len; i++)
    if (g_strcmp0 (kx_office_get_area (kx_office (offices->pdata[i])), area) == 0)
      return i;
  return 0;
}

void
kx_office_choice_fill (AdwComboRow *choice, GPtrArray *offices, guint selected)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < offices->len; i++)
    {
      g_autofree char *name = kx_display_title (offices->pdata[i]);

      gtk_string_list_append (names, name);
    }
  adw_combo_row_set_model (choice, G_LIST_MODEL (names));
  adw_combo_row_set_selected (choice, selected);
}
