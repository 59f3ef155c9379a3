/* The help's texts: one topic a file of resources/help, in a small part of Markdown. "# " begins the title,
 * "## " a heading, "- " an item; blank lines part paragraphs; **bold**, `keys` and [links](topic) stand
 * inside. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KX_HELP_TITLE,
  KX_HELP_HEADING,
  KX_HELP_PARAGRAPH,
  KX_HELP_ITEM
} KxHelpKind;

typedef struct
{
  KxHelpKind kind;
  char *markup; /* owned; Pango markup, links as <a href="topic"> */
} KxHelpBlock;

/* The blocks of `text`. (element-type KxHelpBlock) Free with g_ptr_array_unref(). */
GPtrArray *kx_help_parse (const char *text);

typedef struct
{
  char *name, *title; /* owned */
  char *text;         /* owned; as it stands in the file */
} KxHelpTopic;

/* All topics in the language of this process, in the order in which they are listed. (element-type
 * KxHelpTopic) Free with g_ptr_array_unref(). */
GPtrArray *kx_help_load (void);

/* The same in one language, such as "zh_CN". */
GPtrArray *kx_help_load_language (const char *language);

/* TRUE when each word of `query` stands in the topic, in any case. */
gboolean kx_help_topic_matches (const KxHelpTopic *topic, const char *query);

G_END_DECLS
