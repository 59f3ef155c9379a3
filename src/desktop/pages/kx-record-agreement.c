#include "desktop/pages/kx-record-agreement.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-suspension.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-places.h"
#include "desktop/pages/kx-record-letter.h"
#include "desktop/pages/kx-record-page-private.h"
#include "models/kx-display.h"
#include "models/kx-suspension-standing.h"

static void
begin_suspension (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  g_autofree char *row = kx_place_new_row ("agreement", self->row_id);

  kx_record_page_open (self, &kx_suspension_entity, row);
}

const KxRecordItem kx_record_agreement_items[KX_RECORD_AGREEMENT_N_ITEMS] = {
  { N_ ("Propose a _suspension…"), "page.new-suspension" },
};

const GActionEntry kx_record_agreement_actions[KX_RECORD_AGREEMENT_N_ACTIONS] = {
  { .name = "new-suspension", .activate = begin_suspension },
  { .name = "new-letter", .activate = kx_record_begin_letter },
};

void
kx_record_agreement_show_actions (KxRecordPage *self, const KxRecord *record)
{
  gboolean runs = record != NULL && record->deleted_at.ms == 0 && kx_agreement_runs (record);

  kx_record_new_letter_show_actions (self, record);
  kx_page_set_action_enabled (
      KX_PAGE (self), "new-suspension",
      runs && kx_desk_may (self->desk, &kx_suspension_entity, KX_OP_CREATE, NULL, record->space));
}

void
kx_record_suspension_add_chips (KxRecordPage *self, const KxRecord *record)
{
  const char *id = kx_record_get (record, kx_suspension_f_agreement).REF;
  g_autoptr (KxRecord) agreement = id != NULL ? kx_desk_get_row (self->desk, &kx_agreement_entity, id) : NULL;
  KxDate end = agreement != NULL ? kx_record_date (agreement, kx_agreement_f_ends_on) : (KxDate){ 0 };
  gboolean runs;
  g_autofree char *words = kx_suspension_standing_words (record, end, kx_display_today (), &runs);

  kx_record_page_add_chip (self, runs ? "media-playback-pause-symbolic" : NULL, words,
                           runs ? "warning" : NULL);
}
