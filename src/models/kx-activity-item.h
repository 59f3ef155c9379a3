/* One line of what goes on between this computer and the service, in words. */
#pragma once

#include "core/kx-finding.h"
#include "core/kx-record.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  KX_ACTIVITY_CONFLICT, /* two values of a field, or deleted and changed */
  KX_ACTIVITY_REFUSED,  /* a change that the service did not take */
  KX_ACTIVITY_ORPHAN,   /* a change of a row that is not open to this user any more */
  KX_ACTIVITY_DRAFT,    /* typed and not handed over */
  KX_ACTIVITY_FILE,     /* a file that waits or was not taken */
  KX_ACTIVITY_N_KINDS
} KxActivityKind;

/* Everything is owned; what does not concern a kind is NULL or 0 there. */
typedef struct
{
  KxActivityKind kind;
  char *key;              /* what tells it from others: id of the op, key of the draft, digest of the file */
  char *title;            /* whom it concerns: the row's title, the file's name */
  char *text;             /* what it is, in a sentence */
  char *reason;           /* of a file: why the service did not take it */
  KxTime at;              /* when a person did it */
  gint64 out;             /* number in the outbox */
  const KxEntity *entity; /* of the row; NULL: not known to this program */
  char *row;
  gboolean fresh;                 /* of a draft: its row is to be made by it */
  gboolean imports;               /* of a draft: the choices of an unfinished import */
  gboolean failed;                /* of a file: it was not taken */
  GPtrArray *findings;            /* (element-type KxFinding) of a refused change, or NULL */
  KxRecord *conflict;             /* of a conflict */
  const KxField *field;           /* NULL: the whole row */
  char *mine, *theirs, *base;     /* values in words */
  char *my_person, *their_person; /* names; "": not known here */
} KxActivity;

KxActivity *kx_activity_new (KxActivityKind kind, const char *key);
void kx_activity_free (KxActivity *activity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxActivity, kx_activity_free)

/* Of a conflict: the key of the draft for a value that shall take the place of both. Free with g_free(). */
char *kx_activity_dup_typed_key (const KxActivity *conflict);

/* The keys under which pages keep what is chosen for many agreements at once. */
#define KX_ACTIVITY_LETTERS "letters/agreements"
#define KX_ACTIVITY_RENEWAL "renewal/renew"
#define KX_ACTIVITY_CARRYING_ON "renewal/carry-on"

/* The key of the draft of what a letter says, letter/write/ROW/KIND; `kind` is a code of kx_letter. Free with
 * g_free(). */
char *kx_activity_dup_letter_key (const char *row, int kind);

/* Signal "changed" (): kx_activity_item_get() gives something else. */
#define KX_TYPE_ACTIVITY_ITEM (kx_activity_item_get_type ())
G_DECLARE_FINAL_TYPE (KxActivityItem, kx_activity_item, KX, ACTIVITY_ITEM, GObject)

/* Takes `activity`. */
KxActivityItem *kx_activity_item_new (KxActivity *activity);

/* Borrowed until "changed". */
const KxActivity *kx_activity_item_get (KxActivityItem *self);

/* KxKeyOf and KxAbsorb of kx-keyed-list.h. */
const char *kx_activity_item_key (gpointer item);
void kx_activity_item_absorb (gpointer kept, gpointer newer);

G_END_DECLS
