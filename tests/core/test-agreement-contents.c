#include "core/entities/kx-agreement-clause.h"
#include "core/entities/kx-agreement-deposit.h"
#include "core/entities/kx-agreement-payment.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-pack.h"
#include "core/kx-test-packs.h"
#include "lib/kx-test-policy.h"

typedef KxTestAdmission Fixture;

#define AGREEMENT &kx_agreement_entity
#define CLAUSE &kx_agreement_clause_entity
#define PAYMENT &kx_agreement_payment_entity
#define DEPOSIT &kx_agreement_deposit_entity
#define COUNTY "370102"
#define SUBJECTS kx_agreement_clause_subject_other

/* Henan as its regulation would stand in a pack. */
static const char henan[] =
    "{\"code\":\"HA\",\"extends\":\"CN\",\"area\":\"410000\",\"name\":\"河南省\",\"valid_from\":\"2007-10-"
    "01\","
    "\"documents\":{\"main\":{\"title\":\"河南省工伤保险条例\",\"date\":\"2007-05-31\",\"kind\":\"law\"}},"
    "\"parameters\":{\"agreement_clauses\":{\"value\":"
    "\"服务对象、服务范围、服务质量、协议期限、解除协议条件、"
    "费用审核结算办法\",\"force\":\"duty\",\"document\":\"main\",\"item\":\"第三十七条第二款\",\"quote\":"
    "\"包括服务对象、范围、质量、期限及解除协议条件、费用审核结算办法等内容\"}}}";

/* A record from lines of "field=text"; a reference has an id. Owned. */
static KxRecord *
make_fields (const KxEntity *entity, const char *text)
{
  KxRecord *fields = kx_record_new (entity, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], "=", 2);
      int field = kx_entity_field (entity, pair[0]);
      KxValue value = { 0 };

      g_assert_cmpint (field, >=, 0);
      if (*pair[1] != '\0')
        g_assert_true (kx_value_from_text (&entity->fields[field], pair[1], &value));
      kx_record_put (fields, (guint) field, value);
      if (*pair[1] == '\0')
        kx_record_put_null (fields, (guint) field);
    }
  return fields;
}

/* The id of a row that was made. Owned. */
static char *
add (Fixture *f, const KxEntity *entity, const char *text)
{
  char *id = kx_test_world_id ();
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, entity, id, make_fields (entity, text));

  kx_test_world_do (f->world, op, f->clerk);
  return id;
}

static char *
add_part (Fixture *f, const KxEntity *entity, const char *agreement, const char *text)
{
  g_autofree char *all = g_strdup_printf ("agreement=%s\n%s", agreement, text);

  return add (f, entity, all);
}

static void
refuse_part (Fixture *f, const KxEntity *entity, const char *agreement, const char *text, const char *code,
             const char *field)
{
  g_autofree char *all = g_strdup_printf ("agreement=%s\n%s", agreement, text), *id = kx_test_world_id ();
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_CREATE, entity, id, make_fields (entity, all));

  kx_test_world_refuse (f->world, op, f->clerk, code, field);
}

static void
patch (Fixture *f, const KxEntity *entity, const char *id, const char *text)
{
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_PATCH, entity, id, make_fields (entity, text));

  kx_test_world_do (f->world, op, f->clerk);
}

static void
refuse_patch (Fixture *f, const KxEntity *entity, const char *id, const char *text, const char *code,
              const char *field)
{
  g_autoptr (KxOp) op = kx_test_world_op (f->world, KX_OP_PATCH, entity, id, make_fields (entity, text));

  kx_test_world_refuse (f->world, op, f->clerk, code, field);
}

static char *
draw_up (Fixture *f, const char *agency, const char *more)
{
  static guint n = 0;
  g_autofree char *text = g_strdup_printf (
      "office=%s\nagency=%s\nkind=rehabilitation\nnumber=N%u\nrehab_types= medical \nstarts_on=2027-01-01\n"
      "ends_on=2028-12-31\ntemplate_name=文本%s%s",
      f->office, agency, ++n, *more != '\0' ? "\n" : "", more);

  return add (f, AGREEMENT, text);
}

/* A county of the city where the test is. */
static const char *
get_county (Fixture *f)
{
  for (guint pack = 0; pack < KX_TEST_PACKS; pack++)
    if (g_str_equal (kx_test_packs[pack].city, f->area))
      return kx_test_packs[pack].county;
  return g_str_equal (f->area, "410100") ? "410102" : COUNTY;
}

/* One that can be handed in. Owned. */
static char *
add_draft (Fixture *f)
{
  g_autofree char *where =
      g_strdup_printf ("scopes= inpatient \ncounts_toward=county\ncounts_area=%s", get_county (f));

  return draw_up (f, kx_test_admission_add_agency (f), where);
}

/* (element-type KxRecord) ordered by id; owned */
static GPtrArray *
parts (Fixture *f, const KxEntity *entity, const char *agreement)
{
  KxQuery query = { .entity = entity,
                    .terms = { { .field = (guint) kx_entity_flagged (entity, KX_PARENT),
                                 .value.REF = agreement } },
                    .n_terms = 1 };
  GPtrArray *rows = NULL;

  g_assert_cmpint (kx_reader_list (kx_test_table_get_reader (f->world->table), &query, 100, &rows), ==,
                   KX_KNOWN);
  return rows;
}

static char *
find_line (Fixture *f, const char *agreement, int subject)
{
  g_autoptr (GPtrArray) lines = parts (f, CLAUSE, agreement);

  for (guint i = 0; i < lines->len; i++)
    if (kx_record_get (lines->pdata[i], kx_agreement_clause_f_subject).CODE == subject)
      return g_strdup (((KxRecord *) lines->pdata[i])->id);
  return NULL;
}

static void
mark (Fixture *f, const char *agreement, int subject, const char *text)
{
  g_autofree char *id = find_line (f, agreement, subject);

  g_assert_nonnull (id);
  patch (f, CLAUSE, id, text);
}

static void
mark_all (Fixture *f, const char *agreement, const char *text)
{
  g_autoptr (GPtrArray) lines = parts (f, CLAUSE, agreement);

  for (guint i = 0; i < lines->len; i++)
    patch (f, CLAUSE, ((KxRecord *) lines->pdata[i])->id, text);
}

static KxDecision *
submit (Fixture *f, const char *agreement)
{
  g_autoptr (KxOp) op = kx_test_world_action (f->world, AGREEMENT, agreement, "submit", NULL);

  return kx_test_world_decide (f->world, op, f->clerk);
}

/* What handing it in finds by this code, copied: verdict and cited words. -1: nothing. */
static int
find_on_submit (Fixture *f, const char *agreement, const char *code, char **ret_quote)
{
  g_autoptr (KxDecision) decision = submit (f, agreement);
  const KxFinding *finding = kx_test_world_finding (decision, code, NULL);

  if (ret_quote != NULL)
    *ret_quote = g_strdup (finding != NULL ? finding->cite.quote : NULL);
  return finding != NULL ? (int) finding->verdict : -1;
}

static void
test_a_checklist_is_drawn_up_with_each_agreement (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL, *device = NULL, *text = NULL;
  g_autoptr (GPtrArray) lines = NULL, none = NULL, admitted = NULL;
  Kx_agreement *agreement;
  guint64 seen = 0;

  kx_test_admission_add_pack (f, "SD");
  id = add_draft (f);
  lines = parts (f, CLAUSE, id);
  g_assert_cmpuint (lines->len, ==, SUBJECTS);
  for (guint i = 0; i < lines->len; i++)
    {
      seen |= G_GUINT64_CONSTANT (1) << kx_record_get (lines->pdata[i], kx_agreement_clause_f_subject).CODE;
      g_assert_cmpint (kx_record_get (lines->pdata[i], kx_agreement_clause_f_state).CODE, ==,
                       kx_agreement_clause_state_open);
    }
  g_assert_cmpuint (seen, ==, (G_GUINT64_CONSTANT (1) << SUBJECTS) - 1);
  text = g_strdup_printf ("office=%s\nagency=%s\nkind=device", f->office, kx_test_admission_add_agency (f));
  device = add (f, AGREEMENT, text);
  none = parts (f, CLAUSE, device);
  g_assert_cmpuint (none->len, ==, 0);
  agreement = kx_test_admission_to_signing (f, COUNTY);
  admitted = parts (f, CLAUSE, ((KxRecord *) agreement)->id);
  g_assert_cmpuint (admitted->len, ==, SUBJECTS);
}

static void
test_what_is_wanted_and_unknown_is_a_line_of_its_own (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *id = NULL, *other = NULL;

  kx_test_admission_enter_own (f, "agreement_clauses", "服务对象、门诊康复交接，服务质量");
  id = add_draft (f);
  lines = parts (f, CLAUSE, id);
  g_assert_cmpuint (lines->len, ==, SUBJECTS + 1);
  other = find_line (f, id, kx_agreement_clause_subject_other);
  g_assert_cmpstr (kx_record_get (kx_test_admission_row (f, CLAUSE, other), kx_agreement_clause_f_title).TEXT,
                   ==, "门诊康复交接");
  mark (f, id, kx_agreement_clause_subject_population, "state=there");
  mark (f, id, kx_agreement_clause_subject_quality, "state=there");
  g_assert_cmpint (find_on_submit (f, id, "clause-needed", NULL), ==, KX_HOLDS);
  {
    g_autoptr (KxDecision) decision = submit (f, id);

    g_assert_cmpint (decision->result, ==, KX_REJECTED);
  }
  mark (f, id, kx_agreement_clause_subject_other, "state=there");
  {
    g_autoptr (KxDecision) decision = submit (f, id);

    g_assert_cmpint (decision->result, ==, KX_APPLIED);
  }
}

/* Every subject missing, no way of payment, no versions: what no document of the office wants does not
 * refuse, under any pack. */
static void
test_no_pack_refuses_for_what_no_document_wants (Fixture *f, gconstpointer data)
{
  for (guint pack = 0; pack < KX_TEST_PACKS; pack++)
    {
      g_autoptr (KxDecision) decision = NULL;
      g_autofree char *id = NULL;
      const KxFinding *missing;

      kx_test_admission_enter_pack (f, kx_test_packs[pack].code, kx_test_packs[pack].city);
      id = add_draft (f);
      mark_all (f, id, "state=missing");
      decision = submit (f, id);
      g_assert_cmpint (decision->result, ==, KX_APPLIED);
      missing = kx_test_world_finding (decision, "clauses-missing", NULL);
      g_assert_cmpint (missing->verdict, ==, KX_WARNS);
      g_assert_cmpint (missing->cite.source, ==, KX_SOURCE_ANALOGY);
      g_assert_cmpstr (missing->args[0].text, ==, "13");
      g_assert_cmpint (kx_test_world_finding (decision, "no-means", NULL)->cite.source, ==, KX_SOURCE_LAW);
      g_assert_cmpint (kx_test_world_finding (decision, "no-payment", NULL)->verdict, ==, KX_WARNS);
      g_assert_null (kx_test_world_finding (decision, "clause-needed", NULL));
      g_assert_null (kx_test_world_finding (decision, "other-version", NULL));
    }
}

static void
test_a_list_in_a_law_refuses_in_its_words (Fixture *f, gconstpointer data)
{
  static const int wanted[] = {
    kx_agreement_clause_subject_population, kx_agreement_clause_subject_scope,
    kx_agreement_clause_subject_quality,    kx_agreement_clause_subject_term,
    kx_agreement_clause_subject_exit,       kx_agreement_clause_subject_settlement
  };
  KxRecord *row = kx_test_pack_row (NULL, henan);
  g_autofree char *id = NULL;

  row->id = kx_test_world_id ();
  row->space = g_strdup ("000000/public");
  row->seq = 5;
  kx_test_admission_add_pack (f, "CN");
  kx_test_table_add (f->world->table, row);
  kx_test_admission_move (f, "410100");
  id = add_draft (f);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (KxDecision) decision = submit (f, id);
      const KxFinding *finding = NULL;

      for (guint k = 0; k < decision->findings->len && finding == NULL; k++)
        if (((KxFinding *) decision->findings->pdata[k])->verdict == KX_FAILS)
          finding = decision->findings->pdata[k];
      g_assert_nonnull (finding);
      g_assert_cmpstr (finding->code, ==, "clause-needed");
      g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_LAW);
      g_assert_cmpstr (finding->cite.quote, ==,
                       "包括服务对象、范围、质量、期限及解除协议条件、费用审核结算办法等内容");
      /* The law leaves no choice whether it applies. */
      mark (f, id, wanted[i], "state=not_needed\nnote=另有文件");
      {
        g_autoptr (KxDecision) again = submit (f, id);

        g_assert_cmpint (again->result, ==, KX_REJECTED);
      }
      mark (f, id, wanted[i], "state=there\narticle=第四条");
    }
  {
    g_autoptr (KxDecision) decision = submit (f, id);

    g_assert_cmpint (decision->result, ==, KX_APPLIED);
    g_assert_cmpint (kx_test_world_finding (decision, "clauses-open", NULL)->verdict, ==, KX_WARNS);
  }
}

static void
test_what_the_office_wants_itself_may_not_apply (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;

  kx_test_admission_enter_own (f, "agreement_clauses", "争议解决");
  id = add_draft (f);
  g_assert_cmpint (find_on_submit (f, id, "clause-needed", NULL), ==, KX_FAILS);
  mark (f, id, kx_agreement_clause_subject_dispute, "state=missing");
  g_assert_cmpint (find_on_submit (f, id, "clause-needed", NULL), ==, KX_FAILS);
  mark (f, id, kx_agreement_clause_subject_dispute, "state=not_needed\nnote=见总协议");
  g_assert_cmpint (find_on_submit (f, id, "clause-needed", NULL), ==, KX_HOLDS);
}

static void
test_a_checklist_that_is_done_says_so (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_draft (f);

  g_assert_cmpint (find_on_submit (f, id, "clauses-open", NULL), ==, KX_WARNS);
  mark_all (f, id, "state=there");
  g_assert_cmpint (find_on_submit (f, id, "clauses-open", NULL), ==, KX_HOLDS);
  g_assert_cmpint (find_on_submit (f, id, "clauses-missing", NULL), ==, -1);
}

static void
test_lines_of_the_checklist (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_draft (f), *own = NULL, *line = NULL;
  g_autoptr (KxOp) drop = NULL, drop_own = NULL;

  refuse_part (f, CLAUSE, id, "subject=other\nstate=open", "title-needed", "title");
  refuse_part (f, CLAUSE, id, "subject=term\nstate=open", "second-line", "subject");
  own = add_part (f, CLAUSE, id, "subject=other\nstate=open\ntitle=廉洁条款");
  g_free (add_part (f, CLAUSE, id, "subject=other\nstate=there\ntitle=保密条款"));
  line = find_line (f, id, kx_agreement_clause_subject_notice);
  refuse_patch (f, CLAUSE, line, "state=not_needed", "reason-needed", "note");
  patch (f, CLAUSE, line, "state=not_needed\nnote=双方同城");
  drop = kx_test_world_op (f->world, KX_OP_DELETE, CLAUSE, line, NULL);
  kx_test_world_refuse (f->world, drop, f->clerk, "line-of-the-program", NULL);
  drop_own = kx_test_world_op (f->world, KX_OP_DELETE, CLAUSE, own, NULL);
  kx_test_world_do (f->world, drop_own, f->clerk);
}

static void
test_a_share_needs_its_clause (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *share, *clause, *field;
  } cases[] = {
    { "method=disease\nsurplus_pct=60.00", "surplus_clause=第九条", "surplus_clause" },
    { "method=bed_day\noverrun_pct=50.00", "overrun_clause=第十条", "overrun_clause" },
    { "method=item\ndeposit_pct=5.00", "deposit_clause=第十二条", "deposit_clause" },
  };

  for (guint pack = 0; pack < KX_TEST_PACKS; pack++)
    {
      g_autofree char *id = NULL, *other = NULL;
      g_autoptr (KxDecision) decision = NULL;
      const KxFinding *finding;

      kx_test_admission_enter_pack (f, kx_test_packs[pack].code, kx_test_packs[pack].city);
      id = add_draft (f);
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          g_autofree char *right = g_strconcat (cases[i].share, "\n", cases[i].clause, NULL);

          refuse_part (f, PAYMENT, id, cases[i].share, "share-needs-clause", cases[i].field);
          g_free (add_part (f, PAYMENT, id, right));
        }
      refuse_part (f, DEPOSIT, id, "grade=优秀\nrelease_pct=100.00", "share-needs-clause", "clause");
      decision = submit (f, id);
      finding = kx_test_world_finding (decision, "no-deposit-table", NULL);
      g_assert_cmpint (finding->verdict, ==, KX_WARNS);
      g_assert_cmpstr (finding->cite.quote, ==, "按照服务协议约定暂停或者不予拨付费用、追回违规费用");
      g_free (add_part (f, DEPOSIT, id, "grade=优秀\nrelease_pct=100.00\nclause=附件二"));
      g_assert_cmpint (find_on_submit (f, id, "no-deposit-table", NULL), ==, -1);
      other = add_draft (f);
      g_free (add_part (f, DEPOSIT, other, "from_score=60.00\nrelease_pct=80.00\nclause=附件二"));
      g_assert_cmpint (find_on_submit (f, other, "no-deposit", NULL), ==, KX_WARNS);
    }
}

static void
test_without_a_pack_nobody_says_so (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_draft (f);

  g_free (add_part (f, PAYMENT, id, "method=item\nsurplus_pct=60.00"));
  g_assert_cmpint (find_on_submit (f, id, "share-needs-clause", NULL), ==, KX_WARNS);
}

static void
test_shares_are_compared_with_the_own_value (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;

  kx_test_admission_enter_own (f, "surplus_retained_pct", "70.00");
  id = add_draft (f);
  g_free (add_part (f, PAYMENT, id, "method=item\nsurplus_pct=70.00\nsurplus_clause=九"));
  g_assert_cmpint (find_on_submit (f, id, "other-share", NULL), ==, -1);
  g_free (add_part (f, PAYMENT, id, "method=capita\nsurplus_pct=60.00\nsurplus_clause=九"));
  g_assert_cmpint (find_on_submit (f, id, "other-share", NULL), ==, KX_WARNS);
}

static void
test_one_result_has_one_line (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_draft (f), *line = NULL;

#define LINE(text) "release_pct=90.00\nclause=附件二\n" text
  refuse_part (f, DEPOSIT, id, "release_pct=90.00\nclause=附件二", "result-needed", "grade");
  refuse_part (f, DEPOSIT, id, LINE ("from_score=80.00\nbelow_score=80.00"), "range-empty", "below_score");
  line = add_part (f, DEPOSIT, id, LINE ("grade=良好\nfrom_score=80.00\nbelow_score=90.00"));
  g_free (add_part (f, DEPOSIT, id, LINE ("from_score=90.00")));
  g_free (add_part (f, DEPOSIT, id, LINE ("below_score=80.00")));
  refuse_part (f, DEPOSIT, id, LINE ("from_score=95.00\nbelow_score=96.00"), "range-taken", "from_score");
  refuse_part (f, DEPOSIT, id, LINE ("from_score=89.99\nbelow_score=90.00"), "range-taken", "from_score");
  refuse_part (f, DEPOSIT, id, LINE ("grade=良好"), "range-taken", "from_score");
  g_free (add_part (f, DEPOSIT, id, LINE ("grade=优秀")));
  /* Its own place is free for itself. */
  patch (f, DEPOSIT, line, "from_score=81.00");
  refuse_patch (f, DEPOSIT, line, "from_score=79.00", "range-taken", "from_score");
}

static void
test_handed_in_it_stays_as_it_is (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_draft (f), *line = NULL, *payment = NULL;
  Kx_agreement *agreement;

  line = find_line (f, id, kx_agreement_clause_subject_term);
  payment = add_part (f, PAYMENT, id, "method=item");
  kx_test_admission_do (f, AGREEMENT, id, "submit", NULL, f->clerk);
  refuse_patch (f, CLAUSE, line, "state=there", "agreement-settled", "agreement");
  refuse_patch (f, PAYMENT, payment, "method=capita", "agreement-settled", "agreement");
  refuse_part (f, DEPOSIT, id, "grade=优秀\nrelease_pct=100.00\nclause=附件二", "agreement-settled",
               "agreement");
  agreement = kx_agreement ((KxRecord *) kx_test_admission_row (f, AGREEMENT, id));
  kx_agreement_set_state (agreement, kx_agreement_state_signed);
  kx_agreement_set_taken_over (agreement, TRUE);
  patch (f, CLAUSE, line, "state=there");
  kx_agreement_set_confirmed_by (agreement, "li");
  refuse_patch (f, CLAUSE, line, "state=missing", "agreement-settled", "agreement");
}

static void
test_another_version_warns (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL;

  kx_test_admission_enter_own (f, "template_version", "2026版");
  kx_test_admission_enter_own (f, "catalogue_version", "2025年目录");
  id = add_draft (f);
  g_assert_cmpint (find_on_submit (f, id, "other-version", NULL), ==, KX_WARNS);
  patch (f, AGREEMENT, id, "template_version=2026版\ncatalogue_version=2024年目录");
  {
    g_autoptr (KxDecision) decision = submit (f, id);

    g_assert_cmpint (decision->result, ==, KX_APPLIED);
    g_assert_cmpint (kx_test_world_finding (decision, "other-version", "template_version")->verdict, ==,
                     KX_HOLDS);
    g_assert_cmpint (kx_test_world_finding (decision, "other-version", "version_reason")->verdict, ==,
                     KX_WARNS);
  }
  patch (f, AGREEMENT, id, "version_reason=新目录未下发");
  {
    g_autoptr (KxDecision) decision = submit (f, id);

    g_assert_cmpint (kx_test_world_finding (decision, "other-version", "catalogue_version")->verdict, ==,
                     KX_WARNS);
    g_assert_null (kx_test_world_finding (decision, "other-version", "version_reason"));
  }
}

/* How many findings there are of the code when it is handed in. */
static guint
count_on_submit (Fixture *f, const char *agreement, const char *code)
{
  g_autoptr (KxDecision) decision = submit (f, agreement);
  guint n = 0;

  for (guint i = 0; i < decision->findings->len; i++)
    n += g_str_equal (((KxFinding *) decision->findings->pdata[i])->code, code);
  return n;
}

static void
test_phases_and_disputes (Fixture *f, gconstpointer data)
{
  g_autofree char *id = NULL, *quote = NULL;

  kx_test_admission_add_pack (f, "SD");
  id = add_draft (f);
  patch (f, AGREEMENT, id, "phases=工伤救治期、稳定期");
  g_assert_cmpint (find_on_submit (f, id, "other-phase", &quote), ==, KX_HOLDS);
  g_assert_cmpstr (quote, ==, "从工伤救治期、工伤康复急性期、稳定期到维持期");
  /* What stands between them, and after the last, is no phase. */
  patch (f, AGREEMENT, id, "phases=急性期 ,稳定期；");
  g_assert_cmpuint (count_on_submit (f, id, "other-phase"), ==, 2);
  patch (f, AGREEMENT, id, "phases=后遗症期");
  g_assert_cmpint (find_on_submit (f, id, "other-phase", NULL), ==, KX_WARNS);
  patch (f, AGREEMENT, id, "dispute_paths= negotiation litigation ");
  g_assert_cmpint (find_on_submit (f, id, "arbitration", NULL), ==, -1);
  patch (f, AGREEMENT, id, "dispute_paths= negotiation arbitration ");
  g_assert_cmpint (find_on_submit (f, id, "arbitration", NULL), ==, KX_WARNS);
}

static void
test_a_renewal_says_where_the_text_before_dealt_with_it (Fixture *f, gconstpointer data)
{
  g_autofree char *id = add_draft (f), *more = NULL, *next = NULL, *line = NULL;
  const KxRecord *row;

  mark (f, id, kx_agreement_clause_subject_quality, "state=there\narticle=第六条");
  kx_agreement_set_state (kx_agreement ((KxRecord *) kx_test_admission_row (f, AGREEMENT, id)),
                          kx_agreement_state_signed);
  row = kx_test_admission_row (f, AGREEMENT, id);
  more = g_strdup_printf ("scopes= outpatient \nprevious=%s", id);
  next = draw_up (f, kx_record_get (row, kx_agreement_f_agency).REF, more);
  line = find_line (f, next, kx_agreement_clause_subject_quality);
  row = kx_test_admission_row (f, CLAUSE, line);
  /* Whether the new text deals with it is for a person to look at. */
  g_assert_cmpint (kx_record_get (row, kx_agreement_clause_f_state).CODE, ==, kx_agreement_clause_state_open);
  g_assert_cmpstr (kx_record_get (row, kx_agreement_clause_f_article).TEXT, ==, "第六条");
}

#define TEST(name, function)                                                                                 \
  g_test_add ("/agreement-contents/" name, Fixture, NULL, kx_test_admission_set_up, function,                \
              kx_test_admission_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("a checklist is drawn up with each agreement", test_a_checklist_is_drawn_up_with_each_agreement);
  TEST ("what is wanted and unknown is a line of its own",
        test_what_is_wanted_and_unknown_is_a_line_of_its_own);
  TEST ("no pack refuses for what no document wants", test_no_pack_refuses_for_what_no_document_wants);
  TEST ("a list in a law refuses in its words", test_a_list_in_a_law_refuses_in_its_words);
  TEST ("what the office wants itself may not apply", test_what_the_office_wants_itself_may_not_apply);
  TEST ("a checklist that is done says so", test_a_checklist_that_is_done_says_so);
  TEST ("lines of the checklist", test_lines_of_the_checklist);
  TEST ("a share needs its clause", test_a_share_needs_its_clause);
  TEST ("without a pack nobody says so", test_without_a_pack_nobody_says_so);
  TEST ("shares are compared with the own value", test_shares_are_compared_with_the_own_value);
  TEST ("one result has one line", test_one_result_has_one_line);
  TEST ("handed in it stays as it is", test_handed_in_it_stays_as_it_is);
  TEST ("another version warns", test_another_version_warns);
  TEST ("phases and disputes", test_phases_and_disputes);
  TEST ("a renewal says where the text before dealt with it",
        test_a_renewal_says_where_the_text_before_dealt_with_it);
  return g_test_run ();
}
