#include "desktop/help/kx-help-text.h"

#include "desktop/kx-locale.h"

#include <gio/gio.h>
#include <string.h>

#define FOLDER "/org/kangxie/Kangxie/help/"

/* The order in which the topics are listed; others follow by name. */
static const char *const order[] = { "start",       "connect",     "overview",   "agencies",
                                     "agency",      "import",      "agreements", "renewal",
                                     "letters",     "activity",    "offline",    "conflicts",
                                     "attachments", "preferences", "policy",     "storage" };

static void
free_block (gpointer block)
{
  g_free (((KxHelpBlock *) block)->markup);
  g_free (block);
}

static void
free_topic (gpointer data)
{
  KxHelpTopic *topic = data;

  g_free (topic->name);
  g_free (topic->title);
  g_free (topic->text);
  g_free (topic);
}

/* Appends the text from `from` up to `mark` between the tags, and gives what follows; NULL when there is no
 * mark. */
static const char *
append_span (GString *markup, const char *from, const char *mark, const char *before, const char *after)
{
  const char *end = strstr (from, mark);
  g_autofree char *escaped = end != NULL ? g_markup_escape_text (from, end - from) : NULL;

  if (end == NULL)
    return NULL;
  g_string_append (markup, before);
  g_string_append (markup, escaped);
  g_string_append (markup, after);
  return end + strlen (mark);
}

/* [words](topic) */
static const char *
append_link (GString *markup, const char *from)
{
  const char *middle = strstr (from, "](");
  const char *end = middle != NULL ? strchr (middle, ')') : NULL;
  g_autofree char *words = NULL;
  g_autofree char *topic = NULL;

  if (end == NULL)
    return NULL;
  words = g_markup_escape_text (from, middle - from);
  topic = g_markup_escape_text (middle + 2, end - middle - 2);
  g_string_append_printf (markup, "<a href=\"%s\">%s</a>", topic, words);
  return end + 1;
}

static char *
to_markup (const char *text)
{
  GString *markup = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *rest = NULL;

      if (g_str_has_prefix (text, "**"))
        rest = append_span (markup, text + 2, "**", "<b>", "</b>");
      else if (*text == '`')
        rest = append_span (markup, text + 1, "`", "<tt>", "</tt>");
      else if (*text == '[')
        rest = append_link (markup, text + 1);
      if (rest == NULL)
        {
          const char *next = g_utf8_next_char (text);
          g_autofree char *escaped = g_markup_escape_text (text, next - text);

          g_string_append (markup, escaped);
          rest = next;
        }
      text = rest;
    }
  return g_string_free (markup, FALSE);
}

static void
end_block (GPtrArray *blocks, KxHelpKind kind, GString *text)
{
  KxHelpBlock *block;

  if (text->len == 0)
    return;
  block = g_new0 (KxHelpBlock, 1);
  block->kind = kind;
  block->markup = to_markup (text->str);
  g_ptr_array_add (blocks, block);
  g_string_truncate (text, 0);
}

/* Lines of one paragraph are joined by a blank, but not between two Chinese characters. */
static void
join_line (GString *text, const char *line)
{
  const char *last = text->len > 0 ? g_utf8_find_prev_char (text->str, text->str + text->len) : NULL;

  if (last != NULL &&
      !(g_unichar_iswide (g_utf8_get_char (last)) && g_unichar_iswide (g_utf8_get_char (line))))
    g_string_append_c (text, ' ');
  g_string_append (text, line);
}

GPtrArray *
kx_help_parse (const char *text)
{
  static const struct
  {
    const char *mark;
    KxHelpKind kind;
  } marks[] = { { "# ", KX_HELP_TITLE }, { "## ", KX_HELP_HEADING }, { "- ", KX_HELP_ITEM } };
  GPtrArray *blocks = g_ptr_array_new_with_free_func (free_block);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) current = g_string_new (NULL);
  KxHelpKind kind = KX_HELP_PARAGRAPH;

  for (char **place = lines; *place != NULL; place++)
    {
      const char *line = g_strstrip (*place);

      if (*line == '\0')
        {
          end_block (blocks, kind, current);
          kind = KX_HELP_PARAGRAPH;
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
        if (g_str_has_prefix (line, marks[i].mark))
          {
            end_block (blocks, kind, current);
            kind = marks[i].kind;
            line += strlen (marks[i].mark);
            break;
          }
      join_line (current, line);
    }
  end_block (blocks, kind, current);
  return blocks;
}

static guint
rank_of (const KxHelpTopic *topic)
{
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_str_equal (order[i], topic->name))
      return i;
  return G_N_ELEMENTS (order);
}

static int
compare_topics (gconstpointer a, gconstpointer b)
{
  const KxHelpTopic *one = *(KxHelpTopic *const *) a;
  const KxHelpTopic *two = *(KxHelpTopic *const *) b;
  guint first = rank_of (one);
  guint second = rank_of (two);

  return first != second ? (first < second ? -1 : 1) : strcmp (one->name, two->name);
}

static void
load_topic (GPtrArray *topics, const char *folder, const char *file)
{
  g_autofree char *path = g_build_path ("/", folder, file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GPtrArray) blocks = NULL;
  KxHelpTopic *topic;

  if (bytes == NULL || !g_str_has_suffix (file, ".md"))
    return;
  topic = g_new0 (KxHelpTopic, 1);
  topic->name = g_strndup (file, strlen (file) - strlen (".md"));
  topic->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (g_str_has_prefix (topic->text, "# "))
    topic->title = g_strstrip (g_strndup (topic->text + 2, strcspn (topic->text + 2, "\n")));
  else
    topic->title = g_strdup (topic->name);
  g_ptr_array_add (topics, topic);
}

GPtrArray *
kx_help_load_language (const char *language)
{
  GPtrArray *topics = g_ptr_array_new_with_free_func (free_topic);
  g_autofree char *folder = g_strconcat (FOLDER, language, "/", NULL);
  g_auto (GStrv) files = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (char **file = files; file != NULL && *file != NULL; file++)
    load_topic (topics, folder, *file);
  g_ptr_array_sort (topics, compare_topics);
  return topics;
}

static gboolean
has_help (const char *language, gpointer data)
{
  g_autofree char *folder = g_strconcat (FOLDER, language, "/", NULL);
  g_auto (GStrv) files = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return files != NULL && *files != NULL;
}

GPtrArray *
kx_help_load (void)
{
  return kx_help_load_language (kx_locale_choose (has_help, NULL));
}

gboolean
kx_help_topic_matches (const KxHelpTopic *topic, const char *query)
{
  g_autofree char *text = g_utf8_casefold (topic->text, -1);
  g_autofree char *wanted = g_utf8_casefold (query, -1);
  g_auto (GStrv) words = g_strsplit_set (wanted, " \t\n", -1);

  for (char **word = words; *word != NULL; word++)
    if (strstr (text, *word) == NULL)
      return FALSE;
  return TRUE;
}
