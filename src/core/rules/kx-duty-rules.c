#include "core/rules/kx-duty-rules.h"

#include "core/entities/kx-user.h"
#include "core/rules/kx-rule.h"

static const KxCite program_rule = { .source = KX_SOURCE_PROGRAM };
static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };

static const struct
{
  int entered, confirmed;
} floor_pairs[] = {
  { KX_DUTY (register_signing), KX_DUTY (sign) },
  { KX_DUTY (enter_result), KX_DUTY (confirm_result) },
  { KX_DUTY (enter_measure), KX_DUTY (confirm_measure) },
  { KX_DUTY (run_draw), KX_DUTY (confirm_draw) },
  { KX_DUTY (register_answer), KX_DUTY (confirm_answer) },
  { KX_DUTY (take_over), KX_DUTY (confirm_take_over) },
};

/* What holds for an office whose table says nothing. */
static const struct
{
  int one, other, rule;
} proposed[] = {
  { KX_DUTY (propose), KX_DUTY (approve), kx_duty_pair_rule_forbid },
  { KX_DUTY (propose), KX_DUTY (sign), kx_duty_pair_rule_forbid },
  { KX_DUTY (review), KX_DUTY (approve), kx_duty_pair_rule_forbid },
  { KX_DUTY (assess), KX_DUTY (decide_objection), kx_duty_pair_rule_forbid },
  { KX_DUTY (issue), KX_DUTY (recheck), kx_duty_pair_rule_warn },
  { KX_DUTY (issue), KX_DUTY (close_on_paper), kx_duty_pair_rule_forbid },
};

static gboolean
is_pair (int a, int b, int one, int other)
{
  return (a == one && b == other) || (a == other && b == one);
}

gboolean
kx_duty_is_floor (int one, int other)
{
  for (guint i = 0; i < G_N_ELEMENTS (floor_pairs); i++)
    if (is_pair (floor_pairs[i].entered, floor_pairs[i].confirmed, one, other))
      return TRUE;
  return FALSE;
}

int
kx_duty_proposed (int one, int other)
{
  for (guint i = 0; i < G_N_ELEMENTS (proposed); i++)
    if (is_pair (proposed[i].one, proposed[i].other, one, other))
      return proposed[i].rule;
  return -1;
}

/* The office's rule in the order given; -1: none. */
static KxAnswer
ask_table (const KxScene *scene, const char *office, int one, int other, int *ret_rule)
{
  KxQuery query = { .entity = &kx_duty_pair_entity,
                    .terms = { { .field = kx_duty_pair_f_office, .value.REF = office },
                               { .field = kx_duty_pair_f_duty_a, .value.CODE = one },
                               { .field = kx_duty_pair_f_duty_b, .value.CODE = other } },
                    .n_terms = 3 };
  g_autoptr (GPtrArray) rows = NULL;
  KxAnswer answer = kx_reader_list (scene->reader, &query, 1, &rows);

  *ret_rule =
      answer == KX_KNOWN && rows->len > 0 ? kx_record_get (rows->pdata[0], kx_duty_pair_f_rule).CODE : -1;
  return answer;
}

/* The rule that holds for the pair, -1: none. The floor is no matter of the table. */
static KxAnswer
find_rule (const KxScene *scene, const char *office, int one, int other, int *ret_rule)
{
  KxAnswer answer = ask_table (scene, office, one, other, ret_rule);

  if (answer == KX_KNOWN && *ret_rule < 0)
    answer = ask_table (scene, office, other, one, ret_rule);
  if (answer == KX_KNOWN && *ret_rule < 0)
    *ret_rule = kx_duty_proposed (one, other);
  return answer;
}

static KxAnswer
find_office (const KxScene *scene, const char *user, char **ret_office)
{
  g_autoptr (KxRecord) row = NULL;
  KxAnswer answer = kx_reader_get (scene->reader, &kx_user_entity, user, &row);

  *ret_office = row != NULL ? g_strdup (kx_record_get (row, kx_user_f_office).REF) : NULL;
  return answer;
}

static KxVerdict
judge_offices (const KxScene *scene, const char *user)
{
  g_autofree char *own = NULL, *other = NULL;

  if (g_strcmp0 (scene->actor->user, user) == 0)
    return KX_FAILS;
  if (find_office (scene, scene->actor->user, &own) != KX_KNOWN ||
      find_office (scene, user, &other) != KX_KNOWN)
    return KX_CANNOT_TELL;
  return own != NULL && other != NULL && !g_str_equal (own, other) ? KX_HOLDS : KX_FAILS;
}

static void
add (GPtrArray *findings, KxVerdict verdict, gboolean elsewhere, const KxCite *cite)
{
  KxFinding *finding = kx_finding_new (
      verdict, "same-officer", NULL,
      elsewhere             ? N_ ("An officer of another office has to do the second part")
      : verdict == KX_WARNS ? N_ ("The same officer did the other part")
                            : N_ ("Another officer than the one who did the other part has to do this"));

  finding->cite = *cite;
  g_ptr_array_add (findings, finding);
}

void
kx_rule_duties (const KxScene *scene, const char *office, int duty, const KxDutyDone *done, guint n_done,
                GPtrArray *findings)
{
  for (guint i = 0; i < n_done && !scene->actor->system; i++)
    {
      gboolean same = g_strcmp0 (done[i].user, scene->actor->user) == 0;
      int rule;

      if (done[i].user == NULL)
        continue;
      if (kx_duty_is_floor (done[i].duty, duty))
        add (findings, same ? KX_FAILS : KX_HOLDS, FALSE, &program_rule);
      if (office == NULL || find_rule (scene, office, done[i].duty, duty, &rule) != KX_KNOWN)
        add (findings, KX_CANNOT_TELL, FALSE, &office_rule);
      else if (rule == kx_duty_pair_rule_second_from_other_office)
        add (findings, judge_offices (scene, done[i].user), TRUE, &office_rule);
      else if (rule == kx_duty_pair_rule_forbid)
        add (findings, same ? KX_FAILS : KX_HOLDS, FALSE, &office_rule);
      else if (rule == kx_duty_pair_rule_warn && same)
        add (findings, KX_WARNS, FALSE, &office_rule);
    }
}

void
kx_guard_duty_pair (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *after = scene->after;
  int one = kx_record_get (after, kx_duty_pair_f_duty_a).CODE;
  int other = kx_record_get (after, kx_duty_pair_f_duty_b).CODE;

  if (!kx_record_has (after, kx_duty_pair_f_duty_a) || !kx_record_has (after, kx_duty_pair_f_duty_b) ||
      !kx_record_has (after, kx_duty_pair_f_rule))
    return;
  kx_rule_add (findings, one != other, "same-duty", "duty_b", N_ ("They must be two duties"), &program_rule);
  kx_rule_add (findings,
               !kx_duty_is_floor (one, other) ||
                   kx_record_get (after, kx_duty_pair_f_rule).CODE != kx_duty_pair_rule_warn,
               "floor", "rule", N_ ("Nobody confirms what he entered himself: this floor stays"),
               &program_rule);
}

void
kx_guard_duty_pair_once (const KxScene *scene, GPtrArray *findings)
{
  const KxRecord *after = scene->after;
  const char *office = kx_record_get (after, kx_duty_pair_f_office).REF;
  int one = kx_record_get (after, kx_duty_pair_f_duty_a).CODE;
  int other = kx_record_get (after, kx_duty_pair_f_duty_b).CODE;
  int rule, turned;

  if (office == NULL || ask_table (scene, office, one, other, &rule) != KX_KNOWN ||
      ask_table (scene, office, other, one, &turned) != KX_KNOWN)
    return;
  kx_rule_add (findings, rule < 0 && turned < 0, "pair-ruled", "duty_b",
               N_ ("The office must have no other rule on these two duties"), &program_rule);
}
