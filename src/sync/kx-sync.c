#include "sync/kx-sync.h"

#include "sync/kx-client-private.h"
#include "sync/kx-sync-book.h"
#include "sync/kx-sync-listen.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

enum
{
  MOST_BYTES = 64 * 1024 * 1024, /* of an answer */
  SETTLE_MS = 1000,              /* a network that came or went is tried after that */
};

struct _KxSync
{
  GObject parent;
  KxClient *client;       /* owned */
  KxMirror *mirror;       /* owned */
  KxSyncMachine *machine; /* owned */
  KxSyncListen *listen;   /* owned; hears pokes while it is there */
  GCancellable *asking;   /* owned; of the request under way */
  guint timer, settle;    /* sources; 0: none */
  guint waiting, uploads; /* what the mirror's summary said last */
  KxSyncState state;      /* as notified last */
  gboolean online;
  gboolean watching; /* the network is followed; asking the system for it takes a while */
  guint n_verdicts;  /* as told last */
  char *error;       /* owned; as notified last */
  char *upload;      /* owned; the file on its way, as notified last; NULL: none */
  double sent;       /* of that file */
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_ONLINE,
  PROP_LAST_ERROR,
  PROP_SENT,
  N_PROPS
};

enum
{
  VERIFIED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KxSync, kx_sync, G_TYPE_OBJECT)

GType
kx_sync_state_get_type (void)
{
  static const GEnumValue values[] = { { KX_SYNC_OFF, "KX_SYNC_OFF", "off" },
                                       { KX_SYNC_IDLE, "KX_SYNC_IDLE", "idle" },
                                       { KX_SYNC_LOADING, "KX_SYNC_LOADING", "loading" },
                                       { KX_SYNC_PUSHING, "KX_SYNC_PUSHING", "pushing" },
                                       { KX_SYNC_PULLING, "KX_SYNC_PULLING", "pulling" },
                                       { KX_SYNC_UPLOADING, "KX_SYNC_UPLOADING", "uploading" },
                                       { KX_SYNC_OFFLINE, "KX_SYNC_OFFLINE", "offline" },
                                       { KX_SYNC_FAILED, "KX_SYNC_FAILED", "failed" },
                                       { KX_SYNC_SIGNED_OUT, "KX_SYNC_SIGNED_OUT", "signed-out" },
                                       { KX_SYNC_REVOKED, "KX_SYNC_REVOKED", "revoked" },
                                       { KX_SYNC_TOO_OLD, "KX_SYNC_TOO_OLD", "too-old" },
                                       { 0, NULL, NULL } };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("KxSyncState", values));
  return type;
}

static void pump (KxSync *self);

static KxSyncMoment
now (void)
{
  return (KxSyncMoment){ g_get_monotonic_time () / 1000, g_random_int () };
}

/* A request on its way. */
typedef struct
{
  KxSync *self; /* owned */
  guint64 id;
  guint status;     /* of the good answer whose body comes */
  GByteArray *body; /* owned; of a good answer, as far as it came */
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->self);
  g_byte_array_unref (asking->body);
  g_free (asking);
}

static gboolean
keep_bytes (guint status, const void *bytes, gsize size, gpointer data, GError **error)
{
  Asking *asking = data;

  asking->status = status;
  if (asking->body->len + size > MOST_BYTES)
    {
      kx_client_set_protocol_error (error);
      return FALSE;
    }
  g_byte_array_append (asking->body, bytes, (guint) size);
  return TRUE;
}

static gint64
read_offset (const KxClientAnswer *answer)
{
  const char *text = answer != NULL ? soup_message_headers_get_one (answer->headers, "Upload-Offset") : NULL;
  gint64 offset;

  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &offset, NULL) ? offset : -1;
}

static void
tell_answer (Asking *asking, const KxClientAnswer *answer, const GError *error)
{
  KxSync *self = asking->self;
  g_autoptr (GBytes) body = g_bytes_new (asking->body->data, asking->body->len);
  KxSyncAnswer got = { .id = asking->id, .body = body, .offset = read_offset (answer), .error = error };

  got.status = answer != NULL ? answer->status : kx_client_error_get_status (error);
  if (got.status == 0)
    got.status = asking->status;
  kx_sync_machine_answer (self->machine, &got, now ());
  pump (self);
}

static void
answered (GObject *source, GAsyncResult *result, gpointer data)
{
  Asking *asking = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxClientAnswer) answer = kx_client_send_finish (KX_CLIENT (source), result, &error);

  /* What was cancelled nobody waits for. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_answer (asking, answer, error);
  asking_free (asking);
}

/* The piece of a file that a request sends. */
static GBytes *
read_piece (const KxSyncAsk *ask, GError **error)
{
  g_autofree guint8 *bytes = g_malloc ((gsize) ask->length);
  int fd = g_open (ask->file, O_RDONLY | O_CLOEXEC, 0);
  gssize n = fd >= 0 ? pread (fd, bytes, (gsize) ask->length, ask->offset) : -1;
  int code = errno;

  if (fd >= 0)
    close (fd);
  if (n == ask->length)
    return g_bytes_new_take (g_steal_pointer (&bytes), (gsize) n);
  g_set_error (error, G_IO_ERROR, n < 0 ? (gint) g_io_error_from_errno (code) : G_IO_ERROR_PARTIAL_INPUT,
               "%s: %s", ask->file, n < 0 ? g_strerror (code) : "shorter than it was");
  return NULL;
}

static void
send (KxSync *self, KxSyncAsk *ask)
{
  Asking *asking = g_new0 (Asking, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = ask->file != NULL ? read_piece (ask, &error) : NULL;
  KxClientAsk call = { .method = ask->method,
                       .path = ask->path,
                       .headers = (const char *const *) ask->headers,
                       .body = piece != NULL ? piece : ask->body,
                       .token = g_str_equal (ask->path, "/v1") ? KX_CLIENT_NO_TOKEN : KX_CLIENT_DEVICE,
                       .sink = keep_bytes,
                       .sink_data = asking };

  asking->self = g_object_ref (self);
  asking->id = ask->id;
  asking->body = g_byte_array_new ();
  if (error != NULL)
    {
      tell_answer (asking, NULL, error);
      asking_free (asking);
      return;
    }
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  kx_client_send_async (self->client, &call, self->asking, answered, asking);
}

/* Work on its way: done on the mirror's writing thread. */
typedef struct
{
  KxSync *self;     /* owned */
  KxSyncWork *work; /* owned */
  KxSyncDone done;
} Working;

static void
working_free (gpointer data)
{
  Working *working = data;

  g_object_unref (working->self);
  kx_sync_work_free (working->work);
  kx_sync_done_clear (&working->done);
  g_free (working);
}

static gboolean
run_work (KxBook *book, gpointer data, GError **error)
{
  Working *working = data;

  kx_sync_done_clear (&working->done);
  kx_sync_book_run (book, working->work, (KxTime){ g_get_real_time () / 1000 }, &working->done);
  if (working->done.error == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (working->done.error);
  return FALSE;
}

static void
worked (GObject *source, GAsyncResult *result, gpointer data)
{
  Working *working = data;
  KxSync *self = working->self;
  GError *error = NULL;

  if (!kx_mirror_write_finish (KX_MIRROR (source), result, &error) && working->done.error == NULL)
    working->done.error = g_steal_pointer (&error);
  g_clear_error (&error);
  kx_sync_machine_done (self->machine, working->work->id, &working->done, now ());
  pump (self);
  working_free (working);
}

static void
work (KxSync *self, KxSyncWork *work)
{
  Working *working = g_new0 (Working, 1);

  working->self = g_object_ref (self);
  working->work = work;
  kx_mirror_run_async (self->mirror, kx_sync_book_is_bare (work->kind) ? KX_WRITE_BARE : KX_WRITE_TOGETHER,
                       run_work, working, NULL, NULL, worked, working);
}

static gboolean
timer_cb (gpointer data)
{
  KxSync *self = data;

  self->timer = 0;
  kx_sync_machine_tick (self->machine, now ());
  pump (self);
  return G_SOURCE_REMOVE;
}

static void
set_timer (KxSync *self)
{
  gint64 at = kx_sync_machine_get_timer (self->machine), wait = at - now ().ms;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (at != 0)
    self->timer = g_timeout_add ((guint) CLAMP (wait, 0, G_MAXINT), timer_cb, self);
}

static gboolean
is_at_work (KxSyncState state)
{
  return state == KX_SYNC_PUSHING || state == KX_SYNC_PULLING || state == KX_SYNC_UPLOADING;
}

/* Where the file on its way has got to. Between its pieces others' and own changes go, and the service is
 * asked how much it has: what is known of it stands meanwhile. */
static void
tell_sent (KxSync *self)
{
  double sent;
  const char *upload = kx_sync_machine_get_upload (self->machine, &sent);
  gboolean other;

  if (!is_at_work (self->state))
    upload = NULL;
  else if (upload == NULL)
    return;
  other = g_strcmp0 (upload, self->upload) != 0;
  if (!other && (upload == NULL || sent < 0 || sent == self->sent))
    return;
  if (other)
    {
      g_free (self->upload);
      self->upload = g_strdup (upload);
    }
  self->sent = MAX (sent, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENT]);
}

static void
tell_changes (KxSync *self)
{
  const GError *error = kx_sync_machine_get_error (self->machine);
  KxSyncState state = kx_sync_machine_get_state (self->machine);
  gboolean online = kx_sync_machine_is_online (self->machine);
  gboolean other_state = state != self->state, other_online = online != self->online;
  gboolean other_error = g_strcmp0 (error != NULL ? error->message : NULL, self->error) != 0;

  self->state = state;
  self->online = online;
  if (other_error)
    {
      g_free (self->error);
      self->error = g_strdup (error != NULL ? error->message : NULL);
    }
  if (other_state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (other_online)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLINE]);
  if (other_error)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_ERROR]);
  tell_sent (self);
}

static void
tell_verdict (KxSync *self)
{
  guint n;
  KxSyncVerdict verdict = kx_sync_machine_get_verdict (self->machine, &n);

  if (n == self->n_verdicts)
    return;
  self->n_verdicts = n;
  g_signal_emit (self, signals[VERIFIED], 0, verdict);
}

/* Carries out what the machine says now. */
static void
pump (KxSync *self)
{
  gboolean was_at_work = self->state != KX_SYNC_IDLE;
  KxSyncAsk *ask;
  KxSyncWork *next;

  g_object_ref (self);
  while ((next = kx_sync_machine_take_work (self->machine)) != NULL)
    work (self, next);
  ask = kx_sync_machine_take_ask (self->machine);
  if (ask != NULL)
    send (self, ask);
  kx_sync_ask_free (ask);
  set_timer (self);
  tell_changes (self);
  tell_verdict (self);
  if (self->listen != NULL && self->state == KX_SYNC_IDLE)
    {
      /* A round that ended well has just found the service there. */
      if (was_at_work)
        kx_sync_listen_hurry (self->listen);
      else
        kx_sync_listen_wake (self->listen);
    }
  g_object_unref (self);
}

/* Pokes come, or the line they come by is open or closed. */
static void
heard (gboolean poke, gboolean listening, gpointer data)
{
  KxSync *self = data;

  kx_sync_machine_set_listening (self->machine, listening, now ());
  if (poke)
    kx_sync_machine_poke (self->machine, now ());
  pump (self);
}

/* Only a person adds to what waits, so more of it is a change to send. */
static void
summary_changed (KxMirror *mirror, KxSync *self)
{
  KxMirrorSummary summary;
  gboolean more;

  kx_mirror_get_summary (mirror, &summary);
  more = summary.waiting > self->waiting || summary.uploads > self->uploads;
  self->waiting = summary.waiting;
  self->uploads = summary.uploads;
  if (!more)
    return;
  kx_sync_machine_change (self->machine, now ());
  pump (self);
}

static gboolean
settled (gpointer data)
{
  KxSync *self = data;

  self->settle = 0;
  kx_sync_now (self);
  return G_SOURCE_REMOVE;
}

static void
network_changed (GNetworkMonitor *monitor, gboolean available, KxSync *self)
{
  /* A service of this computer answers without a network, too. */
  if (self->state == (available ? KX_SYNC_OFFLINE : KX_SYNC_IDLE) && self->settle == 0)
    self->settle = g_timeout_add (SETTLE_MS, settled, self);
}

KxSync *
kx_sync_new (KxClient *client, KxMirror *mirror)
{
  KxSync *self = g_object_new (KX_TYPE_SYNC, NULL);

  self->client = g_object_ref (client);
  self->mirror = g_object_ref (mirror);
  g_signal_connect_object (mirror, "summary-changed", G_CALLBACK (summary_changed), self, 0);
  return self;
}

void
kx_sync_start (KxSync *self)
{
  g_return_if_fail (KX_IS_SYNC (self));
  if (self->listen == NULL)
    self->listen = kx_sync_listen_new (self->client, heard, self);
  if (!self->watching)
    g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                             G_CALLBACK (network_changed), self, 0);
  self->watching = TRUE;
  kx_sync_machine_start (self->machine, now ());
  pump (self);
}

void
kx_sync_stop (KxSync *self)
{
  g_return_if_fail (KX_IS_SYNC (self));
  g_clear_pointer (&self->listen, kx_sync_listen_free);
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_handle_id (&self->settle, g_source_remove);
  kx_sync_machine_stop (self->machine);
  pump (self);
}

void
kx_sync_now (KxSync *self)
{
  g_return_if_fail (KX_IS_SYNC (self));
  kx_sync_machine_now (self->machine, now ());
  pump (self);
}

void
kx_sync_verify (KxSync *self)
{
  g_return_if_fail (KX_IS_SYNC (self));
  kx_sync_machine_verify (self->machine, now ());
  pump (self);
}

void
kx_sync_signed_in (KxSync *self)
{
  g_return_if_fail (KX_IS_SYNC (self));
  kx_sync_machine_signed_in (self->machine, now ());
  pump (self);
}

KxSyncState
kx_sync_get_state (KxSync *self)
{
  return self->state;
}

gboolean
kx_sync_is_online (KxSync *self)
{
  return self->online;
}

const GError *
kx_sync_get_error (KxSync *self)
{
  return kx_sync_machine_get_error (self->machine);
}

const char *
kx_sync_get_upload (KxSync *self, double *ret_sent)
{
  g_return_val_if_fail (KX_IS_SYNC (self), NULL);
  *ret_sent = self->sent;
  return self->upload;
}

guint
kx_sync_get_wait (KxSync *self)
{
  gint64 at = kx_sync_machine_get_timer (self->machine), left = at - now ().ms;

  if (self->state != KX_SYNC_OFFLINE && self->state != KX_SYNC_FAILED && self->state != KX_SYNC_TOO_OLD)
    return 0;
  return at != 0 && left > 0 ? (guint) (left / 1000) + 1 : 0;
}

static void
kx_sync_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KxSync *self = KX_SYNC (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (gint) self->state);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_LAST_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_SENT:
      g_value_set_double (value, self->sent);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kx_sync_dispose (GObject *object)
{
  KxSync *self = KX_SYNC (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->settle, g_source_remove);
  g_clear_pointer (&self->listen, kx_sync_listen_free);
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->client);
  g_clear_object (&self->mirror);
  G_OBJECT_CLASS (kx_sync_parent_class)->dispose (object);
}

static void
kx_sync_finalize (GObject *object)
{
  KxSync *self = KX_SYNC (object);

  kx_sync_machine_free (self->machine);
  g_free (self->error);
  g_free (self->upload);
  G_OBJECT_CLASS (kx_sync_parent_class)->finalize (object);
}

static void
kx_sync_class_init (KxSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kx_sync_get_property;
  object_class->dispose = kx_sync_dispose;
  object_class->finalize = kx_sync_finalize;
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, KX_TYPE_SYNC_STATE, KX_SYNC_OFF,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ONLINE] =
      g_param_spec_boolean ("online", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LAST_ERROR] =
      g_param_spec_string ("last-error", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SENT] =
      g_param_spec_double ("sent", NULL, NULL, 0, 1, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[VERIFIED] = g_signal_new ("verified", KX_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
kx_sync_init (KxSync *self)
{
  self->machine = kx_sync_machine_new (kx_schema_get ()->version);
}
