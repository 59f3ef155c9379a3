#include "desktop/form/kx-words.h"

#include "desktop/kx-gettext.h"
#include "models/kx-display.h"

char *
kx_words_finding (const KxFinding *finding)
{
  return kx_finding_fill (finding, _ (finding->message));
}

const char *
kx_words_verdict (KxVerdict verdict)
{
  switch (verdict)
    {
    case KX_HOLDS:
      return C_ ("precondition", "Met");
    case KX_WARNS:
      return C_ ("precondition", "Look at this");
    case KX_FAILS:
      return C_ ("precondition", "Not met");
    case KX_CANNOT_TELL:
    default:
      return C_ ("precondition", "Cannot be told here");
    }
}

const char *
kx_words_verdict_icon (KxVerdict verdict)
{
  static const char *const icons[] = { "emblem-ok-symbolic", "dialog-warning-symbolic",
                                       "dialog-error-symbolic", "dialog-question-symbolic" };

  return icons[verdict];
}

const char *
kx_words_source (KxSource source)
{
  return source == KX_SOURCE_NONE ? "" : _ (kx_source_label (source));
}

const char *
kx_words_force (KxForce force)
{
  return force == KX_FORCE_NONE ? "" : _ (kx_force_label (force));
}

char *
kx_words_authority (const KxCite *cite)
{
  if (cite->force == KX_FORCE_OWN_VALUE && cite->item != NULL)
    return kx_display_fill (N_ ("This office's own value since {date}"), "date", cite->item, NULL);
  return g_strdup (kx_words_source (cite->source));
}

char *
kx_words_place (const KxCite *cite)
{
  /* The item of an own value is its first day, which its authority says. */
  const char *item = cite->force == KX_FORCE_OWN_VALUE ? NULL : cite->item;

  if (cite->document != NULL && item != NULL)
    return g_strdup_printf ("%s %s", cite->document, item);
  return g_strdup (cite->document != NULL ? cite->document : item != NULL ? item : "");
}

char *
kx_words_cite (const KxCite *cite)
{
  g_autofree char *authority = kx_words_authority (cite), *place = kx_words_place (cite);
  GString *words = g_string_new (authority);

  if (*place != '\0')
    g_string_append_printf (words, ". %s", place);
  if (cite->quote != NULL)
    {
      g_string_append (words, ". ");
      /* Translators: words quoted from a document. */
      g_string_append_printf (words, _ ("“%s”"), cite->quote);
    }
  if (cite->force != KX_FORCE_NONE && cite->force != KX_FORCE_OWN_VALUE)
    g_string_append_printf (words, ". %s", kx_words_force (cite->force));
  return g_string_free (words, FALSE);
}

char *
kx_words_stored (const KxField *field, const char *text)
{
  KxValue value;

  if (text == NULL)
    return g_strdup ("");
  return kx_value_from_text (field, text, &value) ? kx_display_value (field, value) : g_strdup (text);
}
