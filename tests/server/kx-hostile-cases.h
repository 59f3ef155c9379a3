/* What the service's document does not say of a kind of row, one line each: a value that is not simply the
 * first that fits, rows and steps that have to be there before, what no two rows share. A kind of row whose
 * document says enough needs none. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of bodies: the member as JSON ("@20": the day twenty days after that of the step), in place of what the
 * document would give it, and where the document does not ask for it at all. `operation` is its id
 * ("agreement.sign"); that of a body with which a row is made is "agreement.create". */
typedef struct
{
  const char *operation, *member, *raw;
} HostileGiven;

/* NULL-terminated by its operation. */
extern const HostileGiven hostile_given[];

/* NULL: the document is right. */
const char *hostile_find_given (const char *operation, const char *member);

/* Of rows that cannot share what they refer to with another of their kind: `member` refers to a row made for
 * it, in `state` (NULL: as it was made). */
typedef struct
{
  const char *entity, *member, *state;
} HostileFresh;

extern const HostileFresh hostile_fresh[];

/* Of operations that ask more of a row than its state: `before` is an action to be taken on it sooner or
 * later before, "+entity" a row of that kind that belongs to it, "=entity" that those which came with it get
 * the values given to "entity.patch", "@entity" a row of that kind of the same office in the other city, with
 * the values given to "entity.beside". */
typedef struct
{
  const char *operation, *before;
} HostileNeed;

extern const HostileNeed hostile_needs[];

typedef enum
{
  HOSTILE_WORD,
  HOSTILE_LOGIN,
  HOSTILE_USCC,
  HOSTILE_AREA,
  HOSTILE_SHA256,
  HOSTILE_DAY,
  HOSTILE_CODE,
  HOSTILE_NUMBER
} HostileForm;

/* Of what no two rows share, where it is no plain text that the document marks so. */
typedef struct
{
  const char *entity, *member;
  HostileForm form;
} HostileVaried;

extern const HostileVaried hostile_varied[];

/* How `member` of a row is to be given a value of its own; `marked` says whether the document marks it. -1:
 * not at all. */
int hostile_find_form (const char *entity, const char *member, gboolean marked);

G_END_DECLS
