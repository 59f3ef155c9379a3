/* What happened to a record, and what is to come, as one line an event, newest first: read off the rows that
 * the mirror has, and off the service's history where that was reached. */
#pragma once

#include "core/kx-record.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  KX_EVENT_RECORD, /* made, changed, deleted, linked */
  KX_EVENT_CREDENTIAL,
  KX_EVENT_NAME,
  KX_EVENT_DOCUMENT,
  KX_EVENT_CONFLICT,
  KX_EVENT_APPROVAL, /* a superior's answer on paper */
  KX_EVENT_MATTER,   /* a day of an agreement, application, case (kx-timeline-days.h) */
  KX_EVENT_N_KINDS
} KxEventKind;

/* What a kind is called, translated; and an icon for it. */
const char *kx_event_kind_label (KxEventKind kind);
const char *kx_event_kind_icon (KxEventKind kind);

#define KX_TYPE_EVENT (kx_event_get_type ())
G_DECLARE_FINAL_TYPE (KxEvent, kx_event, KX, EVENT, GObject)

/* What an event leads to. */
typedef enum
{
  KX_EVENT_TO_HISTORY,  /* the changes of the record */
  KX_EVENT_TO_FIELD,    /* a field of the record; where there is none, what it says */
  KX_EVENT_TO_PART,     /* a row that is listed on the record's page */
  KX_EVENT_TO_DOCUMENT, /* a file of the record */
  KX_EVENT_TO_PAGE      /* a row that has a page of its own */
} KxEventTarget;

KxEventKind kx_event_get_kind (KxEvent *self);

/* The office's day; and the moment, where one is known. */
KxDate kx_event_get_date (KxEvent *self);
KxTime kx_event_get_time (KxEvent *self); /* 0: only the day */

const char *kx_event_get_words (KxEvent *self);
const char *kx_event_get_who (KxEvent *self); /* "" where it was nobody, or is not known */

/* TRUE for what has not come yet, such as the end of a licence. */
gboolean kx_event_is_ahead (KxEvent *self);

/* The row it comes from, and the field of it that says so (NULL: the row). */
const KxEntity *kx_event_get_entity (KxEvent *self);
const char *kx_event_get_id (KxEvent *self);
const char *kx_event_get_field (KxEvent *self);

KxEventTarget kx_event_get_target (KxEvent *self);

/* One change of the record, as the service's history has it. */
typedef struct
{
  gint64 seq;
  const char *kind;  /* "create", "patch", … */
  GPtrArray *fields; /* (element-type utf8) names of the fields it changed */
  const char *who;   /* name of the person, or NULL */
  KxTime at;
} KxTimelineChange;

/* What a timeline is made of; everything is borrowed, lists may be NULL. */
typedef struct
{
  const KxRecord *record;
  GPtrArray *credentials, *names, *attachments, *conflicts; /* (element-type KxRecord) */
  GPtrArray *approvals; /* (element-type KxRecord) the slips about it, or the slip itself */
  GArray *changes;      /* (element-type KxTimelineChange); NULL: the service was not reached */
  char *(*dup_person) (const char *user, gpointer data); /* "" when not known */
  gpointer data;
  GPtrArray *others; /* (element-type KxRecord) whose own days are told too */
} KxTimelineRows;

/* (element-type KxEvent), newest first. Free with g_ptr_array_unref(). */
GPtrArray *kx_timeline_new (const KxTimelineRows *rows, KxDate today);

G_END_DECLS
