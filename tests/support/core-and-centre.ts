import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TicketRecord } from '../../src-main/session/contract/kiosk-api.ts';
import { startWireCentre, type WireCentre, type WireCentreOptions } from './centre-at-the-wire.ts';
import { type CoreProcess, newRequestId, service, startCoreProcess } from './core-process.ts';
import { enrolFolder } from './enrolled-folder.ts';
import { centreStatusWhen } from './paired-core.ts';
import { temporaryFolder } from './temporary-folder.ts';

export async function openCentre(options?: WireCentreOptions): Promise<WireCentre> {
  const centre = await startWireCentre(options);
  onTestFinished(() => centre.close());
  return centre;
}

export function start(
  centre: WireCentre,
  data: string,
  slot: number | null = null,
  args: readonly string[] = [],
): CoreProcess {
  const core = startCoreProcess({ data, slot, args: ['--centre', `${centre.url}/terrassa`, ...args] });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

export const dataFolder = (): string => join(temporaryFolder(), 'data');

export async function ask(core: CoreProcess, serviceId = 'empadronament') {
  return core.call('takeTicket', { requestId: newRequestId(), serviceId: service(serviceId), language: 'ca' });
}

export async function take(core: CoreProcess, serviceId = 'empadronament'): Promise<TicketRecord> {
  const result = await ask(core, serviceId);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value as TicketRecord;
}

export async function enrolled(centre: WireCentre, data = dataFolder()) {
  const kioskId = await enrolFolder(data, centre);
  const core = start(centre, data);
  await centreStatusWhen(core, (status) => status.clockOffsetMs !== null);
  return { core, kioskId, data };
}

export const ticketEvents = (centre: WireCentre) => centre.events.filter(({ event }) => event.type === 'ticket-issued');
export const eventsOf = (centre: WireCentre, type: string) => centre.events.filter(({ event }) => event.type === type);

export const isOver = (ticket: Awaited<ReturnType<CoreProcess['call']>>): boolean =>
  ticket.ok && !['waiting', 'sending'].includes((ticket.value as TicketRecord).print.state);

export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
