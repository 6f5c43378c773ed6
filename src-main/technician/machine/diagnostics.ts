import { MAX_DIAGNOSTICS_LENGTH } from '../../contract/shared/orders.ts';
import { messageOf } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Diagnostics } from '../ports/machine.ts';
import { findSticks, whyNoStick, writeOnMemory } from './usb-sticks.ts';

export interface DiagnosticsParts {
  root: string;
  /** A folder to use instead of a USB stick; `null`: none. */
  folder: string | null;
  name: string;
  collect(): readonly object[];
  clock: Clock;
  log: Log;
}

/** Longest time for saving on a USB stick; then the kiosk gives up. */
const PATIENCE_MS = 20_000;

const linesOf = (parts: readonly object[]): string[] => parts.map((part) => `${JSON.stringify(part)}\n`);

/** Joins the lines and drops the oldest log lines until the text fits. Log lines come last, the oldest first. */
function boundedText(lines: readonly string[], most: number): string {
  const length = lines.reduce((sum, line) => sum + line.length, 0);
  const isLog = (line: string): boolean => line.startsWith('{"part":"log"');
  let over = length - most;
  return lines
    .filter((line) => {
      if (over <= 0 || !isLog(line)) return true;
      over -= line.length;
      return false;
    })
    .join('');
}

/** Saves one file with what remote support needs to find a fault: a line of JSON for each part, then the newest events. */
export function openDiagnostics({ root, folder, name, collect, clock, log }: DiagnosticsParts): Diagnostics {
  const listeners = new Set<() => void>();
  let state: ReturnType<Diagnostics['state']> = { stage: 'none', file: null };
  let attempt = 0;

  function become(next: typeof state): void {
    state = next;
    for (const listener of [...listeners]) listener();
  }

  async function write(): Promise<typeof state> {
    const [stick] = folder === null ? await findSticks(root) : [folder];
    if (stick === undefined) return { stage: await whyNoStick(root), file: null };
    const moment = new Date(clock.wallMs()).toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
    const file = `torn-${name}-${moment}.jsonl`;
    try {
      await writeOnMemory(stick, file, Buffer.from(linesOf(collect()).join('')));
      log.event('diagnostics-saved', { file });
      return { stage: 'saved', file };
    } catch (error) {
      log.event('diagnostics-not-saved', { detail: messageOf(error) });
      return { stage: 'not-saved', file: null };
    }
  }

  return {
    state: () => state,
    save() {
      if (state.stage === 'saving') return;
      attempt += 1;
      const mine = attempt;
      const end = (next: typeof state) => {
        if (mine === attempt && state.stage === 'saving') become(next);
      };
      become({ stage: 'saving', file: null });
      const giveUp = clock.after(PATIENCE_MS, () => end({ stage: 'not-saved', file: null }));
      void write().then((next) => {
        giveUp();
        end(next);
      });
    },
    text: () => boundedText(linesOf(collect()), MAX_DIAGNOSTICS_LENGTH),
    forget() {
      if (state.stage !== 'saving') state = { stage: 'none', file: null };
    },
    onChange: (listener) => void listeners.add(listener),
  };
}
