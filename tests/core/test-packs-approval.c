/* An answer on paper under every pack: sent, registered with its day and words, confirmed by a second officer
 * over its scan, and then served once. Who refuses is the program or the office, never a document; the law on
 * review in tiers stands beside with its own words. */
#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-office.h"
#include "core/kx-approval.h"
#include "core/kx-test-packs.h"

typedef KxTestAdmission Fixture;

#define AGREEMENT &kx_agreement_entity
#define APPROVAL &kx_approval_entity
#define SIGN "signed_on=2026-11-20\nsigner=李主任\n$reason=病人多"
#define ANSWER "answered_on=2026-11-19\nby_name=仇正衡\nby_post=分管负责人\nopinion=agree"

/* What has to be found, word for word, and by whom it is said. */
typedef struct
{
  const char *code;
  KxVerdict verdict;
  KxSource source;
  const char *sentence;
} Sentence;

typedef struct
{
  Fixture *f;
  const char *agreement, *slip, *scan; /* ids, borrowed */
} Course;

static const Sentence tiers = { "tiered-review", KX_HOLDS, KX_SOURCE_LAW,
                                "Important business is reviewed in tiers" };

static void
expect (Course *c, const KxEntity *entity, const char *row, const char *action, const char *arguments,
        const KxActor *actor, const Sentence *sentence)
{
  g_autoptr (KxOp) op = kx_test_admission_step (c->f, entity, row, action, arguments);
  g_autoptr (KxDecision) decision = kx_test_world_decide (c->f->world, op, actor);
  const KxFinding *finding = kx_test_world_finding (decision, sentence->code, NULL);
  g_autofree char *all = kx_test_world_describe (decision), *words = NULL;

  if (finding == NULL)
    g_error ("%s is not found: %s", sentence->code, all);
  words = kx_finding_fill (finding, finding->message);
  g_assert_cmpstr (words, ==, sentence->sentence);
  if (finding->verdict != sentence->verdict || finding->cite.source != sentence->source)
    g_error ("%s has verdict %d and source %d: %s", sentence->code, finding->verdict, finding->cite.source,
             all);
  g_assert_cmpint (decision->result == KX_REJECTED, ==, sentence->verdict == KX_FAILS);
  /* Nothing here is a document's. */
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *other = decision->findings->pdata[i];

      g_assert_true (other->verdict != KX_FAILS ||
                     (other->cite.source != KX_SOURCE_DOCUMENT && other->cite.source != KX_SOURCE_LAW));
    }
}

static void
take (Course *c, const KxEntity *entity, const char *row, const char *action, const char *arguments,
      const KxActor *actor)
{
  kx_test_admission_do (c->f, entity, row, action, arguments, actor);
}

static KxRecord *
make_slip (Course *c, const char *office)
{
  KxRecord *fields = kx_record_new (APPROVAL, NULL, NULL);
  Kx_approval *slip = kx_approval (fields);

  kx_approval_set_owner_entity (slip, "agreement");
  kx_approval_set_owner (slip, c->agreement);
  kx_approval_set_office (slip, office);
  kx_approval_set_act (slip, "sign");
  kx_approval_set_matter (slip, "关于签订工伤康复服务协议的请示");
  return fields;
}

/* The slip of an office whose record it is not. */
static void
refuse_a_slip_of_another_office (Course *c)
{
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) op =
      kx_test_world_op (c->f->world, KX_OP_CREATE, APPROVAL, id, make_slip (c, WORLD_OTHER_OFFICE));
  g_autoptr (KxDecision) decision = kx_test_world_decide (c->f->world, op, c->f->clerk);
  const KxFinding *finding = kx_test_world_finding (decision, "slip-of-another-office", "office");

  g_assert_cmpint (decision->result, ==, KX_REJECTED);
  g_assert_cmpint (finding->verdict, ==, KX_FAILS);
  g_assert_cmpint (finding->cite.source, ==, KX_SOURCE_PROGRAM);
  g_assert_cmpstr (finding->message, ==, "The slip must be of the office whose record it is about");
}

/* Waits for its being sent. */
static void
prepare (Course *c)
{
  g_autofree char *id = kx_test_world_id ();
  g_autoptr (KxOp) op =
      kx_test_world_op (c->f->world, KX_OP_CREATE, APPROVAL, id, make_slip (c, c->f->office));

  kx_test_world_do (c->f->world, op, c->f->clerk);
  c->slip = kx_test_admission_row (c->f, APPROVAL, id)->id;
}

static char *
with_scan (const char *scan)
{
  return g_strconcat ("scan=", scan, NULL);
}

/* A scan of the slip; borrowed. */
static KxRecord *
add_scan (Course *c)
{
  KxRecord *scan = (KxRecord *) kx_test_world_add (c->f->world, &kx_attachment_entity, 0);

  kx_attachment_set_owner_entity (kx_attachment (scan), "approval");
  kx_attachment_set_owner (kx_attachment (scan), c->slip);
  kx_attachment_set_stored (kx_attachment (scan), TRUE);
  g_free (scan->space);
  scan->space = g_strconcat (c->f->area, "/agreement", NULL);
  return scan;
}

static void
begin (Course *c, Fixture *f, const KxTestPack *pack)
{
  Kx_agreement *agreement;

  kx_test_admission_enter_pack (f, pack->code, pack->city);
  agreement = kx_test_admission_to_signing (f, pack->county);
  c->f = f;
  c->agreement = ((const KxRecord *) agreement)->id;
}

static void
send (Course *c)
{
  prepare (c);
  take (c, APPROVAL, c->slip, "send", "sent_on=2026-11-16\nsent_how=paper", c->f->clerk);
}

static void
answer (Course *c)
{
  send (c);
  take (c, APPROVAL, c->slip, "answer", ANSWER, c->f->clerk);
  c->scan = add_scan (c)->id;
}

static const Sentence no_approval = {
  "approval-needed", KX_FAILS, KX_SOURCE_OFFICE,
  "A superior decides this: here, or on paper with an answer that a second officer confirmed"
};
static const Sentence not_open = { KX_CODE_STATE, KX_FAILS, KX_SOURCE_NONE,
                                   "This step is not open in the present state" };

/* Before each of its steps the next one is too early, and so is what the slip is for. */
static void
walk_too_early (Fixture *f, const KxTestPack *pack)
{
  static const Sentence ahead = { "day-ahead", KX_FAILS, KX_SOURCE_PROGRAM, "This day must have come" };
  static const Sentence before = { "answered-before-sent", KX_FAILS, KX_SOURCE_PROGRAM,
                                   "It must not be answered before it was sent" };
  Course c = { NULL };
  g_autofree char *scan = NULL;

  begin (&c, f, pack);
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &no_approval);
  prepare (&c);
  scan = with_scan (WORLD_SCAN);
  expect (&c, APPROVAL, c.slip, "answer", ANSWER, f->clerk, &not_open);
  expect (&c, APPROVAL, c.slip, "confirm", scan, f->other_clerk, &not_open);
  expect (&c, APPROVAL, c.slip, "send", "sent_on=2026-11-23\nsent_how=paper", f->clerk, &ahead);
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &no_approval);
  take (&c, APPROVAL, c.slip, "send", "sent_on=2026-11-16\nsent_how=paper", f->clerk);
  expect (&c, APPROVAL, c.slip, "confirm", scan, f->other_clerk, &not_open);
  expect (&c, APPROVAL, c.slip, "answer",
          "answered_on=2026-11-23\nby_name=仇正衡\nby_post=分管负责人\nopinion=agree", f->clerk, &ahead);
  expect (&c, APPROVAL, c.slip, "answer",
          "answered_on=2026-11-15\nby_name=仇正衡\nby_post=分管负责人\nopinion=agree", f->clerk, &before);
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &no_approval);
  take (&c, APPROVAL, c.slip, "answer", ANSWER, f->clerk);
  /* It was answered, and nobody has looked at it besides. */
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &no_approval);
}

/* Of another office, of another role, the one who entered it, and without its scan. */
static void
walk_wrong (Fixture *f, const KxTestPack *pack)
{
  static const Sentence same = { "same-officer", KX_FAILS, KX_SOURCE_PROGRAM,
                                 "Another officer than the one who did the other part has to do this" };
  static const Sentence unseen = { KX_CODE_NOT_FOUND, KX_FAILS, KX_SOURCE_NONE, "There is no such record" };
  static const Sentence role = { KX_CODE_ROLE, KX_FAILS, KX_SOURCE_NONE,
                                 "Your role does not include this step here" };
  static const Sentence scanless = { "scan-missing", KX_FAILS, KX_SOURCE_PROGRAM,
                                     "The scan of the answer must lie with the slip and have arrived" };
  static const Sentence wordless = { "words-needed", KX_FAILS, KX_SOURCE_PROGRAM,
                                     "An answer that is no plain agreement must be entered with its words" };
  static const Sentence postless = { "required", KX_FAILS, KX_SOURCE_NONE, "This has to be given" };
  g_autoptr (KxActor) elsewhere = kx_actor_new ("sun", "sun"), auditor = kx_actor_new ("qian", "qian");
  Course c = { NULL };
  g_autofree char *scan = NULL, *foreign = with_scan (WORLD_SCAN);

  begin (&c, f, pack);
  /* A reviewer of the neighbouring province, whichever that is, and an officer who sees but does not act. */
  kx_actor_grant (elsewhere, KX_ROLE_INDEX_reviewer,
                  g_str_equal (pack->city, "340100") ? "350100" : "340100");
  kx_actor_grant (auditor, KX_ROLE_INDEX_auditor, pack->city);
  refuse_a_slip_of_another_office (&c);
  send (&c);
  expect (&c, APPROVAL, c.slip, "answer", ANSWER, elsewhere, &unseen);
  expect (&c, APPROVAL, c.slip, "answer", ANSWER, auditor, &role);
  expect (&c, APPROVAL, c.slip, "answer", "answered_on=2026-11-19\nby_name=仇正衡\nopinion=agree", f->clerk,
          &postless);
  expect (&c, APPROVAL, c.slip, "answer",
          "answered_on=2026-11-19\nby_name=仇正衡\nby_post=分管负责人\nopinion=disagree", f->clerk,
          &wordless);
  take (&c, APPROVAL, c.slip, "answer", ANSWER, f->clerk);
  c.scan = add_scan (&c)->id;
  scan = with_scan (c.scan);
  expect (&c, APPROVAL, c.slip, "confirm", scan, f->clerk, &same);
  expect (&c, APPROVAL, c.slip, "confirm", scan, elsewhere, &unseen);
  expect (&c, APPROVAL, c.slip, "confirm", scan, auditor, &role);
  expect (&c, APPROVAL, c.slip, "confirm", foreign, f->other_clerk, &scanless);
  expect (&c, APPROVAL, c.slip, "confirm", NULL, f->other_clerk, &postless);
  /* None of them has confirmed it. */
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &no_approval);
}

static void
assert_words_of_the_law (Course *c)
{
  g_autoptr (KxPolicy) policy = kx_test_packs_policy (c->f);
  g_autoptr (KxOp) op = kx_test_admission_step (c->f, AGREEMENT, c->agreement, "sign", SIGN);
  g_autoptr (KxDecision) decision = kx_test_world_decide (c->f->world, op, c->f->clerk);
  const KxCite *words = &kx_policy_get (policy, KX_POLICY_tiered_review)->cite;
  const KxFinding *finding = kx_test_world_finding (decision, "tiered-review", NULL);

  g_assert_cmpstr (finding->cite.item, ==, "第三十七条");
  g_assert_cmpstr (finding->cite.document, ==, words->document);
  g_assert_cmpstr (finding->cite.quote, ==, words->quote);
  g_assert_cmpstr (finding->cite.quote, ==, "对重点业务、高风险业务分级审核");
}

/* By another clerk: then a clerk signs, once, what was sent. */
static void
walk_right (Fixture *f, const KxTestPack *pack)
{
  static const Sentence approved = { "approval-needed", KX_HOLDS, KX_SOURCE_OFFICE,
                                     "Approved by 仇正衡 on paper on 2026-11-19" };
  static const Sentence unchanged = { "approved-otherwise", KX_HOLDS, KX_SOURCE_PROGRAM,
                                      "The record must say what it said when the slip was sent" };
  static const Sentence other = { "same-officer", KX_HOLDS, KX_SOURCE_PROGRAM,
                                  "Another officer than the one who did the other part has to do this" };
  Course c = { NULL };
  g_autofree char *scan = NULL;

  begin (&c, f, pack);
  answer (&c);
  scan = with_scan (c.scan);
  expect (&c, APPROVAL, c.slip, "confirm", scan, f->other_clerk, &other);
  take (&c, APPROVAL, c.slip, "confirm", scan, f->other_clerk);
  expect (&c, APPROVAL, c.slip, "confirm", scan, f->other_clerk, &not_open);
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &approved);
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &unchanged);
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &tiers);
  assert_words_of_the_law (&c);
  take (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk);
  g_assert_cmpint (
      kx_record_get (kx_test_admission_row (f, APPROVAL, c.slip), kx_approval_f_used_on).DATE.ymd, ==,
      f->world->today.ymd);
}

/* A confirmed no is a no. */
static void
walk_declined (Fixture *f, const KxTestPack *pack)
{
  Course c = { NULL };
  g_autofree char *scan = NULL;

  begin (&c, f, pack);
  send (&c);
  take (&c, APPROVAL, c.slip, "answer",
        "answered_on=2026-11-19\nby_name=仇正衡\nby_post=分管负责人\nopinion=disagree\nwords=床位不足",
        f->clerk);
  c.scan = add_scan (&c)->id;
  scan = with_scan (c.scan);
  take (&c, APPROVAL, c.slip, "confirm", scan, f->other_clerk);
  g_assert_cmpint (kx_record_get (kx_test_admission_row (f, APPROVAL, c.slip), kx_approval_f_state).CODE, ==,
                   kx_approval_state_declined);
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &no_approval);
}

/* What was approved is not what stands there by now. */
static void
walk_changed_since (Fixture *f, const KxTestPack *pack)
{
  static const Sentence changed = { "approved-otherwise", KX_FAILS, KX_SOURCE_PROGRAM,
                                    "The record must say what it said when the slip was sent" };
  Course c = { NULL };
  g_autofree char *scan = NULL;

  begin (&c, f, pack);
  answer (&c);
  scan = with_scan (c.scan);
  take (&c, APPROVAL, c.slip, "confirm", scan, f->other_clerk);
  kx_agreement_set_ends_on (kx_agreement ((KxRecord *) kx_test_admission_row (f, AGREEMENT, c.agreement)),
                            (KxDate){ 20391231 });
  expect (&c, AGREEMENT, c.agreement, "sign", SIGN, f->clerk, &changed);
}

typedef void (*Walk) (Fixture *f, const KxTestPack *pack);

static void
test_under_every_pack (Fixture *f, gconstpointer data)
{
  Walk walk = *(const Walk *) data;

  for (guint p = 0; p < KX_TEST_PACKS; p++)
    walk (f, &kx_test_packs[p]);
}

int
main (int argc, char **argv)
{
  static const Walk walks[] = { walk_too_early, walk_wrong, walk_right, walk_declined, walk_changed_since };
  static const char *const names[] = { "/packs-approval/too early", "/packs-approval/by the wrong one",
                                       "/packs-approval/confirmed and served once",
                                       "/packs-approval/a no is a no",
                                       "/packs-approval/what was changed since" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (walks); i++)
    g_test_add (names[i], Fixture, &walks[i], kx_test_admission_set_up, test_under_every_pack,
                kx_test_admission_tear_down);
  return g_test_run ();
}
