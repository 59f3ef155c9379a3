#include "sync/kx-simulation-private.h"

#include "lib/kx-test-store.h"
#include "store/kx-vault.h"

#include <stdio.h>
#include <string.h>

/* Turns after which a calm world has to stand still. */
#define MOST_CALM_ROUNDS 30
#define MOST_CALM_TURNS 6000

guint
sim_below (Simulation *sim, guint n)
{
  return (guint) g_rand_int_range (sim->rand, 0, (gint32) n);
}

gboolean
sim_chance (Simulation *sim, guint per_cent)
{
  return sim_below (sim, 100) < per_cent;
}

void
sim_make_id (Simulation *sim, char ret_id[KX_UUID_TEXT_SIZE])
{
  guint8 random[10] = { 0 };

  memcpy (random, &sim->seed, sizeof sim->seed);
  random[9] = (guint8) sim->ids;
  kx_uuid_v7 (1782864000000 + sim->ids++, random, ret_id);
}

KxTime
sim_service_now (const Simulation *sim)
{
  return (KxTime){ 1782864000000 + sim->ms + sim->clock };
}

KxTime
sim_device_now (const Simulation *sim, const SimDevice *device)
{
  return (KxTime){ 1782864000000 + sim->ms + device->clock };
}

KxSyncMoment
sim_moment (Simulation *sim)
{
  return (KxSyncMoment){ sim->ms, g_rand_int (sim->rand) };
}

void
sim_fail (const Simulation *sim, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_error ("simulation with seed %u at %" G_GINT64_FORMAT " ms: %s", sim->seed, sim->ms, text);
}

void
sim_no_error (const Simulation *sim, const GError *error, const char *what)
{
  if (error != NULL)
    sim_fail (sim, "%s: %s", what, error->message);
}

void
sim_say (const Simulation *sim, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (!sim->options->talks)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "%8" G_GINT64_FORMAT " %s\n", sim->ms, text);
}

void
sim_message_free (SimMessage *message)
{
  kx_sync_ask_free (message->ask);
  g_clear_pointer (&message->body, g_bytes_unref);
  g_clear_error (&message->error);
  g_free (message);
}

static SimDevice *
any_device (Simulation *sim)
{
  return sim->devices->pdata[sim_below (sim, sim->devices->len)];
}

/* The network takes the request: it is lost, comes twice, or comes. */
static void
send_ask (Simulation *sim, SimDevice *device, KxSyncAsk *ask)
{
  SimMessage *message = g_new0 (SimMessage, 1);

  message->device = device;
  message->life = device->life;
  message->id = ask->id;
  if (sim_chance (sim, sim->trouble))
    {
      sim->report->faults++;
      if (sim_chance (sim, 60))
        {
          sim_say (sim, "%u: lost %s %s", device->index, ask->method, ask->path);
          message->error = g_error_new_literal (KX_CLIENT_ERROR, KX_CLIENT_ERROR_OFFLINE, "lost");
          kx_sync_ask_free (ask);
          g_ptr_array_add (sim->messages, message);
          return;
        }
      sim_say (sim, "%u: twice %s %s", device->index, ask->method, ask->path);
      message->ask = g_new0 (KxSyncAsk, 1);
      message->ask->method = ask->method;
      message->ask->path = g_strdup (ask->path);
      message->ask->headers = g_strdupv (ask->headers);
      message->ask->body = ask->body != NULL ? g_bytes_ref (ask->body) : NULL;
      message->stray = TRUE;
      g_ptr_array_add (sim->messages, message);
      message = g_new0 (SimMessage, 1);
      message->device = device;
      message->life = device->life;
      message->id = ask->id;
    }
  message->ask = ask;
  g_ptr_array_add (sim->messages, message);
}

/* Takes what the machine wants done. */
static void
collect (Simulation *sim, SimDevice *device)
{
  KxSyncAsk *ask = kx_sync_machine_take_ask (device->machine);

  if (device->work == NULL)
    device->work = kx_sync_machine_take_work (device->machine);
  if (ask != NULL)
    send_ask (sim, device, ask);
}

static void
deliver_answer (Simulation *sim, SimMessage *message)
{
  SimDevice *device = message->device;
  KxSyncAnswer answer = {
    .id = message->id, .body = message->body, .offset = -1, .status = message->status, .error = message->error
  };

  if (message->stray || message->life != device->life || device->revoked)
    return;
  sim_say (sim, "%u: answer %u%s%s", device->index, message->status, message->error != NULL ? ": " : "",
           message->error != NULL ? message->error->message : "");
  kx_sync_machine_answer (device->machine, &answer, sim_moment (sim));
}

/* One message under way comes to its end; they may overtake one another. */
static void
deliver (Simulation *sim)
{
  guint i = sim->trouble > 0 ? sim_below (sim, sim->messages->len) : 0;
  SimMessage *message = g_ptr_array_steal_index (sim->messages, i);

  if (message->ask != NULL)
    {
      sim->report->requests++;
      sim_service_serve (sim, message);
      g_ptr_array_add (sim->messages, message);
      return;
    }
  deliver_answer (sim, message);
  sim_message_free (message);
}

/* Something that the service or the people around it do. */
static void
meddle (Simulation *sim)
{
  SimDevice *device = any_device (sim);
  guint roll = sim_below (sim, 100);

  sim->report->faults++;
  if (roll < 20)
    sim_device_kill (sim, device);
  else if (roll < 28)
    sim_service_kill (sim);
  else if (roll < 44)
    sim_service_grant (sim, &sim->users[sim_below (sim, SIM_USERS)]);
  else if (roll < 55 && (!sim->backed_up || roll < 48))
    sim_service_back_up (sim);
  else if (roll < 55)
    sim_service_restore (sim);
  else if (roll < 62)
    sim_service_tidy (sim);
  else if (roll < 68)
    sim->users[sim_below (sim, SIM_USERS)].token_ended = TRUE;
  else if (roll < 74)
    sim->clock += ((gint64) sim_below (sim, 21) - 10) * 365 * 24 * 3600 * 1000;
  else if (roll < 80)
    {
      device->clock = ((gint64) sim_below (sim, 21) - 10) * 365 * 24 * 3600 * 1000;
      sim_say (sim, "%u: its clock is wrong by %" G_GINT64_FORMAT " ms", device->index, device->clock);
    }
  else if (roll < 84)
    sim_device_flip (sim, device);
  else if (roll < 85)
    sim_service_revoke (sim, device);
  else
    sim_service_edit (sim);
}

static void
poke_others (Simulation *sim)
{
  for (guint i = 0; i < sim->devices->len; i++)
    {
      SimDevice *device = sim->devices->pdata[i];

      if (!device->revoked && !sim_chance (sim, sim->trouble))
        kx_sync_machine_poke (device->machine, sim_moment (sim));
    }
}

/* The earliest timer comes. FALSE: nobody waits for one. */
static gboolean
wait_for_timer (Simulation *sim)
{
  gint64 first = G_MAXINT64;

  for (guint i = 0; i < sim->devices->len; i++)
    {
      SimDevice *device = sim->devices->pdata[i];
      gint64 timer = kx_sync_machine_get_timer (device->machine);

      if (!device->revoked && timer != 0 && kx_sync_machine_get_state (device->machine) != KX_SYNC_IDLE)
        first = MIN (first, timer);
    }
  if (first == G_MAXINT64)
    return FALSE;
  sim->ms = MAX (sim->ms, first);
  for (guint i = 0; i < sim->devices->len; i++)
    kx_sync_machine_tick (((SimDevice *) sim->devices->pdata[i])->machine, sim_moment (sim));
  return TRUE;
}

/* Whatever is to be done goes on by one step. FALSE: nothing is to be done now. */
static gboolean
step (Simulation *sim)
{
  SimDevice *device = any_device (sim);

  for (guint i = 0; i < sim->devices->len && device->work == NULL; i++)
    device = sim->devices->pdata[(device->index + 1) % sim->devices->len];
  if (device->work != NULL && (sim->messages->len == 0 || sim_chance (sim, 60)))
    sim_device_work (sim, device);
  else if (sim->messages->len > 0)
    deliver (sim);
  else
    return FALSE;
  return TRUE;
}

static void
collect_all (Simulation *sim)
{
  for (guint i = 0; i < sim->devices->len; i++)
    {
      SimDevice *device = sim->devices->pdata[i];

      /* It may learn of it over an answer, or when the work is done that the answer had waited for. */
      device->revoked |= kx_sync_machine_get_state (device->machine) == KX_SYNC_REVOKED;
      if (!device->revoked)
        collect (sim, device);
    }
}

static void
run_stormy (Simulation *sim, guint turns)
{
  for (guint turn = 0; turn < turns; turn++)
    {
      guint roll = sim_below (sim, 100);

      sim->ms += sim_below (sim, 400);
      sim->report->turns++;
      if (roll < 22)
        {
          SimDevice *device = any_device (sim);

          if (!device->revoked)
            sim_device_act (sim, device);
        }
      else if (roll < 28)
        meddle (sim);
      else if (roll < 32)
        poke_others (sim);
      else if (roll < 36)
        sim_device_sign_in (sim, any_device (sim));
      else if (!step (sim) && !wait_for_timer (sim))
        kx_sync_machine_now (any_device (sim)->machine, sim_moment (sim));
      collect_all (sim);
    }
}

static gint64
service_seq (Simulation *sim)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  kx_book_get_seq (sim->book, &seq, &error);
  sim_no_error (sim, error, "asking the service");
  return seq;
}

/* The network is good, nobody does anything: within bounds all that waits has to go through. */
static void
calm_down (Simulation *sim)
{
  gint64 before = 0, after = 0;

  sim->trouble = 0;
  for (guint i = 0; i < sim->devices->len; i++)
    {
      SimDevice *device = sim->devices->pdata[i];

      sim_device_sign_in (sim, device);
      /* A program compares everything now and then; one that was killed has forgotten that it wanted to. */
      if (device->flipped)
        kx_sync_machine_verify (device->machine, sim_moment (sim));
    }
  /* Three times, and until a round sends nothing more: what one sends late the others have to ask for. */
  for (guint round = 0; round < 3 || before != after; round++)
    {
      guint turns = 0;

      if (round > MOST_CALM_ROUNDS)
        sim_fail (sim, "there is always something to send");
      before = service_seq (sim);
      for (guint i = 0; i < sim->devices->len; i++)
        kx_sync_machine_now (((SimDevice *) sim->devices->pdata[i])->machine, sim_moment (sim));
      collect_all (sim);
      while (step (sim) || wait_for_timer (sim))
        {
          collect_all (sim);
          sim->report->turns++;
          if (++turns > MOST_CALM_TURNS)
            sim_fail (sim, "it does not come to rest");
        }
      after = service_seq (sim);
    }
}

/* People decide what was refused, and everything calms down again. */
static void
settle (Simulation *sim)
{
  gboolean settled = FALSE;

  for (guint round = 0; !settled; round++)
    {
      if (round > 30)
        sim_fail (sim, "what was refused does not come to an end");
      calm_down (sim);
      settled = TRUE;
      for (guint i = 0; i < sim->devices->len; i++)
        settled &= sim_device_settle (sim, sim->devices->pdata[i]);
    }
}

static void
make_users (Simulation *sim)
{
  static const char *const areas[SIM_USERS] = { "370100", "370100", "370200" };

  for (guint i = 0; i < SIM_USERS; i++)
    {
      SimUser *user = &sim->users[i];

      sim_make_id (sim, user->id);
      user->actor = kx_actor_new (user->id, "someone");
      kx_actor_grant (user->actor, KX_ROLE_INDEX_clerk, areas[i]);
    }
}

void
kx_simulation_run (guint32 seed, const KxSimulationOptions *options, KxSimulationReport *report,
                   char **ret_digest)
{
  Simulation sim = { .seed = seed, .options = options, .report = report, .ms = 1000 };
  guint turns, devices;

  sim.rand = g_rand_new_with_seed (seed);
  sim.messages = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_message_free);
  sim.devices = g_ptr_array_new_with_free_func (sim_device_free);
  sim.book = sim_store_take_service (&sim);
  make_users (&sim);
  devices = options->devices != 0 ? options->devices : 2 + sim_below (&sim, SIM_MOST_DEVICES - 1);
  for (guint i = 0; i < devices; i++)
    g_ptr_array_add (sim.devices, sim_device_new (&sim, i));
  sim.trouble = sim_chance (&sim, 20) ? 0 : 2 + sim_below (&sim, 30);
  /* Most courses are short: more of them find more than longer ones do. */
  turns = options->turns != 0 ? options->turns : 20 + sim_below (&sim, sim_chance (&sim, 80) ? 60 : 200);
  run_stormy (&sim, turns);
  settle (&sim);
  sim_check_end (&sim);
  if (ret_digest != NULL)
    *ret_digest = sim_digest (&sim);
  report->schedules++;
  g_ptr_array_unref (sim.messages);
  for (guint i = 0; i < sim.devices->len; i++)
    sim_store_give_back_mirror (&sim, i, ((SimDevice *) sim.devices->pdata[i])->book);
  g_ptr_array_unref (sim.devices);
  sim_store_give_back_service (&sim, sim.book);
  for (guint i = 0; i < SIM_USERS; i++)
    kx_actor_free (sim.users[i].actor);
  g_rand_free (sim.rand);
}
