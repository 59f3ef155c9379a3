/* Dialogs that decide: a question as heading, verbs on the buttons, the effect in one sentence. Only for what
 * cannot be undone; everything else happens at once and offers Undo (kx_window_toast_undo()). */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  const char *question;  /* heading: "Close this conflict?" */
  const char *effect;    /* what happens then, in one sentence */
  const char *stay;      /* verb that does nothing, the safe default; NULL: "Cancel" */
  const char *act;       /* verb that acts: "_Close" */
  const char *other;     /* a second verb that acts, or NULL */
  const char *reason;    /* label of an entry for the reason; NULL: none is asked */
  gboolean needs_reason; /* the verbs wait for a reason */
  gboolean destructive;
} KxQuestion;

typedef enum
{
  KX_ASK_STAY,
  KX_ASK_ACT,
  KX_ASK_OTHER
} KxChoice;

/* `reason` is what was typed, without outer blanks; "" when none was asked. */
typedef void (*KxAsked) (KxChoice choice, const char *reason, gpointer data);

/* Shows the question over the window of `over`. `asked` is called once, unless the window goes away before;
 * `free_data` follows in any case. Returns the dialog, for tests. */
GtkWindow *kx_ask (GtkWidget *over, const KxQuestion *question, KxAsked asked, gpointer data,
                   GDestroyNotify free_data);

/* Says what went wrong: what happened, what is safe and what to do now. */
GtkWindow *kx_ask_tell (GtkWidget *over, const char *heading, const char *body);

G_END_DECLS
