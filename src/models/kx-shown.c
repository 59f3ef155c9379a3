#include "models/kx-shown.h"

#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application.h"
#include "models/kx-admission-days.h"
#include "models/kx-agreement-standing.h"
#include "models/kx-display.h"
#include "models/kx-suspension-standing.h"

static char *
word_taken_over (const KxRecord *agreement, KxDate today)
{
  return g_strdup (kx_agreement_taken_over_words (agreement));
}

static char *
word_clock (const KxRecord *application, KxDate today)
{
  gboolean late;

  return kx_admission_days_words (application, today, &late);
}

/* The end of its agreement is entered in the suspension when it comes before its last day. */
static char *
word_suspension (const KxRecord *suspension, KxDate today)
{
  return kx_suspension_standing_words (suspension, (KxDate){ 0 }, today, NULL);
}

static char *
word_first (const KxRecord *suspension, KxDate today)
{
  return kx_suspension_first_words (suspension);
}

static char *
word_last (const KxRecord *suspension, KxDate today)
{
  return kx_suspension_last_words (suspension);
}

static const struct
{
  const KxEntity *entity;
  guint field;
  char *(*dup_words) (const KxRecord *record, KxDate today);
} shown[] = {
  { &kx_agreement_entity, kx_agreement_f_state, kx_agreement_standing_words },
  { &kx_agreement_entity, kx_agreement_f_taken_over, word_taken_over },
  { &kx_application_entity, kx_application_f_state, word_clock },
  { &kx_suspension_entity, kx_suspension_f_state, word_suspension },
  { &kx_suspension_entity, kx_suspension_f_from_on, word_first },
  { &kx_suspension_entity, kx_suspension_f_until_on, word_last },
};

gboolean
kx_shown_has (const KxEntity *entity, guint field)
{
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    if (shown[i].entity == entity && shown[i].field == field)
      return TRUE;
  return FALSE;
}

char *
kx_shown_dup (const KxRecord *record, guint field, KxDate today)
{
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    if (shown[i].entity == record->entity && shown[i].field == field)
      return shown[i].dup_words (record, today);
  return kx_display_field (record, field);
}
