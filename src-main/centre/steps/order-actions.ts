import type { ServiceId } from '../../contract/shared/ids.ts';
import { isEnded } from '../../domain/print-job.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import type { Order } from '../ports/orders.ts';
import type { RemoteOrdersParts } from './remote-orders.ts';

/** Performs each command of the centre. `restart` asks for a restart of the program once the kiosk is unused. */
export function orderActions(context: KioskContext, restart: () => void): RemoteOrdersParts['actions'] {
  return {
    'print-test': () => printTest(context),
    pause: async ({ untilMs }) => ofAllServices(context, (serviceId) => pause(context, serviceId, untilMs)),
    resume: async () => ofAllServices(context, (serviceId) => context.pauses.resume(serviceId)),
    async restart() {
      restart();
      return null;
    },
    'send-diagnostics': (order) => sendDiagnostics(context, order),
    'forget-pin': async () => forgetPin(context),
  };
}

function printTest(context: KioskContext): Promise<string> {
  const { queue, printers } = context;
  if (!printers.canPrint()) return Promise.resolve(printers.notice()?.condition ?? 'no-printer');
  const jobId = context.newId();
  const { promise, resolve } = Promise.withResolvers<string>();
  const stopListening = queue.onChange((order, job) => {
    if (order.jobId !== jobId || !isEnded(job)) return;
    stopListening();
    resolve(job.state === 'printed' ? 'done' : job.cause === 'expired' ? 'not-printed' : (job.cause ?? job.state));
  });
  queueTest(context, jobId);
  return promise;
}

export function queueTest({ queue, newId, clock }: KioskContext, jobId: string = newId()): void {
  queue.add({
    jobId,
    kind: 'test',
    ticket: null,
    serviceId: null,
    language: 'ca',
    duplicate: false,
    askedAtMs: clock.wallMs(),
  });
}

function ofAllServices(
  { office, refresh }: KioskContext,
  act: (serviceId: ServiceId) => Result<null, StoreFailure>,
): string {
  for (const { serviceId } of office.profile.services) {
    const acted = act(serviceId);
    if (!acted.ok) return acted.error.kind;
  }
  refresh();
  return 'done';
}

const pause = ({ pauses, clock }: KioskContext, serviceId: ServiceId, untilMs: number | null) =>
  pauses.pause({ serviceId, reason: 'paused', sinceMs: clock.wallMs(), untilMs });

/** Removes the technician's PIN on a command of the centre. The centre's audit names the two people who gave the command. */
function forgetPin({ technician, refresh }: KioskContext): string {
  const forgotten = technician.forgetPin();
  refresh();
  return forgotten.ok ? 'done' : forgotten.error.kind;
}

async function sendDiagnostics({ machine, centre }: KioskContext, { orderId }: Order): Promise<string> {
  const sent = await centre.sendDiagnostics(orderId, machine.diagnostics.text());
  return sent.ok ? 'done' : sent.error.kind;
}
