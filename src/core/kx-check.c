#include "core/kx-check.h"

#include "core/kx-calendar.h"
#include "core/kx-crypto.h"
#include "core/kx-identifier.h"
#include "core/kx-json.h"

#include <string.h>

/* What these refer to has to stand when a row comes back from the trash. */
#define NEEDED_TARGET (KX_REQUIRED | KX_PARENT | KX_OFFICE)

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite credit_code_standard = { .source = KX_SOURCE_DOCUMENT,
                                             .document = "GB 32100-2015",
                                             .force = KX_FORCE_DUTY };
static const KxCite area_code_standard = { .source = KX_SOURCE_DOCUMENT,
                                           .document = "GB/T 2260",
                                           .force = KX_FORCE_DUTY };

const KxEntity *
kx_check_target (const KxSchema *schema, const KxRecord *fields, guint field)
{
  const char *target = fields->entity->fields[field].target;

  if (g_str_equal (target, "*"))
    {
      int named = kx_entity_field (fields->entity, "owner_entity");

      target = named >= 0 ? kx_record_get (fields, (guint) named).TEXT : NULL;
    }
  return target != NULL ? kx_schema_entity (schema, target) : NULL;
}

/* Whether blanks part the text into single Han characters: 张 三 and, as rosters align names, 张  三. Two
 * names in one field, 张三 李四, are not. */
static gboolean
is_spaced_out (const char *text)
{
  gboolean parted = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (*p != ' ' && (!parted || g_unichar_get_script (g_utf8_get_char (p)) != G_UNICODE_SCRIPT_HAN))
        return FALSE;
      parted = *p == ' ';
    }
  return TRUE;
}

/* Dots that people type between the parts of a name become the one of the standard, U+00B7; the blank of 张
 * 三 goes. */
static char *
normalize_person (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean spaced_out = is_spaced_out (text);
  gunichar before = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x2022 || c == 0x2027 || c == 0x30FB || (c == '.' && before > 0x2E80))
        c = 0xB7;
      if (c == ' ' && spaced_out)
        continue;
      g_string_append_unichar (out, c);
      before = c;
    }
  return g_string_free (out, FALSE);
}

/* Blanks of every width become one kind, controls and characters that only steer the display go, line ends
 * become \n or, in one-line texts, a blank. */
static char *
normalize_text (const char *text, gboolean lines)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (c == '\r' || c == '\n' || c == 0x2028 || c == 0x2029)
        c = lines ? '\n' : ' ';
      else if (c == '\t' || g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
        c = lines && c == '\t' ? '\t' : ' ';
      else if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        continue;
      g_string_append_unichar (out, c);
    }
  return g_strstrip (g_string_free (out, FALSE));
}

char *
kx_check_normalize (const KxField *field, const char *text)
{
  g_autofree char *clean = normalize_text (text, field->kind == KX_LONG_TEXT);

  if (field->format == KX_FORMAT_USCC)
    return kx_identifier_normalize (clean);
  if (field->format == KX_FORMAT_AREA)
    return kx_identifier_normalize_area_code (clean);
  if (field->format == KX_FORMAT_LOGIN || field->format == KX_FORMAT_SHA256 || field->kind == KX_REF)
    return g_ascii_strdown (clean, -1);
  if (field->flags & KX_PERSON)
    return normalize_person (clean);
  return g_steal_pointer (&clean);
}

char *
kx_check_mask (const KxField *field, const char *clear)
{
  return field->format == KX_FORMAT_PHONE ? kx_identifier_mask_phone (clear)
                                          : kx_identifier_mask_account (clear);
}

static KxFinding *
fail (const KxField *field, const char *code, const char *message, const KxCite *cite)
{
  KxFinding *finding = kx_finding_new (KX_FAILS, code, field->name, message);

  finding->cite = *cite;
  return finding;
}

static KxFinding *
describe (const KxField *field, KxIdentifierResult result, const KxCite *cite)
{
  char character[] = { result.character, 0 }, hint[] = { result.hint, 0 };
  KxFinding *finding;

  if (result.fault == KX_IDENTIFIER_RIGHT)
    return NULL;
  finding = fail (field, "wrong-identifier",
                  result.hint != 0
                      ? N_ ("Character {place} of the code cannot stand there; perhaps {hint} was meant")
                      : kx_identifier_describe_fault (result.fault),
                  cite);
  kx_finding_arg_int (finding, "place", result.place);
  return kx_finding_arg (kx_finding_arg (finding, "character", character), "hint", hint);
}

static gboolean
only_of (const char *text, const char *allowed)
{
  return strspn (text, allowed) == strlen (text);
}

static KxFinding *
check_format (const KxField *field, const char *text)
{
  switch (field->format)
    {
    case KX_FORMAT_USCC:
      return describe (field, kx_identifier_check_credit_code (text), &credit_code_standard);
    case KX_FORMAT_AREA:
      return describe (field, kx_identifier_check_area_code (text), &area_code_standard);
    case KX_FORMAT_PHONE:
      if (!only_of (text, "0123456789+-() /,;、；，（）转ext.") || strpbrk (text, "0123456789") == NULL)
        return fail (field, "wrong-phone", N_ ("A telephone number has digits and + - ( ) only"),
                     &program_rule);
      return NULL;
    case KX_FORMAT_LOGIN:
      if (!only_of (text, "abcdefghijklmnopqrstuvwxyz0123456789._-") || !g_ascii_isalnum (*text))
        return fail (field, "wrong-login", N_ ("A sign-in name has a-z, 0-9, dot, hyphen and underscore"),
                     &program_rule);
      return NULL;
    case KX_FORMAT_SHA256:
      if (strlen (text) != 64 || !only_of (text, "0123456789abcdef"))
        return fail (field, "wrong-hash", N_ ("A SHA-256 has 64 hexadecimal digits"), &program_rule);
      return NULL;
    case KX_FORMAT_ENTITY:
      if (!only_of (text, "abcdefghijklmnopqrstuvwxyz_"))
        return fail (field, "wrong-word", N_ ("There is no such kind of record"), &program_rule);
      return NULL;
    case KX_FORMAT_NONE:
    default:
      return NULL;
    }
}

static gboolean
is_json (const char *text)
{
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);

  return json != NULL;
}

static KxFinding *
check_text (const KxField *field, const char *text)
{
  glong length = g_utf8_strlen (text, -1);

  if (length > kx_field_max_chars (field))
    return kx_finding_arg_int (fail (field, "too-long", N_ ("At most {max} characters"), &program_rule),
                               "max", kx_field_max_chars (field));
  if (length < field->min)
    return kx_finding_arg_int (fail (field, "too-short", N_ ("At least {min} characters"), &program_rule),
                               "min", field->min);
  if (field->kind == KX_REF && !kx_uuid_is_valid (text))
    return fail (field, "wrong-id", N_ ("An id is a UUID"), &program_rule);
  if (field->kind == KX_CONFIG && !is_json (text))
    return fail (field, "wrong-json", N_ ("The value is not JSON"), &program_rule);
  return check_format (field, text);
}

KxFinding *
kx_check_value (const KxField *field, KxValue value, KxDate today)
{
  gint64 number;

  if (kx_field_is_text (field))
    return check_text (field, value.TEXT);
  if (field->kind != KX_INTEGER && field->kind != KX_DECIMAL)
    return NULL;
  number = field->kind == KX_INTEGER ? value.INTEGER : value.DECIMAL.scaled;
  if (number < field->min)
    return kx_finding_arg_int (fail (field, "too-small", N_ ("At least {min}"), &program_rule), "min",
                               field->min);
  if (field->max > 0 && number > field->max)
    return kx_finding_arg_int (fail (field, "too-large", N_ ("At most {max}"), &program_rule), "max",
                               field->max);
  return NULL;
}

static void
check_reference (const KxScene *scene, guint i, KxDecision *decision)
{
  const KxField *field = &scene->after->entity->fields[i];
  const KxEntity *entity = kx_check_target (scene->schema, scene->after, i);
  g_autoptr (KxRecord) target = NULL;
  KxAnswer answer = entity == NULL
                        ? KX_KNOWN
                        : kx_reader_get (scene->reader, entity, kx_record_get (scene->after, i).REF, &target);

  if (target != NULL && target->deleted_at.ms == 0 && kx_actor_may_read (scene->actor, target->space))
    return;
  kx_decision_add_finding (decision, kx_finding_new (answer == KX_NOT_HERE ? KX_CANNOT_TELL : KX_FAILS,
                                                     "missing-target", field->name,
                                                     N_ ("The record it refers to does not exist")));
}

static void
check_unique (const KxScene *scene, guint i, KxDecision *decision)
{
  const KxEntity *entity = scene->after->entity;
  int office = kx_entity_flagged (entity, KX_OFFICE);
  KxQuery query = { .entity = entity, .n_terms = 1, .except = scene->op->row };
  gint64 others = 0;
  KxAnswer answer;

  if (!kx_record_has (scene->after, i))
    return;
  query.terms[0] = (KxTerm){ .field = i, .value = kx_record_get (scene->after, i) };
  if (office >= 0 && kx_record_has (scene->after, (guint) office))
    query.terms[query.n_terms++] =
        (KxTerm){ .field = (guint) office, .value = kx_record_get (scene->after, (guint) office) };
  answer = kx_reader_count (scene->reader, &query, &others);
  if (answer == KX_NOT_HERE || others > 0)
    kx_decision_add_finding (decision, kx_finding_new (answer == KX_NOT_HERE ? KX_CANNOT_TELL : KX_FAILS,
                                                       "not-unique", entity->fields[i].name,
                                                       N_ ("Another record has this value already")));
}

/* A mask that comes back, from a form, an export or another row, would replace the value it hides. */
static gboolean
is_mask (const KxScene *scene, guint i, const KxRecord *given)
{
  const char *text = kx_record_get (given, i).TEXT;
  g_autofree char *mask = kx_check_mask (&given->entity->fields[i], text);

  return g_str_equal (mask, text) || (scene->row != NULL && kx_record_same (scene->row, given, i));
}

/* What the op may mention at all. */
static void
check_mentioned (const KxScene *scene, guint i, const KxRecord *patch, KxDecision *decision)
{
  const KxField *field = &patch->entity->fields[i];
  KxOpKind kind = scene->op->kind;
  const KxRecord *given = scene->op->fields;

  /* Its state moves by steps alone, whoever acts. */
  if (((field->flags & KX_SERVICE_SETS) && !scene->actor->system) ||
      (scene->row != NULL && (int) i == patch->entity->state))
    kx_decision_add_finding (decision, kx_finding_new (KX_FAILS, "read-only", field->name,
                                                       N_ ("This field is set by the service")));
  if ((kind == KX_OP_ADD || kind == KX_OP_REMOVE) && field->kind != KX_CODES)
    kx_decision_add_finding (
        decision, kx_finding_new (KX_FAILS, "not-a-set", field->name,
                                  N_ ("Only fields with several values can be added to or removed from")));
  if ((field->flags & KX_FIXED) && scene->row != NULL && !kx_record_same (scene->row, given, i))
    kx_decision_add_finding (decision, kx_finding_new (KX_FAILS, "fixed", field->name,
                                                       N_ ("This is given once and never changes")));
  if ((field->flags & KX_SEALED) && kx_record_has (given, i) && is_mask (scene, i, given))
    kx_decision_add_finding (
        decision, kx_finding_new (KX_FAILS, "mask", field->name, N_ ("This is the mask, not the value")));
}

static void
check_arguments (const KxScene *scene, const KxTransition *step, KxDecision *decision)
{
  const KxRecord *given = scene->op->fields;

  if (given != NULL && given->has != 0 && given->entity != step->arguments)
    {
      kx_decision_add_finding (decision, kx_finding_new (KX_FAILS, "unknown-field", NULL,
                                                         N_ ("This step takes no such arguments")));
      return;
    }
  for (guint i = 0; step->arguments != NULL && i < step->arguments->n_fields; i++)
    {
      const KxField *field = &step->arguments->fields[i];
      gboolean has = given != NULL && kx_record_has (given, i);
      KxFinding *finding = has ? kx_check_value (field, kx_record_get (given, i), scene->today) : NULL;

      if (!has && (field->flags & KX_REQUIRED))
        finding = kx_finding_new (KX_FAILS, "required", field->name, N_ ("This has to be given"));
      if (finding != NULL)
        kx_decision_add_finding (decision, finding);
    }
}

static void
check_changed (const KxScene *scene, guint i, const KxRecord *patch, KxDecision *decision)
{
  const KxField *field = &patch->entity->fields[i];
  KxFinding *finding;

  if (!kx_record_has (patch, i))
    return;
  finding = kx_check_value (field, kx_record_get (patch, i), scene->today);
  if (finding != NULL)
    kx_decision_add_finding (decision, finding);
  else if (field->kind == KX_REF && (field->flags & KX_PARENT) == 0)
    check_reference (scene, i, decision);
}

void
kx_check_fields (const KxScene *scene, const KxTransition *step, KxRecord *patch, KxDecision *decision)
{
  const KxEntity *entity = patch->entity;
  gboolean restored = scene->op->kind == KX_OP_RESTORE;
  gboolean whole = scene->op->kind == KX_OP_CREATE || restored;

  if (scene->op->kind == KX_OP_ACTION)
    check_arguments (scene, step, decision);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const KxField *field = &entity->fields[i];

      if (scene->op->kind != KX_OP_ACTION && scene->op->fields != NULL &&
          kx_record_mentions (scene->op->fields, i))
        check_mentioned (scene, i, patch, decision);
      check_changed (scene, i, patch, decision);
      if (restored && field->kind == KX_REF && (field->flags & NEEDED_TARGET) &&
          kx_record_has (scene->after, i))
        check_reference (scene, i, decision);
      /* A row older than the field may go on without it until somebody gives it. */
      if ((field->flags & KX_REQUIRED) && !kx_record_has (scene->after, i) &&
          (scene->op->kind == KX_OP_CREATE || kx_record_mentions (patch, i)))
        kx_decision_add_finding (
            decision, kx_finding_new (KX_FAILS, "required", field->name, N_ ("This has to be given")));
      if ((field->flags & KX_UNIQUE) && (whole || kx_record_mentions (patch, i)))
        check_unique (scene, i, decision);
    }
}
