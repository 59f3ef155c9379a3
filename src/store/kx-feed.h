/* The feed: every change that is open to somebody, in the order of its seq, page by page. A page is a
 * function of the rows, the actor and the cursor alone: no clock, no thread, no chance. */
#pragma once

#include "core/kx-role.h"
#include "store/kx-book.h"

G_BEGIN_DECLS

#define KX_FEED_ERROR (kx_feed_error_quark ())
GQuark kx_feed_error_quark (void);

typedef enum
{
  KX_FEED_ERROR_CURSOR,     /* not a cursor */
  KX_FEED_ERROR_GENERATION, /* of another generation of the store: compare what one holds with what there is
                               now */
  KX_FEED_ERROR_EXPIRED /* before the horizon, or of a scope too large to be remembered: begin from zero */
} KxFeedError;

/* Rows of a page, as it is asked for. */
#define KX_FEED_LIMIT 2000
#define KX_FEED_MOST 5000

typedef struct
{
  const KxActor *actor;   /* borrowed, as all here */
  const char *since;      /* cursor; NULL: from zero */
  const char *generation; /* what the reader takes the store for; NULL: it does not say */
  guint limit;            /* rows; 0: KX_FEED_LIMIT; one seq is never divided, so a few more may come */
  gint64 acked;           /* told at the commit: up to which op of the device the answers are forgotten */
} KxFeedRequest;

/* What a page came to. */
typedef struct
{
  char *cursor; /* owned; after the page */
  gboolean more;
  guint rows;
} KxFeedPage;

void kx_feed_page_clear (KxFeedPage *page);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KxFeedPage, kx_feed_page_clear)

/* Appends the lines of one page, its commit line last. All is read at one moment: in a read transaction of
 * its own, or within the write transaction that the book has. On an error `out` may hold half a page, which
 * is to be dropped. */
gboolean kx_feed_read (KxBook *book, const KxFeedRequest *request, GString *out, KxFeedPage *ret_page,
                       GError **error);

/* Appends `{"cursor":…,"spaces":{…}}`: what the spaces open to `actor` hold (only those named in `only`, when
 * it is not NULL), and the cursor at which that is so. */
gboolean kx_feed_verify (KxBook *book, const KxActor *actor, const char *const *only, GString *out,
                         GError **error);

G_END_DECLS
