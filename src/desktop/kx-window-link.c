/* A link that is being followed: it waits for the profile, for the first load and for the password. */
#include "desktop/kx-window-private.h"

#include "desktop/kx-gettext.h"
#include "desktop/pages/kx-record-page.h"
#include "store/kx-row.h"

static void
give_up (KxWindow *self, const char *words)
{
  g_clear_pointer (&self->link, kx_link_free);
  if (words != NULL)
    kx_window_toast (self, words);
}

/* NULL: it is not here. */
static KxRecord *
get_row (KxWindow *self, const KxLink *link)
{
  KxMirror *mirror = kx_profile_get_mirror (self->profile);
  const KxEntity *entity = kx_schema_entity (kx_mirror_get_schema (mirror), link->entity);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxRecord *row;

  if (book == NULL)
    return NULL;
  row = kx_row_get (book, entity, link->id, NULL);
  kx_mirror_give_reader (mirror, book);
  return row;
}

static gboolean
is_here (KxWindow *self)
{
  g_autoptr (KxRecord) row = get_row (self, self->link);

  return row != NULL;
}

void
kx_window_note_record (KxWindow *self)
{
  KxPage *page = kx_navigator_get_page (self->navigator);
  g_autofree char *entity = NULL, *id = NULL, *record = NULL;
  g_autoptr (KxLink) link = NULL;

  if (self->settings == NULL)
    return;
  if (KX_IS_RECORD_PAGE (page))
    g_object_get (page, "entity", &entity, "row-id", &id, NULL);
  record = entity != NULL && id != NULL ? g_strdup_printf ("kangxie:%s/%s", entity, id) : g_strdup ("");
  /* One that is only being made has no address. */
  link = kx_link_parse (record);
  g_settings_set_string (self->settings, "record", link != NULL ? record : "");
}

void
kx_window_reopen_record (KxWindow *self, const char *record)
{
  g_autoptr (KxLink) link = kx_link_parse (record);
  g_autoptr (KxRecord) row = link != NULL ? get_row (self, link) : NULL;

  if (row != NULL && row->deleted_at.ms == 0)
    kx_window_open_row (self, link->entity, link->id);
}

static void
show_record (KxWindow *self)
{
  g_autoptr (KxLink) link = g_steal_pointer (&self->link);

  if (!kx_window_open_row (self, link->entity, link->id))
    kx_window_toast (self, _ ("This cannot be opened yet"));
}

/* A colleague may have made the record a moment ago: the service is asked once before it is given up. */
static void
look_again (KxWindow *self, const KxMirrorSummary *summary)
{
  if (self->link_asked_at.ms == 0)
    {
      self->link_asked_at = summary->synced_at;
      kx_sync_now (kx_profile_get_sync (self->profile));
    }
  else if (summary->synced_at.ms > self->link_asked_at.ms)
    give_up (
        self,
        _ ("The record is not here: there is none of this address, or your roles do not show it to you"));
}

void
kx_window_follow_link (KxWindow *self)
{
  KxMirrorSummary summary;

  if (self->link == NULL || self->profile == NULL || kx_window_get_page (self) == NULL ||
      !kx_link_is_at (self->link, kx_profile_get_url (self->profile)))
    return;
  if (is_here (self))
    {
      show_record (self);
      return;
    }
  kx_mirror_get_summary (kx_profile_get_mirror (self->profile), &summary);
  switch (kx_sync_get_state (kx_profile_get_sync (self->profile)))
    {
    case KX_SYNC_IDLE:
      look_again (self, &summary);
      break;
    case KX_SYNC_SIGNED_OUT:
      if (!self->link_told)
        kx_window_toast (self, _ ("The record is shown once you have signed in again"));
      self->link_told = TRUE;
      break;
    case KX_SYNC_OFFLINE:
    case KX_SYNC_FAILED:
    case KX_SYNC_TOO_OLD:
      give_up (self, _ ("The record is not on this computer, and the service cannot be reached now"));
      break;
    case KX_SYNC_OFF:
    case KX_SYNC_LOADING:
    case KX_SYNC_PUSHING:
    case KX_SYNC_PULLING:
    case KX_SYNC_UPLOADING:
    case KX_SYNC_REVOKED:
    default:
      /* It is at work, or the window is about to go back to the first pages. */
      break;
    }
}

void
kx_window_open_link (KxWindow *self, const KxLink *link)
{
  g_autofree char *words = NULL;

  g_return_if_fail (KX_IS_WINDOW (self));
  g_clear_pointer (&self->link, kx_link_free);
  self->link = kx_link_copy (link);
  self->link_asked_at.ms = 0;
  self->link_told = FALSE;
  if (self->profile != NULL && kx_link_is_at (link, kx_profile_get_url (self->profile)))
    {
      kx_window_close_start (self);
      kx_window_follow_link (self);
      return;
    }
  if (kx_window_is_at_desk (self))
    kx_window_open_start (self);
  if (link->service == NULL)
    words = g_strdup (_ ("The record is shown once you have signed in"));
  else if (kx_link_is_local (link))
    words = g_strdup (_ ("The link leads to data that are kept on one computer alone, and not on this one"));
  else
    /* Translators: the host name of a service. */
    words = g_strdup_printf (_ ("The link leads to %s. The record is shown once you are connected to it."),
                             link->service);
  kx_window_toast (self, words);
}
