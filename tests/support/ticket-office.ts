import { spawnSync } from 'node:child_process';
import type { RequestId } from '../../src-main/contract/shared/ids.ts';
import type { Language } from '../../src-main/contract/shared/languages.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { type Refusal, TicketRecord } from '../../src-main/session/contract/kiosk-api.ts';
import { CORE_FILE, type CoreProcess, service } from './core-process.ts';

/** Walk-in services of the demonstration office. Each has a series of its own. */
export const SERVICES = ['orientacio', 'empadronament', 'impostos-i-taxes'] as const;

export interface TicketWish {
  requestId: RequestId;
  serviceId: string;
  language?: Language;
}

export interface TicketOffice {
  take(wish: TicketWish): Promise<Result<TicketRecord, Refusal>>;
  find(requestId: RequestId): Promise<Result<TicketRecord, Refusal>>;
}

export function officeOf(core: CoreProcess): TicketOffice {
  return {
    async take({ requestId, serviceId, language = 'ca' }) {
      return readTicket(await core.call('takeTicket', { requestId, serviceId: service(serviceId), language }));
    },
    find: async (requestId) => readTicket(await core.call('getTicket', { requestId })),
  };
}

const readTicket = (result: Result<unknown, Refusal>): Result<TicketRecord, Refusal> =>
  result.ok ? succeed(TicketRecord.parse(result.value)) : refuse(result.error);

export const initArguments = (data: string, more: readonly string[] = []): readonly string[] => [
  CORE_FILE,
  'init',
  '--data',
  data,
  '--slot',
  '1',
  ...more,
];

export function initData(data: string): void {
  const { status, stderr, stdout } = spawnSync(process.execPath, initArguments(data), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`core init ended with ${status}: ${stdout}${stderr}`);
}
