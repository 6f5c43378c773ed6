import type { PrinterCondition } from '../../../../hardware/printer/contract.ts';
import type { PrinterMessage } from '../../../../hardware/printer/dialect.ts';
import type {
  ExchangeEffect,
  ExchangeEnding,
  ExchangeEvent,
  ExchangePlan,
  ExchangeState,
} from '../../../../hardware/printer/exchange.ts';
import { beginExchange, step } from '../../../../hardware/printer/job.ts';

export const TIMING = { answerTimeoutMs: 500, clearTimeoutMs: 1_500, jobMarginMs: 2_000, overheatedTimeoutMs: 20_000 };
export const WIRE_MS = 200;
export const PRINT_MS = 800;
export const PROOF_TIMEOUT_MS = WIRE_MS + PRINT_MS + TIMING.jobMarginMs;

export type Capability = Pick<ExchangePlan['profile'], 'confirmation' | 'clearing' | 'status'>;
export const planOf = (capability: Capability, clearFirst = false): ExchangePlan => ({
  clearFirst,
  job: { processId: 'mine', wireMs: WIRE_MS, printMs: PRINT_MS },
  profile: { nearEndSensor: true, ...capability },
  timing: TIMING,
});

export const PROCESS_ID: Capability = {
  confirmation: 'process-id',
  clearing: 'dle-dc4-8',
  status: { dialect: 'escpos', reportsChanges: true },
};
export const ORDERED: Capability = {
  confirmation: 'fence',
  clearing: 'none',
  status: { dialect: 'escpos', reportsChanges: true },
};
export const CUSTOM: Capability = {
  confirmation: 'fence',
  clearing: 'none',
  status: { dialect: 'custom', reportsChanges: false },
};
export const STAR: Capability = {
  confirmation: 'star-counter',
  clearing: 'star-can',
  status: { dialect: 'star', reportsChanges: true },
};
export const CLONE: Capability = {
  confirmation: 'none',
  clearing: 'none',
  status: { dialect: 'escpos', reportsChanges: false },
};
export const MUTE: Capability = {
  confirmation: 'none',
  clearing: 'none',
  status: { dialect: 'none', reportsChanges: false },
};

export const says = (message: PrinterMessage): ExchangeEvent => ({ kind: 'message', message });
export const status = (...bits: number[]) => says({ kind: 'status', bits });
export const idle = [status(0x16), status(0x12), status(0x12), status(0x12)];
export const noPaper = [status(0x1e), status(0x32), status(0x12), status(0x72)];
export const customIdle = status(0, 0, 0, 0);
export const customOpen = status(0, 2, 0, 0);
export const sensor = (bits: number) => says({ kind: 'paper-sensor', bits });
export const passed = sensor(0);
export const report = (condition: PrinterCondition, count: number | null = null) =>
  says({ kind: 'changed', condition, count });
export const counts = (count: number) => report('ready', count);
export const noise = says({ kind: 'noise', byte: 0xff });
export const proof = says({ kind: 'printed', processId: 'mine' });
export const dropped = says({ kind: 'dropped' });
export const deadline: ExchangeEvent = { kind: 'deadline' };
export const lost: ExchangeEvent = { kind: 'link-lost' };
export const refused: ExchangeEvent = { kind: 'refused' };

export function run(
  plan: ExchangePlan,
  events: readonly ExchangeEvent[],
): { state: ExchangeState; effects: readonly ExchangeEffect[] } {
  return events.reduce((at, event) => step(at.state, event), beginExchange(plan));
}
export function ending(plan: ExchangePlan, events: readonly ExchangeEvent[]): ExchangeEnding {
  const { state } = run(plan, events);
  if (state.at !== 'ended') throw new Error(`still ${state.at}`);
  return state.ending;
}
export const waits = (afterMs: number) => ({ do: 'deadline', afterMs }) as const;
export const unknown = (cause: string) => ({ kind: 'unknown', cause });
/** The rest of an ending after which nothing is left to do. */
export const WELL = { heard: 'ready', link: 'good', owesClear: false } as const;
