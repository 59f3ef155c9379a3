#include "desktop/lists/kx-row-acts.h"

#include "core/kx-wire-op.h"
#include "desktop/export/kx-copy.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "models/kx-display.h"
#include "sync/kx-profile.h"

struct _KxRowActs
{
  GObject parent_instance;

  KxMirror *mirror; /* owned */
  const KxEntity *entity;
  GtkWidget *owner; /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxRowActs, kx_row_acts, G_TYPE_OBJECT)

gpointer
kx_row_acts_get_owner (KxRowActs *acts)
{
  return acts->owner;
}

static KxWindow *
get_window (KxRowActs *self)
{
  GtkRoot *root = gtk_widget_get_root (self->owner);

  return KX_IS_WINDOW (root) ? KX_WINDOW (root) : NULL;
}

static void
say (KxRowActs *self, const char *text)
{
  if (get_window (self) != NULL)
    kx_window_toast (get_window (self), text);
}

/* Rows that go to the trash or come back: an act, or several where there are many. */
typedef struct
{
  KxRowActs *acts; /* owned */
  KxOpKind kind;
  GPtrArray *ids; /* (element-type utf8) owned */
  guint pending;
  char *refused; /* owned; why one of them was refused */
  gboolean undoing;
} Moving;

static void
moving_free (Moving *moving)
{
  g_object_unref (moving->acts);
  g_ptr_array_unref (moving->ids);
  g_free (moving->refused);
  g_free (moving);
}

static void move (KxRowActs *self, KxOpKind kind, GPtrArray *ids, gboolean undoing);

/* The way back of a move that was done. */
typedef struct
{
  KxRowActs *acts; /* owned */
  KxOpKind kind;
  GPtrArray *ids; /* owned */
} Back;

static void
back_free (gpointer data)
{
  Back *back = data;

  g_object_unref (back->acts);
  g_ptr_array_unref (back->ids);
  g_free (back);
}

static void
go_back (gpointer data)
{
  Back *back = data;

  move (back->acts, back->kind, back->ids, TRUE);
}

static void
tell (Moving *moving)
{
  KxRowActs *self = moving->acts;
  g_autofree char *count = kx_format_count (moving->ids->len), *text = NULL;
  Back *back;

  if (moving->refused != NULL)
    {
      say (self, moving->refused);
      return;
    }
  if (moving->kind == KX_OP_DELETE)
    text = g_strdup_printf (
        ngettext ("%s record moved to the trash", "%s records moved to the trash", moving->ids->len), count);
  else
    text = g_strdup_printf (ngettext ("%s record restored", "%s records restored", moving->ids->len), count);
  if (moving->undoing || get_window (self) == NULL)
    {
      say (self, text);
      return;
    }
  back = g_new (Back, 1);
  *back = (Back){ g_object_ref (self), moving->kind == KX_OP_DELETE ? KX_OP_RESTORE : KX_OP_DELETE,
                  g_ptr_array_ref (moving->ids) };
  kx_window_toast_undo (get_window (self), text, go_back, back, back_free);
}

/* The sentence of the finding that refused. */
static char *
word_refusal (const KxDecision *decision)
{
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];

      if (finding->verdict == KX_FAILS)
        return kx_finding_fill (finding, _ (finding->message));
    }
  return g_strdup (_ ("This cannot be done"));
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer data)
{
  Moving *moving = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (decision == NULL && moving->refused == NULL)
    moving->refused = kx_display_fill (N_ ("Nothing was changed: {error}"), "error", error->message, NULL);
  else if (decision != NULL && decision->result == KX_REJECTED && moving->refused == NULL)
    moving->refused = word_refusal (decision);
  if (--moving->pending > 0)
    return;
  tell (moving);
  moving_free (moving);
}

static void
move (KxRowActs *self, KxOpKind kind, GPtrArray *ids, gboolean undoing)
{
  Moving *moving = g_new0 (Moving, 1);

  moving->acts = g_object_ref (self);
  moving->kind = kind;
  moving->ids = g_ptr_array_ref (ids);
  moving->undoing = undoing;
  moving->pending = (ids->len + KX_WIRE_MOST_OPS - 1) / KX_WIRE_MOST_OPS;
  for (guint first = 0; first < ids->len; first += KX_WIRE_MOST_OPS)
    {
      GPtrArray *ops = g_ptr_array_new ();

      for (guint i = first; i < MIN (first + KX_WIRE_MOST_OPS, ids->len); i++)
        g_ptr_array_add (ops, kx_mirror_make_op (self->mirror, kind, self->entity, ids->pdata[i], NULL));
      kx_mirror_submit_async (self->mirror, ops, NULL, on_moved, moving);
    }
}

void
kx_row_acts_delete (KxRowActs *acts, GPtrArray *ids)
{
  if (ids->len > 0)
    move (acts, KX_OP_DELETE, ids, FALSE);
}

void
kx_row_acts_restore (KxRowActs *acts, GPtrArray *ids)
{
  if (ids->len > 0)
    move (acts, KX_OP_RESTORE, ids, FALSE);
}

static void
copied (guint n, const char *problem, gpointer data)
{
  KxRowActs *self = data;
  g_autofree char *count = kx_format_count (n), *text = NULL;

  text = problem != NULL ? g_strdup (problem)
                         : g_strdup_printf (ngettext ("%s record copied", "%s records copied", n), count);
  say (self, text);
}

void
kx_row_acts_copy (KxRowActs *acts, GPtrArray *ids, const guint *fields, guint n_fields)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const KxListQuery query = { .entity = acts->entity };
  g_autoptr (KxExportRequest) request = NULL;
  g_auto (GStrv) chosen = NULL;

  for (guint i = 0; i < ids->len; i++)
    g_strv_builder_add (builder, ids->pdata[i]);
  chosen = g_strv_builder_end (builder);
  request = kx_export_request_new (acts->mirror, &query, chosen);
  g_array_append_vals (request->fields, fields, n_fields);
  kx_copy_rows (acts->owner, request, copied, g_object_ref (acts), g_object_unref);
}

void
kx_row_acts_copy_link (KxRowActs *acts, const char *id)
{
  KxProfile *profile = KX_IS_PAGE (acts->owner) ? kx_page_get_profile (KX_PAGE (acts->owner)) : NULL;
  g_autofree char *link =
      kx_link_make (profile != NULL ? kx_profile_get_url (profile) : NULL, acts->entity->name, id);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (acts->owner), link);
  say (acts, _ ("Link copied"));
}

KxRowActs *
kx_row_acts_new (KxMirror *mirror, const KxEntity *entity, GtkWidget *owner)
{
  KxRowActs *self = g_object_new (KX_TYPE_ROW_ACTS, NULL);

  self->mirror = g_object_ref (mirror);
  self->entity = kx_schema_entity (kx_mirror_get_schema (mirror), entity->name);
  self->owner = owner;
  return self;
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_ROW_ACTS (object)->mirror);
  G_OBJECT_CLASS (kx_row_acts_parent_class)->dispose (object);
}

static void
kx_row_acts_class_init (KxRowActsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_row_acts_init (KxRowActs *self)
{
}
