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
kx_words_stored (const KxField *field, const char *text)
{
  KxValue value;

  if (text == NULL)
    return g_strdup ("");
  return kx_value_from_text (field, text, &value) ? kx_display_value (field, value) : g_strdup (text);
}
