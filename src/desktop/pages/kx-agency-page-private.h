/* What the files of the agency page share. */
#pragma once

#include "desktop/form/kx-form.h"
#include "desktop/pages/kx-agency-page.h"
#include "desktop/record/kx-child-list.h"
#include "desktop/record/kx-documents-tab.h"
#include "desktop/record/kx-history-tab.h"
#include "desktop/record/kx-timeline-tab.h"
#include "models/kx-record-model.h"

G_BEGIN_DECLS

/* What the banner under the title says. */
typedef enum
{
  KX_BANNER_NONE,
  KX_BANNER_RESTORED, /* a draft came back into the fields */
  KX_BANNER_KEPT,     /* there is a draft; the facts are read */
  KX_BANNER_TRASHED
} KxBanner;

struct _KxAgencyPage
{
  KxPage parent_instance;

  KxDesk *desk;   /* owned */
  char *row_id;   /* owned; of the record, or the one that a new record will get */
  gboolean fresh; /* it is not made yet */
  gboolean saving;
  gboolean wants_edit; /* once the record is there */
  KxBanner banner_state;
  GCancellable *cancellable; /* of what is asked for this record */

  KxRecordModel *model;       /* owned; NULL: a new record */
  GPtrArray *conflicts;       /* (element-type KxRecord) owned; open ones */
  KxRowList *neighbours_list; /* owned; the list in which previous and next are looked for */
  guint similar_timer;

  /* Borrowed: made for each record, in the tabs. */
  KxForm *form;
  GtkWidget *deleted_box; /* of a conflict over its deletion */
  KxChildList *names, *credentials;
  KxTimelineTab *timeline;
  KxDocumentsTab *documents;
  KxHistoryTab *history;

  /* Of the template. */
  GtkStack *frame;
  GtkSpinner *spinner;
  AdwStatusPage *failed;
  GtkWidget *neighbours, *edit, *pause, *save, *more, *head, *chips, *banner, *banner_act, *banner_throw;
  GtkLabel *name, *banner_words;
  AdwViewSwitcher *switcher;
  AdwViewStack *tabs;
};

/* The record as it stands here; NULL while it is loading, and of a new one. Borrowed. */
const KxRecord *kx_agency_page_get_record (KxAgencyPage *self);

/* Shows title, chips and which actions there are. kx-agency-page-head.c */
void kx_agency_page_show_head (KxAgencyPage *self);
void kx_agency_page_show_actions (KxAgencyPage *self);
void kx_agency_page_show_banner (KxAgencyPage *self, KxBanner banner, const char *words);

/* Editing: drafts, saving, similar names. kx-agency-page-edit.c */
void kx_agency_page_set_up_form (KxAgencyPage *self);
void kx_agency_page_take_draft (KxAgencyPage *self);
void kx_agency_page_begin_edit (KxAgencyPage *self);
void kx_agency_page_pause (KxAgencyPage *self);
void kx_agency_page_save (KxAgencyPage *self);
void kx_agency_page_flush (KxAgencyPage *self);
void kx_agency_page_throw_draft (KxAgencyPage *self);
void kx_agency_page_update_dirty (KxAgencyPage *self);

/* Conflicts of the record. kx-agency-page-conflicts.c */
void kx_agency_page_show_conflicts (KxAgencyPage *self);
void kx_agency_page_choose (KxAgencyPage *self, guint field, KxTwoChoice choice);
/* Adds what closes the conflicts of the fields that `patch` mentions. */
void kx_agency_page_close_conflicts (KxAgencyPage *self, GPtrArray *acts, const KxRecord *patch);

/* Acts: delete, reveal, links, neighbours, copies. kx-agency-page-acts.c */
void kx_agency_page_add_actions (KxAgencyPage *self);
void kx_agency_page_reveal (KxAgencyPage *self, guint field);

G_END_DECLS
