/* One thing to do: what, for whom, until when, why, and where it is done. */
#pragma once

#include "core/kx-entity.h"
#include "core/kx-finding.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  KX_TODO_OVERDUE,
  KX_TODO_WEEK, /* within seven days, or without a date and soon to be settled */
  KX_TODO_SOON, /* within sixty days, or without a date */
  KX_TODO_N_GROUPS
} KxTodoGroup;

typedef enum
{
  KX_TODO_LICENCE,        /* a practice licence runs out, or has */
  KX_TODO_CREDENTIAL,     /* another credential */
  KX_TODO_MISSING,        /* facts that an agency has to have */
  KX_TODO_DUPLICATE,      /* two records that may be one institution */
  KX_TODO_AGREEMENT_END,  /* the term of an agreement ends, or is over */
  KX_TODO_AGREEMENT_STEP, /* an agreement waits for a review or a signature */
  KX_TODO_TAKEN_OVER,     /* what was taken over from paper waits to be confirmed */
  KX_TODO_GAPS,           /* facts that it lacks */
  KX_TODO_APPLICATION,    /* the clock of an application runs, stands still, or there is none */
  KX_TODO_OBJECTION,      /* an objection waits for its answer */
  KX_TODO_ROUND,          /* the closing day of an admission round has come */
  KX_TODO_UPWARD,         /* a request to the body above is not answered */
  KX_TODO_SUSPENSION,     /* a decision on a suspension was not served */
  KX_TODO_LAPSE,          /* a suspension or a hold has its last day */
  KX_TODO_HOLD,           /* a licence ran out and no hold was proposed */
  KX_TODO_PUBLICATION,    /* an agency is not in the published list */
  KX_TODO_FILING,         /* an agreement was not filed with the province */
  KX_TODO_PLAQUE,         /* an agreement ended and its plaque is not back */
  KX_TODO_SLIP,           /* an approval slip waits for its answer, or the answer to be confirmed */
  KX_TODO_LETTER,         /* a letter was issued and not served */
  KX_TODO_SERIES,         /* a series of numbers waits for its last number */
  KX_TODO_CHANGE,         /* a change that was reported waits for a decision */
  KX_TODO_CONFLICT,       /* two people changed one field */
  KX_TODO_REFUSED,        /* the service refused a change */
  KX_TODO_UPLOAD          /* the service did not take a file */
} KxTodoKind;

/* Signal "changed": something of it is different. */
#define KX_TYPE_TODO (kx_todo_get_type ())
G_DECLARE_FINAL_TYPE (KxTodo, kx_todo, KX, TO_DO, GObject)

/* "Overdue", "This week", "Next 60 days", translated. */
const char *kx_todo_group_label (KxTodoGroup group);

KxTodoGroup kx_todo_get_group (KxTodo *todo);
KxTodoKind kx_todo_get_kind (KxTodo *todo);

/* What to do, in a sentence: "Ask for the renewed practice licence". */
const char *kx_todo_get_text (KxTodo *todo);

/* Whom it concerns: the agency's name. */
const char *kx_todo_get_subject (KxTodo *todo);

/* Until when; 0: no date. */
KxDate kx_todo_get_date (KxTodo *todo);

/* Working days of the agency's office from today to that date, negative when it has passed. */
int kx_todo_get_workdays (KxTodo *todo);

/* "in 3 working days", "no working day left", "today", "5 working days ago", "1 day ago" where none of them
 * was worked; "" without a date. A day of a year whose holidays are not published is marked. Free with
 * g_free(). */
char *kx_todo_dup_remaining (KxTodo *todo);

/* Why, in a sentence, and what stands behind it. */
const char *kx_todo_get_why (KxTodo *todo);
const KxCite *kx_todo_get_cite (KxTodo *todo);

/* Where it is done: the name of a place such as "agencies" or "activity", and the row. `id` may be NULL. */
const char *kx_todo_get_page (KxTodo *todo);
const KxEntity *kx_todo_get_entity (KxTodo *todo);
const char *kx_todo_get_id (KxTodo *todo);

G_END_DECLS
