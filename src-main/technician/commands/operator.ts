import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { CoreStatus, ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import { askedIn } from '../../staff/steps/asked-of-staff.ts';

export function operatorCommands(context: KioskContext) {
  const { store, centre, view, appearance } = context;
  return {
    getViewState: () => succeed(view()),
    getAppearance: () => succeed(appearance),
    getStatus: () => statusOf(context),
    acknowledgeAsked: (params) => acknowledge(context, params),
    confirmClock: () => store.confirmClock(),
    rotateKey() {
      centre.rotateKey();
      return succeed(null);
    },
  } satisfies Partial<Commands>;
}

function statusOf(context: KioskContext): Result<CoreStatus, Refusal> {
  const { office, store, printers, scanner, speech, queue, centre } = context;
  const today = store.today.now();
  const count = store.countTickets(today);
  if (!count.ok) return count;
  const rows = printers.report();
  if (!rows.ok) return rows;
  return succeed({
    officeId: office.profile.officeId,
    serviceDay: today.serviceDay,
    dayInDoubt: store.today.doubt(),
    printers: rows.value,
    scanner: scanner(),
    speech: speech.state(),
    asked: askedIn(context.session(), context.help),
    waitingJobs: queue.waiting(),
    ticketsToday: count.value,
    centre: centre.status(),
  });
}

/** Records that a clerk has seen a citizen's request. The centre receives the record too, so that it sends no second clerk. */
function acknowledge(context: KioskContext, { subjectId }: ParamsOf<'acknowledgeAsked'>): Result<null, Refusal> {
  const { store, session, apply, help, log } = context;
  const asked = askedIn(session(), help).find((one) => one.subjectId === subjectId);
  if (!asked) return refuse({ kind: 'nothing-asked', detail: subjectId });
  if (asked.acknowledged) return succeed(null);
  const { acknowledged: _, ...acknowledgement } = asked;
  const kept = store.recordEvent({ type: 'staff-acknowledged', v: 1, payload: acknowledgement });
  if (!kept.ok) return kept;
  log.event('staff-acknowledged', { subjectId });
  // Result ignored: the subject is a ticket, or the call for help has been answered meanwhile.
  help.answer(subjectId, null);
  apply({ type: 'acknowledged', acknowledgement });
  return succeed(null);
}
