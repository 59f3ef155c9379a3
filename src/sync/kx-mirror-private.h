/* What the files of KxMirror share. */
#pragma once

#include "sync/kx-mirror.h"

G_BEGIN_DECLS

struct _KxMirror
{
  GObject parent_instance;

  char *dir, *path, *salvage_path; /* owned; the folder, the database, the file of waiting ops */
  const KxSchema *schema;
  KxWriter *writer;      /* owned; stopped when the mirror closes */
  gboolean closed;       /* main thread */
  GMainContext *context; /* owned; signals come here */
  KxActor *actor;        /* owned; main thread */
  int lock, salvage;     /* descriptors */
  guint salvaged;
  gboolean remote;

  /* Texts by key, "" for one that is dropped; main thread. */
  GHashTable *drafts;  /* (element-type char* char*) owned; typed and not yet handed to the writer */
  GHashTable *writing; /* (element-type char* char*) owned; on their way to the disk, NULL: none */
  guint draft_timer;

  GMutex mutex;            /* for what follows */
  KxRowsChanged *changed;  /* owned; not told yet, NULL: nothing */
  KxMirrorSummary summary; /* as of the last commit */
  gboolean summary_changed;
  GSource *telling; /* owned; NULL: nothing to tell */

  /* Of the transaction under way; the writer's thread. */
  KxRowsChanged *current; /* owned */
  gboolean nothing_waits; /* the outbox is empty, and was not before */
  gboolean lost_files;    /* attachments went: their bytes may go too */
  gboolean doubtful;      /* a transaction failed: the file is looked at when it is opened next */
};

/* The database of the mirror as it was found: opened, set up, and, if it was damaged, replaced by a new one
 * that holds what could be saved. NULL with an error. */
KxBook *kx_mirror_file_open (KxMirror *mirror, GError **error);

/* Within the transaction: the ops that were queued or changed go to the salvage file, and the ends of those
 * that are no more. */
gboolean kx_mirror_file_save (KxBook *book, gpointer mirror, GError **error);

/* After it: with nothing waiting there is nothing to keep in that file. */
void kx_mirror_file_saved (KxMirror *mirror, gboolean committed);

/* The mark that says whether the mirror was closed in order. */
void kx_mirror_file_mark (KxMirror *mirror, gboolean open);

/* Removes the bytes that no attachment and no waiting file names any more; a file that is being taken in may
 * be named a little later. On the writer's thread, or before there is one. */
void kx_mirror_blob_prune (KxMirror *mirror, KxBook *book);

/* Hands what was typed to the writer at once, also when some is on its way already. */
void kx_mirror_write_drafts (KxMirror *mirror);

KxRowsChanged *kx_rows_changed_new (void);
void kx_rows_changed_add (KxRowsChanged *changed, const KxSchema *schema, const KxEntity *entity,
                          const char *id, KxRowChangeKind kind);
void kx_rows_changed_join (KxRowsChanged *changed, const KxSchema *schema, const KxRowsChanged *other);

G_END_DECLS
