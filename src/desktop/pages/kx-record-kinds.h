/* What the record page of each entity shows beside what every record has: adding an entity is a line of the
 * table, and what only it can do is in a file of its own, such as kx-record-agency.c. */
#pragma once

#include "desktop/record/kx-desk.h"

G_BEGIN_DECLS

typedef struct _KxRecordPage KxRecordPage;

/* The rows of another entity that refer to the record, as a list below a section of the form. */
typedef struct
{
  const KxEntity *entity;
  guint field;        /* of it that refers to the record */
  const char *title;  /* msgid */
  const char *add;    /* msgid of the button; NULL: none is added here */
  guint section;      /* counted from 0 */
  const char *action; /* "page.NAME", which opens the page of a new row: rows have pages of their own, are
                         read here and opened; NULL with `add`: they are edited in place */
} KxRecordPart;

/* An item of the menu of more acts, shown while its action is enabled. */
typedef struct
{
  const char *label, *action; /* msgid; "page.NAME" */
} KxRecordItem;

#define KX_RECORD_NO_FIELD G_MAXUINT

typedef struct
{
  const KxEntity *entity;
  const char *icon, *help;   /* of the page: an icon name, a topic */
  const char *place;         /* the list in which previous and next are looked for */
  const char *fresh, *added; /* msgids: the title of one that is to be made, and what is said when it was;
                                NULL: none is made on a page of its own */
  guint first;               /* the field where typing begins */
  void (*begin) (KxRecord *beginning); /* what a new one begins with beside its office; NULL: nothing */
  guint name, code;   /* in which others are looked for that are alike; KX_RECORD_NO_FIELD: none */
  const guint *chips; /* fields shown in the head, what they refer to is opened there */
  guint n_chips;
  const KxRecordPart *parts;
  guint n_parts;
  /* Where the form has steps in which one is drawn up (KxFormLayout.steps): before which the record is made,
   * as in that one parts are added to it; which action of the lifecycle ends the drawing up; and in which
   * step a finding about no field belongs, 0: in none. */
  guint makes_at;
  const char *ready;
  guint (*step_of) (const KxFinding *finding);
  GtkWidget *(*make_terms) (KxDesk *desk, const char *id); /* what stands before the parts of a section: the
                                                              terms that run for the record; NULL: none */
  guint terms_section;
  const KxRecordItem *items;
  guint n_items;
  const GActionEntry *actions; /* of the items and parts */
  guint n_actions;
  void (*add_chips) (KxRecordPage *page, const KxRecord *record);    /* NULL: no others */
  void (*show_more) (KxRecordPage *page, const KxRecord *record);    /* what else is shown of the record,
                                                                         whenever it changed; NULL: nothing */
  void (*show_actions) (KxRecordPage *page, const KxRecord *record); /* which of the items are open; the
                                                                         record may be NULL */
} KxRecordKind;

/* NULL: records of this entity have no page. */
const KxRecordKind *kx_record_kind_find (const char *entity);

G_END_DECLS
