#include "server/kx-http-stream.h"

#define KX_TYPE_HTTP_INPUT (kx_http_input_get_type ())
G_DECLARE_FINAL_TYPE (KxHttpInput, kx_http_input, KX, HTTP_INPUT, GInputStream)

struct _KxHttpInput
{
  GInputStream parent_instance;

  GPollableInputStream *base; /* owned */
  gboolean waiting;           /* libsoup has not seen the next request yet */
  gboolean touched;           /* but some bytes of it came */
  gboolean ended;
  KxHttpStreamFunc func;
  gpointer user_data;
};

struct _KxHttpStream
{
  GIOStream parent_instance;

  GIOStream *base;
  KxHttpInput *input;
};

static gboolean
can_poll (GPollableInputStream *stream)
{
  return TRUE;
}

static gboolean
is_readable (GPollableInputStream *stream)
{
  KxHttpInput *self = KX_HTTP_INPUT (stream);

  return !self->ended && g_pollable_input_stream_is_readable (self->base);
}

static GSource *
create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  KxHttpInput *self = KX_HTTP_INPUT (stream);

  /* Nobody asks the source's callback which stream it is of, and one made for this stream around that one
   * would cost each request another source. After the end, one that never is ready. */
  if (!self->ended)
    return g_pollable_input_stream_create_source (self->base, cancellable);
  return g_pollable_source_new_full (self, NULL, cancellable);
}

static gssize
read_nonblocking (GPollableInputStream *stream, void *buffer, gsize size, GError **error)
{
  KxHttpInput *self = KX_HTTP_INPUT (stream);
  g_autoptr (GError) failure = NULL;
  gssize n = 0;

  if (!self->ended)
    {
      n = g_pollable_input_stream_read_nonblocking (self->base, buffer, size, NULL, &failure);
      if (n > 0 || !self->waiting || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          if (failure != NULL)
            g_propagate_error (error, g_steal_pointer (&failure));
          if (n > 0 && self->waiting && !self->touched)
            {
              self->touched = TRUE;
              self->func (FALSE, self->user_data);
            }
          return n;
        }
      self->ended = TRUE;
      self->func (TRUE, self->user_data);
    }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "the peer has closed");
  return -1;
}

static void
kx_http_input_pollable_init (GPollableInputStreamInterface *interface)
{
  interface->can_poll = can_poll;
  interface->is_readable = is_readable;
  interface->create_source = create_source;
  interface->read_nonblocking = read_nonblocking;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KxHttpInput, kx_http_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      kx_http_input_pollable_init))

static gssize
kx_http_input_read (GInputStream *stream, void *buffer, gsize size, GCancellable *cancellable, GError **error)
{
  return g_input_stream_read (G_INPUT_STREAM (KX_HTTP_INPUT (stream)->base), buffer, size, cancellable,
                              error);
}

static void
kx_http_input_finalize (GObject *object)
{
  g_object_unref (KX_HTTP_INPUT (object)->base);
  G_OBJECT_CLASS (kx_http_input_parent_class)->finalize (object);
}

static void
kx_http_input_class_init (KxHttpInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_http_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = kx_http_input_read;
}

static void
kx_http_input_init (KxHttpInput *self)
{
}

G_DEFINE_FINAL_TYPE (KxHttpStream, kx_http_stream, G_TYPE_IO_STREAM)

static GInputStream *
kx_http_stream_get_input (GIOStream *stream)
{
  return G_INPUT_STREAM (KX_HTTP_STREAM (stream)->input);
}

static GOutputStream *
kx_http_stream_get_output (GIOStream *stream)
{
  return g_io_stream_get_output_stream (KX_HTTP_STREAM (stream)->base);
}

static gboolean
kx_http_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return g_io_stream_close (KX_HTTP_STREAM (stream)->base, cancellable, error);
}

static void
kx_http_stream_dispose (GObject *object)
{
  KxHttpStream *self = KX_HTTP_STREAM (object);

  /* The base class closes, through the functions above. */
  G_OBJECT_CLASS (kx_http_stream_parent_class)->dispose (object);
  g_clear_object (&self->input);
  g_clear_object (&self->base);
}

static void
kx_http_stream_class_init (KxHttpStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kx_http_stream_dispose;
  stream_class->get_input_stream = kx_http_stream_get_input;
  stream_class->get_output_stream = kx_http_stream_get_output;
  stream_class->close_fn = kx_http_stream_close;
}

static void
kx_http_stream_init (KxHttpStream *self)
{
}

/**
 * kx_http_stream_new:
 * @base: a pollable stream
 * @func: called from inside a read
 *
 * Returns: (transfer full):
 */
KxHttpStream *
kx_http_stream_new (GIOStream *base, KxHttpStreamFunc func, gpointer user_data)
{
  KxHttpStream *self = g_object_new (KX_TYPE_HTTP_STREAM, NULL);

  self->base = g_object_ref (base);
  self->input = g_object_new (KX_TYPE_HTTP_INPUT, NULL);
  self->input->base = G_POLLABLE_INPUT_STREAM (g_object_ref (g_io_stream_get_input_stream (base)));
  self->input->func = func;
  self->input->user_data = user_data;
  return self;
}

/**
 * kx_http_stream_set_waiting:
 *
 * Says that the connection waits for its next request, not for its first, or that this has begun. Until
 * libsoup has seen the first line it is waiting: an end before that is the one that libsoup forgets.
 */
void
kx_http_stream_set_waiting (KxHttpStream *self, gboolean waiting)
{
  self->input->waiting = waiting;
  self->input->touched = FALSE;
}
