import { readCode } from './code.ts';
import type { DropCause, ScannedCode } from './contract.ts';
import { beginFraming, type Framing, type FramingEvent, type FramingState, stepFraming } from './framing.ts';
import { noticeCode, type RecentCodes } from './repeats.ts';

export interface ReadingState {
  framing: FramingState;
  recent: RecentCodes;
}

export interface ReadingStep {
  state: ReadingState;
  codes: ScannedCode[];
  drops: DropCause[];
  /** Milliseconds after which the caller sends `woken`; replaces the earlier value. `null`: the caller need not send it. */
  wakeInMs: number | null;
}

export const beginReading = (): ReadingState => ({ framing: beginFraming(), recent: [] });

export function stepReading(framing: Framing, state: ReadingState, event: FramingEvent): ReadingStep {
  const step = stepFraming(framing, state.framing, event);
  const codes: ScannedCode[] = [];
  const drops = [...step.drops];
  let { recent } = state;
  if (event.kind !== 'unplugged')
    for (const content of step.contents) {
      const code = readCode(content);
      if (code.bytes.length === 0) continue;
      const noticed = noticeCode(recent, code.bytes, event.atMs);
      recent = noticed.recent;
      if (noticed.repeated) drops.push('repeated');
      else codes.push(code);
    }
  return { state: { framing: step.state, recent }, codes, drops, wakeInMs: step.wakeInMs };
}
