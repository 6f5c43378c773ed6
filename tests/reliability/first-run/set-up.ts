import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { bandsOf } from '../../../src-main/domain/numbering.ts';
import { type CoreMethod, coreMethods, type ParamsOf } from '../../../src-main/session/contract/kiosk-api.ts';
import { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { stepsAsked } from '../../../src-main/technician/rules/first-run.ts';
import { type CoreProcess, startCoreProcess } from '../../support/core-process.ts';
import type { Complaint } from '../../support/ledger.ts';
import { virtualProfile } from '../../support/printing.ts';
import type { Random } from '../random.ts';
import { nextTouch, SLOT, stepsBehind, type Touch } from './technician.ts';

export type SetUpPromise = 'step-lost' | 'second-slot' | 'never-over';

export interface SetUpOptions {
  folder: string;
  name: string;
  random: Random;
  /** The steps at which the core is killed; by default at every screen. */
  at?: readonly string[];
  betweenLives?: (dataDir: string) => void;
}

export interface SetUpReport {
  complaints: Complaint<SetUpPromise>[];
  kills: number;
  touches: number;
  papers: number;
}

/** The approximate milliseconds until a touch's effect is on disk, so that a kill comes before, during or after the write. */
const ORDER_MS = 12;
/** The largest number of starts of one set-up, which takes some twenty touches and as many kills. */
const MOST_LIVES = 60;
const FAST = { ...virtualProfile, speedMmPerS: 5_000, cutMs: 2 };

/**
 * Sets a kiosk up and kills the core shortly after the touch at each screen, until the kiosk issues tickets.
 * Completed steps must stay done, and the slot must never change.
 */
export async function setUpWithKills({ folder, name, random, at, betweenLives }: SetUpOptions): Promise<SetUpReport> {
  const data = join(folder, name);
  const printer = await startVirtualPrinter({ profile: FAST });
  const report: SetUpReport = { complaints: [], kills: 0, touches: 0, papers: 0 };
  const complain = (promise: SetUpPromise, detail: string) =>
    void report.complaints.push({ promise, detail: `${name}: ${detail}` });
  const killedAt = new Set<string>();
  let promised = 0;
  try {
    for (let life = 0; life < MOST_LIVES; life += 1) {
      const core = startCoreProcess({ data, profile: null, printer: `torn-virtual@tcp://127.0.0.1:${printer.port}` });
      await core.waitFor('view');
      const behind = stepsBehind(await viewOf(core));
      if (behind !== null && behind < promised)
        complain('step-lost', `${stepsAsked(false)[behind]} is asked for again`);
      if (report.complaints.length > 0) {
        await core.stop();
        return report;
      }
      const lived = await live(core, { killedAt, random, report, at });
      promised = Math.max(promised, lived.behind);
      if (lived.isOver) {
        await judgeEnd(core, data, complain);
        report.papers = printer.papers.length;
        return report;
      }
      betweenLives?.(data);
    }
    complain('never-over', `after ${MOST_LIVES} lives it stands before step ${promised}`);
    return report;
  } finally {
    await printer.close();
  }
}

interface Lived {
  behind: number;
  isOver: boolean;
}

type LifeParts = { killedAt: Set<string>; random: Random; report: SetUpReport; at: readonly string[] | undefined };

/** Touches the screens until the core is killed or ends to be restarted. */
async function live(core: CoreProcess, { killedAt, random, report, at: steps }: LifeParts): Promise<Lived> {
  let behind = 0;
  for (;;) {
    const state = await viewOf(core);
    behind = Math.max(behind, stepsBehind(state) ?? 0);
    if (!state.view.screen.startsWith('technician')) return { behind, isOver: true };
    const touch = nextTouch(state);
    if (touch === null) {
      await Promise.race([core.waitForNext('heartbeat'), core.waitForNext('view')]);
      continue;
    }
    report.touches += 1;
    const at = JSON.stringify([state.view.screen, 'step' in state.view ? state.view.step : null, touch.method]);
    if (!killedAt.has(at) && (steps === undefined || steps.includes(stepOf(state)))) {
      killedAt.add(at);
      report.kills += 1;
      void send(core, state, touch).catch(() => undefined);
      await wait(random.int(0, ORDER_MS));
      core.child.kill('SIGKILL');
      await core.ended;
      return { behind, isOver: false };
    }
    await send(core, state, touch);
    const ended = await Promise.race([core.ended.then(() => true), followed(core, state)]);
    if (ended) return { behind, isOver: false };
  }
}

const stepOf = ({ view }: ViewState): string => ('step' in view && typeof view.step === 'object' ? view.step.at : '');

async function followed(core: CoreProcess, before: ViewState): Promise<false> {
  const isOther = (state: ViewState) => state.stateNo !== before.stateNo || state.sessionId !== before.sessionId;
  if (isOther(await viewOf(core))) return false;
  await Promise.race([core.waitForNext('view'), core.waitForNext('heartbeat')]);
  return false;
}

async function viewOf(core: CoreProcess): Promise<ViewState> {
  const answer = await core.call('getViewState', {});
  if (!answer.ok) throw new Error(answer.error.kind);
  return ViewState.parse(answer.value);
}

function send(core: CoreProcess, { sessionId, stateNo }: ViewState, touch: NonNullable<Touch>) {
  const params: unknown = { stamp: { sessionId, stateNo }, ...touch.params };
  return core.call(touch.method, coreMethods[touch.method].parse(params) as ParamsOf<CoreMethod>);
}

/** Checks that the kiosk got one slot only, and that its numbers belong to this slot. */
async function judgeEnd(
  core: CoreProcess,
  data: string,
  complain: (promise: SetUpPromise, detail: string) => void,
): Promise<void> {
  await core.stop();
  const journal = join(data, 'journal');
  const text = readdirSync(journal, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.journal'))
    .map((file) => readFileSync(join(journal, file), 'utf8'))
    .join('');
  const given = [...text.matchAll(/"type":"slot-given".*?"slot":(\d+),"incarnation":"([^"]+)"/g)];
  const names = new Set(given.map(([, slot, incarnation]) => `${slot} ${incarnation}`));
  if (names.size !== 1) complain('second-slot', `slots in the journal: ${[...names].join(', ') || 'none'}`);
  const bands = bandsOf(SLOT);
  for (const [, number] of text.matchAll(/"type":"ticket-issued".*?"number":(\d+)/g))
    if (!bands.some(({ first, last }) => Number(number) >= first && Number(number) <= last))
      complain('second-slot', `number ${number} is not of slot ${SLOT}`);
}
