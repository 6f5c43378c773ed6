import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startVirtualPrinter, type VirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import type { RequestId } from '../../../src-main/contract/shared/ids.ts';
import { CoreStatus, type TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { type CoreProcess, newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { type Complaint, createLedger, type NumberPromise } from '../../support/ledger.ts';
import { virtualProfile } from '../../support/printing.ts';
import { initData, officeOf, SERVICES, type TicketOffice, type TicketWish } from '../../support/ticket-office.ts';
import type { Random } from '../random.ts';
import { type PaperPromise, watchPaper } from './paper-watch.ts';

export type KillPromise = NumberPromise | PaperPromise;

export interface StationOptions {
  name: string;
  folder: string;
  kills: number;
  random: Random;
  onKill?: () => void;
  /** Changes the data folder while no core runs: before the first run and after each kill. */
  betweenLives?: (dataDir: string) => void;
  moments?: readonly Moment['after'][];
}

export interface StationReport {
  complaints: Complaint<KillPromise>[];
  tickets: number;
  answers: number;
  killedAtStart: number;
  papers: number;
}

const PROFILE = { ...virtualProfile, speedMmPerS: 5_000, cutMs: 2 };
const MOST_WISHES = 16;
/** The approximate milliseconds of a start. Kills during a start are spread evenly over them. */
const START_MS = 350;
/** The number of randomly picked earlier tickets that each run must know, besides all tickets of the previous run. */
const LOOKED_UP = 20;
const MOST_HEARTBEATS = 130;

/** The moment of a kill: after `count` answers, bytes at the printer, papers or milliseconds since the core's start. */
interface Moment {
  after: 'answers' | 'bytes' | 'papers' | 'ms';
  count: number;
}
const MOST = { answers: MOST_WISHES, bytes: 3_000, papers: 3, ms: 120 } as const satisfies Record<
  Moment['after'],
  number
>;
const ALL_MOMENTS: readonly Moment['after'][] = ['answers', 'bytes', 'papers', 'ms'];

export async function runStation(options: StationOptions): Promise<StationReport> {
  const { name, folder, kills, random, onKill = () => {}, betweenLives = () => {} } = options;
  const { moments = ALL_MOMENTS } = options;
  const data = join(folder, 'data');
  initData(data);
  const ledger = createLedger(name);
  const watch = watchPaper(name);
  const virtual = await startVirtualPrinter({ profile: PROFILE, draws: false, papersKept: 1 });
  let papers = 0;
  virtual.onLine(watch.sawLine);
  virtual.onPaper(() => {
    papers += 1;
    watch.sawCut();
  });
  let sinceLast: readonly TicketRecord[] = [];
  let answers = 0;
  let killedAtStart = 0;

  const start = () =>
    startCoreProcess({ data, slot: null, printer: `${PROFILE.profileId}@tcp://127.0.0.1:${virtual.port}` });

  async function isReady(core: CoreProcess): Promise<boolean> {
    try {
      await core.waitFor('ready');
      return true;
    } catch {
      return false;
    }
  }

  async function take(office: TicketOffice, wish: TicketWish): Promise<void> {
    ledger.asked(wish.requestId);
    const answer = await office.take(wish);
    answers += 1;
    if (answer.ok) ledger.show(answer.value);
    else ledger.complain('does-not-issue', `${answer.error.kind} ${answer.error.detail ?? ''}`);
  }

  /** The requests of one run: new requests, repeated requests, and some requests of earlier runs, whether answered or not. */
  function wishesOfALife(): TicketWish[] {
    const wishes: TicketWish[] = [];
    for (const requestId of ledger.unanswered()) if (random.chance(0.5)) wishes.push(wishOf(requestId));
    const count = random.int(1, MOST_WISHES);
    while (wishes.length < count) {
      const repeated = wishes.length > 0 && random.chance(0.2);
      wishes.push(repeated ? random.pick(wishes) : wishOf(newRequestId()));
    }
    if (sinceLast.length > 0 && random.chance(0.3)) wishes.push(wishOf(random.pick(sinceLast).requestId));
    return wishes;
  }
  const services = new Map<RequestId, string>();
  function wishOf(requestId: RequestId): TicketWish {
    const serviceId = services.get(requestId) ?? random.pick(SERVICES);
    services.set(requestId, serviceId);
    return { requestId, serviceId };
  }

  async function live(): Promise<void> {
    const core = start();
    const kill = () => void core.child.kill('SIGKILL');
    if (random.chance(0.15)) {
      await wait(random.int(0, START_MS));
      killedAtStart += 1;
      kill();
      await core.ended;
      return;
    }
    if (!(await isReady(core))) {
      ledger.complain('does-not-issue', core.log());
      await core.ended;
      return;
    }
    // Without this wait, the core gets requests before its printer is ready, so that papers wait in the queue.
    if (random.chance(0.6)) await core.waitFor('printer', ({ value }) => value.condition === 'ready');
    const office = officeOf(core);
    const earlier = ledger.shown;
    const some = earlier.length > 0 ? Array.from({ length: LOOKED_UP }, () => random.pick(earlier)) : [];
    await ledger.audit(office, [...new Set([...sinceLast, ...some])]);
    for (const ticket of sinceLast)
      if (ticket.print.state !== 'printed' && random.chance(0.1))
        core.call('reprintTicket', { requestId: ticket.requestId }).catch(() => {});

    const before = new Set(ledger.shown.map(({ ticketId }) => ticketId));
    const killed = killAt(momentOf(random, moments), core, virtual, kill);
    const wishes = wishesOfALife().map((wish) => take(office, wish).then(killed.answered, () => {}));
    // The chosen moment may never come, for example if every request is a repetition, which prints nothing. The core is then killed as soon
    // as the print queue is empty.
    void Promise.all(wishes)
      .then(() => queueIsEmpty(core))
      .then(kill, () => {});
    await core.ended;
    killed.forget();
    await Promise.all(wishes);
    sinceLast = ledger.shown.filter(({ ticketId }) => !before.has(ticketId));
  }

  betweenLives(data);
  for (let life = 0; life < kills; life += 1) {
    await live();
    betweenLives(data);
    onKill();
  }

  const last = start();
  const tickets: TicketRecord[] = [];
  if (await isReady(last)) {
    const office = officeOf(last);
    await ledger.audit(office);
    await take(office, wishOf(newRequestId()));
    await queueIsEmpty(last);
    for (const { requestId } of ledger.shown) {
      const found = await office.find(requestId);
      if (found.ok) tickets.push(found.value);
    }
    await last.stop();
  } else ledger.complain('does-not-issue', last.log());
  for (const line of virtual.hanging()) watch.sawLine(line);
  await virtual.close();
  return {
    complaints: [...ledger.complaints, ...watch.close(tickets)],
    tickets: ledger.shown.length,
    answers,
    killedAtStart,
    papers,
  };
}

function momentOf(random: Random, moments: readonly Moment['after'][]): Moment {
  const after = random.pick(moments);
  return { after, count: random.int(0, MOST[after]) };
}

function killAt(moment: Moment, core: CoreProcess, virtual: VirtualPrinter, kill: () => void) {
  const reached = { answers: 0, bytes: 0, papers: 0, ms: 0 };
  function count(what: Moment['after'], more: number): void {
    reached[what] += more;
    if (moment.after === what && reached[what] >= moment.count) kill();
  }
  const stops = [virtual.onReceive(({ length }) => count('bytes', length)), virtual.onPaper(() => count('papers', 1))];
  const timer = moment.after === 'ms' ? setTimeout(kill, moment.count) : undefined;
  if (moment.count === 0) kill();
  void core.ended.then(() => clearTimeout(timer));
  return {
    answered: () => count('answers', 1),
    forget() {
      for (const stop of stops) stop();
    },
  };
}

async function queueIsEmpty(core: CoreProcess): Promise<void> {
  for (let beat = 0; beat < MOST_HEARTBEATS; beat += 1) {
    const status = await core.call('getStatus', {});
    if (!status.ok || CoreStatus.parse(status.value).waitingJobs === 0) return;
    await core.waitForNext('heartbeat');
  }
}
