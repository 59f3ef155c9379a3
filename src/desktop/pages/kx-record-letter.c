#include "desktop/pages/kx-record-letter.h"

#include "core/entities/kx-application.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-suspension.h"
#include "core/kx-letter.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-places.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/record/kx-letter-dialog.h"
#include "desktop/record/kx-letter-text.h"
#include "desktop/record/kx-outcome.h"

static void
tell_written (KxLetterDialog *dialog, GFile *file, KxRecordPage *self)
{
  g_autofree char *base = g_file_get_basename (file), *name = g_filename_display_name (base);
  g_autofree char *uri = g_file_get_uri (file), *words = g_strdup_printf (_ ("%s is written"), name);
  g_autoptr (GVariant) target = g_variant_ref_sink (g_variant_new_string (uri));
  g_autofree char *action = g_action_print_detailed_name ("win.show-file", target);
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL)
    kx_window_toast_action (window, words, _ ("Open"), action);
}

static KxLetterDialog *
open_letter (KxRecordPage *self)
{
  KxLetterDialog *dialog =
      kx_letter_dialog_new (GTK_WIDGET (self), self->desk, kx_record_page_get_record (self));

  g_signal_connect_object (dialog, "written", G_CALLBACK (tell_written), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
write_letter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_letter (data);
}

static void
print_letter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_letter_dialog_show_preview (open_letter (data));
}

static void
copy_notice (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  g_autofree char *text = kx_letter_text_notice (self->desk, kx_record_page_get_record (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  kx_outcome_say (GTK_WIDGET (self), _ ("The notice text is copied. Enter the sending once it is sent."));
}

const KxRecordItem kx_record_letter_items[KX_RECORD_LETTER_N_ITEMS] = {
  { N_ ("_Write the letter…"), "page.write-letter" },
  { N_ ("_Print the letter…"), "page.print" },
  { N_ ("Copy _notice text"), "page.copy-notice" },
};

const GActionEntry kx_record_letter_actions[KX_RECORD_LETTER_N_ACTIONS] = {
  { .name = "write-letter", .activate = write_letter },
  { .name = "print", .activate = print_letter },
  { .name = "copy-notice", .activate = copy_notice },
};

void
kx_record_letter_show_actions (KxRecordPage *self, const KxRecord *record)
{
  gboolean living = record != NULL && record->deleted_at.ms == 0,
           written = living && kx_letter_text_kind (record) != NULL;

  kx_page_set_action_enabled (KX_PAGE (self), "write-letter", written);
  kx_page_set_action_enabled (KX_PAGE (self), "print", written);
  kx_page_set_action_enabled (KX_PAGE (self), "copy-notice",
                              living &&
                                  kx_record_get (record, kx_letter_f_state).CODE == kx_letter_state_issued);
}

/* A letter about an agreement, a suspension or an application */

void
kx_record_begin_letter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  g_autofree char *row = kx_place_new_row (self->kind->entity->name, self->row_id);

  kx_record_page_open (self, &kx_letter_entity, row);
}

/* The letter for which the state of an application asks; -1: for none, or for one of several. */
static int
kind_for (const KxRecord *application)
{
  switch (kx_record_get (application, kx_application_f_state).CODE)
    {
    case kx_application_state_supplementing:
      return kx_letter_kind_supplement_notice;
    case kx_application_state_accepted:
      return kx_letter_kind_acceptance;
    default:
      return -1;
    }
}

/* The same of a suspension; a hold that was lifted asks for none. */
static int
kind_for_suspension (const KxRecord *suspension)
{
  static const int kinds[] = { kx_letter_kind_hold, kx_letter_kind_suspension, kx_letter_kind_resumption };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kx_letter_fits_suspension (kinds[i], suspension))
      return kinds[i];
  return -1;
}

void
kx_record_letter_begin_about (KxDesk *desk, KxRecord *beginning)
{
  const char *application = kx_record_get (beginning, kx_letter_f_application).REF,
             *suspension = kx_record_get (beginning, kx_letter_f_suspension).REF;
  const KxEntity *entity = application != NULL ? &kx_application_entity : &kx_suspension_entity;
  const char *id = application != NULL ? application : suspension;
  g_autoptr (KxRecord) row = id != NULL ? kx_desk_get_row (desk, entity, id) : NULL;
  int kind = -1;

  if (row != NULL)
    kind = application != NULL ? kind_for (row) : kind_for_suspension (row);
  if (row != NULL && application == NULL)
    kx_letter_set_agreement (kx_letter (beginning), kx_record_get (row, kx_suspension_f_agreement).REF);
  if (kind < 0)
    return;
  kx_letter_set_kind (kx_letter (beginning), kind);
  /* Chinese in every language, as the letter is. */
  kx_letter_set_title (kx_letter (beginning), kx_letter_kind_find (kx_letter_kind_codes[kind].name)->word);
}

void
kx_record_draw_up_letter (KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);
  g_autoptr (GPtrArray) letters =
      kx_desk_list (self->desk, &kx_letter_entity, kx_letter_f_application, self->row_id);
  int kind = kind_for (record);

  for (guint i = 0; i < letters->len; i++)
    if (kx_record_get (letters->pdata[i], kx_letter_f_kind).CODE == kind &&
        kx_record_get (letters->pdata[i], kx_letter_f_state).CODE == kx_letter_state_draft)
      {
        kx_record_page_open (self, &kx_letter_entity, ((KxRecord *) letters->pdata[i])->id);
        return;
      }
  kx_record_begin_letter (NULL, NULL, self);
}

const GActionEntry kx_record_new_letter_actions[1] = {
  { .name = "new-letter", .activate = kx_record_begin_letter },
};

void
kx_record_new_letter_show_actions (KxRecordPage *self, const KxRecord *record)
{
  kx_page_set_action_enabled (
      KX_PAGE (self), "new-letter",
      record != NULL && record->deleted_at.ms == 0 &&
          kx_desk_may (self->desk, &kx_letter_entity, KX_OP_CREATE, NULL, record->space));
}
