/* What the files of the record page share. */
#pragma once

#include "desktop/form/kx-form.h"
#include "desktop/form/kx-guard-list.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-record-kinds.h"
#include "desktop/pages/kx-record-page.h"
#include "desktop/record/kx-assistant-bar.h"
#include "desktop/record/kx-child-list.h"
#include "desktop/record/kx-documents-tab.h"
#include "desktop/record/kx-history-tab.h"
#include "desktop/record/kx-lifecycle-path.h"
#include "desktop/record/kx-related-list.h"
#include "desktop/record/kx-step-list.h"
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

struct _KxRecordPage
{
  KxPage parent_instance;

  const KxRecordKind *kind;     /* NULL: there is none such */
  KxDesk *desk;                 /* owned */
  char *row_id;                 /* owned; of the record, or the one that a new record will get */
  gboolean fresh;               /* it is not made yet */
  char *given_field, *given_id; /* owned, or NULL: what a new record is to refer to */
  gboolean saving;
  gboolean wants_edit;   /* once the record is there */
  gboolean wants_letter; /* likewise: the window in which it is written */
  guint wants_assistant; /* likewise: the step of drawing up to go on with, 0: none */
  char *wants_step;      /* owned; likewise: the action that is prepared then, NULL: none */
  KxBanner banner_state;
  GCancellable *cancellable; /* of what is asked for this record */

  KxRecordModel *model;       /* owned; NULL: a new record */
  GPtrArray *conflicts;       /* (element-type KxRecord) owned; open ones */
  KxRowList *neighbours_list; /* owned; the list in which previous and next are looked for */
  guint similar_timer;

  /* Borrowed: made for each record, in the tabs. */
  KxForm *form;
  GtkWidget *deleted_box; /* of a conflict over its deletion */
  GPtrArray *children;    /* (element-type KxChildList), the lists of parts that are edited in place */
  GPtrArray *read_lists;  /* (element-type GtkWidget), those of parts that are read here */
  gboolean has_lists;
  KxStepList *steps;
  KxTimelineTab *timeline;
  KxDocumentsTab *documents;
  KxHistoryTab *history;

  /* Drawing up step by step; borrowed: in the head, and below the form. NULL: the form is shown whole. */
  KxAssistantBar *assistant;
  KxGuardList *lacks;
  guint lacks_timer;

  /* Of the template; the path is there where records of the kind have states. */
  KxLifecyclePath *path;
  GtkStack *frame;
  GMenu *kind_menu;
  AdwStatusPage *missing, *failed;
  GtkWidget *neighbours, *edit, *pause, *save, *more, *head, *chips, *banner, *banner_act, *banner_throw;
  GtkLabel *name, *banner_words;
  GtkWidget *foot, *step_back, *step_on;
  AdwViewSwitcher *switcher;
  GtkWidget *switcher_line; /* in which it scrolls where large words leave it no room */
  AdwViewStack *tabs;
};

/* The record as it stands here; NULL while it is loading, and of a new one. Borrowed. */
const KxRecord *kx_record_page_get_record (KxRecordPage *self);

/* Shows another record in the page, as kx_record_page_show(), and goes on drawing it up with a step, counted
 * from 1, as soon as it is there; 0: none. */
void kx_record_page_show_at (KxRecordPage *self, const char *row_id, guint step);

/* Shows title, chips and which actions there are. kx-record-page-head.c */
void kx_record_page_show_head (KxRecordPage *self);
void kx_record_page_show_actions (KxRecordPage *self);
void kx_record_page_show_banner (KxRecordPage *self, KxBanner banner, const char *words);

/* Adds to the head; `style` and `icon` may be NULL. A link opens another record. */
void kx_record_page_add_chip (KxRecordPage *self, const char *icon, const char *words, const char *style);
void kx_record_page_add_link (KxRecordPage *self, const char *words, const KxEntity *entity, const char *id);

/* A link to the record that this one is about, which its fields `owner_entity` and `owner` name. */
void kx_record_page_add_owner (KxRecordPage *self, const KxRecord *record);

/* Opens another record, in the window that the page stands in. */
void kx_record_page_open (KxRecordPage *self, const KxEntity *entity, const char *id);

/* Puts buttons that open other records beside the fields that refer to them, and shows those that lead
 * somewhere. */
void kx_record_page_add_openers (KxRecordPage *self);
void kx_record_page_show_openers (KxRecordPage *self);

/* Steps of the lifecycle. kx-record-page-steps.c */
void kx_record_page_add_steps (KxRecordPage *self, GtkBox *tab);

/* Editing: drafts, saving, similar names. kx-record-page-edit.c */
void kx_record_page_set_up_form (KxRecordPage *self);
void kx_record_page_take_draft (KxRecordPage *self);
void kx_record_page_begin_edit (KxRecordPage *self);
void kx_record_page_pause (KxRecordPage *self);
/* Once it is saved the drawing up goes on with the step `then`, or ends: 0. */
void kx_record_page_save (KxRecordPage *self, guint then);
void kx_record_page_flush (KxRecordPage *self);
void kx_record_page_throw_draft (KxRecordPage *self);
void kx_record_page_update_dirty (KxRecordPage *self);

/* Drawing a record up in the steps of its form. kx-record-page-assistant.c */
/* TRUE: it is drawn up so, being neither taken over from paper nor made after another. */
gboolean kx_record_page_has_steps (KxRecordPage *self);
/* Goes to that step, counted from 1; the form is edited. */
void kx_record_page_assist (KxRecordPage *self, guint step);
/* The form is whole again. */
void kx_record_page_end_assistant (KxRecordPage *self);
/* Finds out anew, in a moment, what the step lacks. */
void kx_record_page_show_lacks (KxRecordPage *self);
/* Goes on to the next step, saving what has to be saved for it; back; FALSE: there is no assistant. */
gboolean kx_record_page_step_on (KxRecordPage *self);

/* Saving at the service. kx-record-page-serve.c */
/* TRUE: one of these acts is decided at the service alone, which can be reached. Where it cannot, the mirror
 * says so. */
gboolean kx_record_page_is_served (KxRecordPage *self, GPtrArray *acts);

/* Sends the acts there, which are taken, one after the other until one fails; the password is asked for where
 * the session has ended. `served` is called unless the page shows another record by then, with `error` NULL
 * when all of them were done; `free_data` follows in any case. */
typedef void (*KxRecordServed) (KxRecordPage *self, const GError *error, gpointer data);
void kx_record_page_serve (KxRecordPage *self, GPtrArray *acts, KxRecordServed served, gpointer data,
                           GDestroyNotify free_data);

/* A new record that runs on paper already. kx-record-page-paper.c */
/* The field in which it is said in which state; NULL: it is no such record, or not new. */
KxFieldEntry *kx_record_page_get_paper (KxRecordPage *self);
/* Adds what makes the new record of `id`: where `fields` say its state on paper, it comes in in that state,
 * and TRUE is returned. */
gboolean kx_record_page_make (GPtrArray *acts, const char *id, const KxRecord *fields);
/* Says what there is to choose, and then what paper in that state has and the record lacks. */
void kx_record_page_show_gaps (KxRecordPage *self);

/* Conflicts of the record. kx-record-page-conflicts.c */
void kx_record_page_show_conflicts (KxRecordPage *self);
void kx_record_page_choose (KxRecordPage *self, guint field, KxTwoChoice choice);
/* Adds what closes the conflicts of the fields that `patch` mentions. */
void kx_record_page_close_conflicts (KxRecordPage *self, GPtrArray *acts, const KxRecord *patch);

/* What is on its way about one record, until there is an answer. */
typedef struct
{
  KxRecordPage *page;        /* owned */
  GCancellable *cancellable; /* owned; of the record */
  KxRecord *record;          /* owned; as it was */
  guint field;
  const KxTransition *step;
  char *reason; /* owned, or NULL */
} KxRecordRequest;

KxRecordRequest *kx_record_request_new (KxRecordPage *self, guint field);
void kx_record_request_free (KxRecordRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxRecordRequest, kx_record_request_free)

/* TRUE: the page shows another record by now. */
gboolean kx_record_request_is_past (const KxRecordRequest *request);

/* Acts of the office want a session: where it has ended, the password is asked first. Takes `request`. */
void kx_record_request_with_session (KxRecordRequest *request, KxSignedIn act);

/* Acts: delete, reveal, neighbours, copies. kx-record-page-acts.c */
void kx_record_page_add_actions (KxRecordPage *self);
void kx_record_page_reveal (KxRecordPage *self, guint field);

G_END_DECLS
