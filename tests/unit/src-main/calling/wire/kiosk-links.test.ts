import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OfficeChanges } from '../../../../../src-main/calling/contract/kiosks.ts';
import { KIOSK_PATHS } from '../../../../../src-main/calling/contract/paths.ts';
import type { GivenTwice } from '../../../../../src-main/calling/ports/office-book.ts';
import type { Contest, OfficeKiosks } from '../../../../../src-main/calling/ports/office-kiosks.ts';
import type {
  CallFault,
  KioskAnswer,
  KioskCall,
  KioskCalls,
  KioskLine,
} from '../../../../../src-main/calling/wire/kiosk-calls.ts';
import { readAddress, startKioskLinks } from '../../../../../src-main/calling/wire/kiosk-links.ts';
import { pinOf } from '../../../../../src-main/calling/wire/kiosk-proof.ts';
import { KeyId, KioskId } from '../../../../../src-main/contract/shared/ids.ts';
import { KioskRevocation } from '../../../../../src-main/contract/shared/kiosk-revocation.ts';
import { type Result, refuse, succeed } from '../../../../../src-main/domain/result.ts';
import type { StoreFailure } from '../../../../../src-main/ports/store-failure.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { serviceDay } from '../../../../support/service-day.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const OFFICE = 'oac-dido';
const DAY = serviceDay('2026-11-24');
const STEP_MS = 100;

type Answer = Result<KioskAnswer, CallFault>;
type AskedBody = { log: string | null; since: number; holdMs: number; nowMs: number; helpNo: string };

const answered = (value: unknown, status = 200): Answer => succeed({ status, value, slot: null, run: null });
const NOT_REACHED: Answer = refuse({ kind: 'not-reached', detail: 'connection refused' });
const LATE: Answer = refuse({ kind: 'late', detail: 'no answer in time' });
const DISK_FULL: StoreFailure = { kind: 'store-failed', detail: 'no room' };

const checkOf = (key: Uint8Array): string => String(key[0] ?? 0).padStart(12, '0');
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A sibling kiosk on the network. Like a real sibling it answers at once if it has news, and otherwise holds its answer back. */
function sibling(no: number, slot: number) {
  const key = Buffer.from([no]);
  const log = randomUUID();
  const news: Partial<OfficeChanges>[] = [];
  const held: ((answer: Answer) => void)[] = [];
  let next = 0;
  const one = {
    key,
    pin: pinOf(key),
    check: checkOf(key),
    slot: slot as number | null,
    run: `run ${no}` as string | null,
    isThere: true,
    /** True if the sibling, while it has no news, does not even answer at the end of the time for which a request lets it wait. */
    isMute: false,
    changes: null as Answer | null,
    trial: answered(null) as Answer | Promise<Answer>,
    order: answered({ ok: true, value: { ticketId: null, number: 'A001' } }),
    number: answered({ serviceDay: DAY, number: 7 }),
    held,
    page(): Answer {
      if (one.changes !== null) return one.changes;
      next += 1;
      return answered({
        officeId: OFFICE,
        slot: one.slot,
        log,
        next,
        isAll: true,
        nowMs: NOON_MS,
        tickets: [],
        pauses: [],
        ...news.shift(),
      });
    },
    release(answer: Answer): Promise<void> {
      for (const resolve of held.splice(0)) resolve(answer);
      return settle();
    },
    tell(...pages: Partial<OfficeChanges>[]): Promise<void> {
      news.push(...pages);
      return held.length > 0 ? one.release(one.page()) : settle();
    },
    leave(): Promise<void> {
      one.isThere = false;
      return one.release(NOT_REACHED);
    },
    hasNews: () => news.length > 0 || one.changes !== null,
  };
  return one;
}
type Sibling = ReturnType<typeof sibling>;

function memoryKiosks() {
  const pins = new Map<string, string | null>();
  const named: [string, string][] = [];
  let contest: Contest | null = null;
  const disk = { refuses: false };
  const write = (act: () => void): Result<null, StoreFailure> => {
    if (disk.refuses) return refuse(DISK_FULL);
    act();
    return succeed(null);
  };
  const kiosks: OfficeKiosks = {
    all: () => [...pins.keys()],
    checkOf: (pin) => pins.get(pin) ?? null,
    add: (pin, check) => write(() => void pins.set(pin, check)),
    name: (pin, kioskId) => write(() => void named.push([pin, kioskId])),
    revoke: () => succeed([]),
    revocations: () => [],
    forgetAll: () => write(() => pins.clear()),
    remove: (pin) =>
      write(() => {
        pins.delete(pin);
        if (contest?.pin === pin) contest = null;
      }),
    contest: () => contest,
    setContest: (next) =>
      write(() => {
        contest = next;
      }),
  };
  return { kiosks, pins, named, disk };
}

interface Wishes {
  slot?: number;
  /**
   * The only byte of this kiosk's key. If two kiosks have one slot, the kiosk with the lower pin (fingerprint of its key) keeps the slot.
   */
  own?: number;
  run?: string;
  isOfCentre?: (revocation: KioskRevocation) => boolean;
  onRevoked?: (revocations: readonly KioskRevocation[]) => void;
  checkOf?: (key: Uint8Array) => Promise<string>;
  host?: string;
  /** The number of acts of desks carried out before the start. */
  acts?: number;
  faults?: readonly unknown[];
  /** True if the siblings were paired by an older program, without check digits. */
  withoutDigits?: boolean;
}

/** A kiosk, by default with slot 2, whose siblings answer at ports 1, 2, … */
async function kioskWith(places: readonly Sibling[], paired: readonly Sibling[] = places, wishes: Wishes = {}) {
  const { slot = 2, own = 200, run = 'run of this', host = 'kiosk' } = wishes;
  const clock = createManualClock(NOON_MS);
  const { kiosks, pins, named, disk } = memoryKiosks();
  for (const { pin, check } of paired) pins.set(pin, wishes.withoutDigits ? null : check);
  const at = [...places];
  const asked: (Pick<KioskCall, 'path' | 'body' | 'mostMs' | 'pin'> & { port: number })[] = [];
  const events: unknown[] = [];
  const faults: unknown[] = [];
  const helped: unknown[] = [];
  const forgotten: string[] = [];
  const heard: OfficeChanges[] = [];
  const counted: OfficeChanges[] = [];
  const lines = new Set<KioskLine>();
  const seen = { changes: 0, news: 0, acts: wishes.acts ?? 0, looks: 0, aborted: false };
  const feed = {
    heard: succeed({ isNew: false, isTogether: true }) as ReturnType<
      Parameters<typeof startKioskLinks>[0]['feed']['hear']
    >,
    counted: succeed([]) as Result<readonly GivenTwice[], StoreFailure>,
  };
  const answerOf = (one: Sibling, path: string): Answer | Promise<Answer> => {
    if (path === KIOSK_PATHS.trial) return one.trial;
    return path === KIOSK_PATHS.orders ? one.order : one.number;
  };
  const callsUntil = (signal: AbortSignal): KioskCalls => {
    signal.addEventListener('abort', () => {
      seen.aborted = true;
      for (const one of at) void one.release(NOT_REACHED);
    });
    const placeOf = ({ port }: { port: number }) => at[port - 1];
    return {
      keyAt(address) {
        const one = placeOf(address);
        return Promise.resolve(one?.isThere ? succeed(one.key) : refuse({ kind: 'not-reached' as const, detail: '' }));
      },
      slotAt(address) {
        asked.push({ path: 'slot', body: null, mostMs: 0, pin: '', port: address.port });
        const one = placeOf(address);
        return Promise.resolve(
          one?.isThere
            ? succeed({ slot: one.slot, run: one.run })
            : refuse({ kind: 'not-reached' as const, detail: '' }),
        );
      },
      call({ address, line, path, body, mostMs, pin }) {
        lines.add(line);
        asked.push({ path, body, mostMs, pin, port: address.port });
        const one = placeOf(address);
        if (!one?.isThere) return Promise.resolve(NOT_REACHED);
        if (one.pin !== pin) return Promise.resolve(refuse({ kind: 'other-key', detail: one.pin }));
        if (path !== KIOSK_PATHS.changes) return Promise.resolve(answerOf(one, path));
        if ((body as AskedBody).holdMs === 0 || one.hasNews()) return Promise.resolve(one.page());
        return new Promise((resolve) => {
          one.held.push(resolve);
          clock.after((body as AskedBody).holdMs, () => {
            if (!one.isMute && one.held.includes(resolve)) void one.release(one.page());
          });
        });
      },
    };
  };
  const links = startKioskLinks({
    addresses: places.map((_, index) => ({ host, port: index + 1 })),
    key: { pin: pinOf(Buffer.from([own])) },
    callsUntil,
    slot,
    run,
    kiosks,
    clock,
    feed: {
      officeId: OFFICE,
      changes: () => {
        throw new Error('only siblings ask this');
      },
      last: () => seen.acts,
      look: () => {
        seen.looks += 1;
      },
      onChange: () => () => undefined,
      hear(said) {
        heard.push(said);
        return feed.heard;
      },
      count(said) {
        counted.push(said);
        return feed.counted;
      },
    },
    help: {
      hear: (pin, from, said) => void helped.push({ pin, from, no: said.no }),
      forget: (pin) => void forgotten.push(pin),
    },
    checkOf: wishes.checkOf ?? ((key) => Promise.resolve(checkOf(key))),
    isOfCentre: wishes.isOfCentre ?? (() => true),
    onRevoked: (revocations) => wishes.onRevoked?.(revocations),
    onHeard: () => {
      seen.news += 1;
    },
    onChange: () => {
      seen.changes += 1;
    },
    log: {
      event(event, fields) {
        events.push({ event, ...fields });
        if (event === 'hub-fault') faults.push(fields?.err);
      },
    },
  });
  onTestFinished(async () => {
    await links.close();
    expect(faults).toEqual(wishes.faults ?? []);
  });
  await settle();
  const asksOf = (path: string) => asked.filter((one) => one.path === path);
  return {
    links,
    clock,
    kiosks,
    pins,
    named,
    disk,
    at,
    asked,
    helped,
    forgotten,
    heard,
    counted,
    seen,
    feed,
    lines,
    events: () => events.splice(0),
    asks(): AskedBody[] {
      const bodies = asksOf(KIOSK_PATHS.changes).map(({ body }) => body as AskedBody);
      asked.splice(0);
      return bodies;
    },
    trials: () => asksOf(KIOSK_PATHS.trial).length,
    state: () => links.states().map(({ state }) => state),
    /** Advances the time in steps so short that every timer runs in its turn. */
    async pass(ms: number): Promise<void> {
      for (let left = ms; left > 0; left -= STEP_MS) {
        clock.advance(Math.min(STEP_MS, left));
        await settle();
      }
    },
    order: (orderId: string = randomUUID()) => links.passOn('taula-1', { kind: 'resume', orderId, ageMs: 0 }),
  };
}

/** A kiosk whose one sibling, with slot 1, has answered once and holds its next answer back until it has news. */
async function followedKiosk(wishes?: Wishes) {
  const other = sibling(1, 1);
  const kiosk = await kioskWith([other], [other], wishes);
  await kiosk.pass(200);
  return { other, ...kiosk };
}

const ORDERED = { ok: true, value: { ticketId: null, number: 'A001' } };

describe('an unpaired kiosk', () => {
  test('is listed with its digits and slot, asked for nothing else, and followed at once when it is paired', async () => {
    const other = sibling(1, 1);
    const { links, events, asked, asks, state, kiosks, seen } = await kioskWith([other], []);
    const listed = { address: 'https://kiosk:1/', check: other.check, slot: 1 };
    expect(links.states()).toEqual([{ ...listed, state: 'not-confirmed', isPaired: false }]);
    expect(asked.map(({ path }) => path)).toEqual(['slot']);
    expect(links.confirm('999999999999')).toEqual({ ok: false, error: { kind: 'unknown-request' } });
    expect(kiosks.all()).toEqual([]);
    expect(events()).toEqual([]);
    const changes = seen.changes;
    expect(links.confirm(other.check)).toEqual({ ok: true, value: null });
    await settle();
    expect(links.states()).toEqual([{ ...listed, state: 'heard', isPaired: true }]);
    expect(kiosks.checkOf(other.pin)).toBe(other.check);
    expect(asks()).toHaveLength(1);
    expect(events()).toEqual([{ event: 'kiosk-heard', address: 'kiosk:1', slot: 1 }]);
    expect(seen.changes).toBeGreaterThan(changes);
    expect(links.end(other.check)).toEqual({ ok: true, value: null });
    expect([state(), kiosks.all()]).toEqual([['not-confirmed'], []]);
    expect(events()).toEqual([{ event: 'kiosk-silent', address: 'kiosk:1', detail: 'not-confirmed' }]);
    expect(links.end(other.check)).toMatchObject({ ok: true });
    expect(links.end('999999999999')).toEqual({ ok: false, error: { kind: 'unknown-request' } });
  });

  test('stays unpaired if the disk refuses, and is paired once the disk accepts', async () => {
    const other = sibling(1, 1);
    const { links, disk, state } = await kioskWith([other], []);
    disk.refuses = true;
    expect(links.confirm(other.check)).toEqual({ ok: false, error: DISK_FULL });
    await settle();
    expect(state()).toEqual(['not-confirmed']);
    disk.refuses = false;
    links.confirm(other.check);
    await settle();
    expect(state()).toEqual(['heard']);
    disk.refuses = true;
    expect(links.end(other.check)).toEqual({ ok: false, error: DISK_FULL });
    expect(state()).toEqual(['heard']);
  });

  test('with this kiosk’s slot cannot be paired, and can as soon as it has another slot', async () => {
    const other = sibling(1, 2);
    const { links, events, pass, state, kiosks } = await kioskWith([other], []);
    expect(state()).toEqual(['same-slot']);
    expect(events()).toEqual([{ event: 'same-slot', address: 'kiosk:1', slot: 2 }]);
    expect(links.confirm(other.check)).toEqual({ ok: false, error: { kind: 'same-slot' } });
    expect(kiosks.all()).toEqual([]);
    other.slot = 3;
    await pass(1_000);
    expect(state()).toEqual(['not-confirmed']);
    expect(links.confirm(other.check)).toMatchObject({ ok: true });
  });

  test('is asked for its slot until it names one, and no longer', async () => {
    const other = sibling(1, 1);
    other.slot = null;
    const { links, asked, pass } = await kioskWith([other], []);
    expect(links.states()).toMatchObject([{ slot: null }]);
    other.slot = 1;
    await pass(1_000);
    expect(links.states()).toMatchObject([{ slot: 1 }]);
    await pass(3_000);
    expect(asked.filter(({ path }) => path === 'slot')).toHaveLength(2);
  });

  test('is listed at the address of an IPv6 network in brackets', async () => {
    const { links } = await kioskWith([sibling(1, 1)], [], { host: 'fd00::1' });
    expect(links.states()).toMatchObject([{ address: 'https://[fd00::1]:1/' }]);
  });

  test('is not listed if its address is this kiosk’s own', async () => {
    const own = sibling(200, 2);
    own.run = 'run of this';
    const { links, pass, asked } = await kioskWith([own], []);
    expect(links.states()).toEqual([]);
    expect(links.confirm(own.check)).toMatchObject({ error: { kind: 'unknown-request' } });
    const asks = asked.length;
    await pass(59_000);
    expect(asked).toHaveLength(asks);
    await pass(1_000);
    expect(links.states()).toEqual([]);
  });

  test('with a copy of this kiosk’s disk contests its slot: one of the two runs keeps it', async () => {
    const copy = sibling(200, 2);
    copy.run = 'run a';
    const { state, kiosks, links, pass } = await kioskWith([copy], []);
    expect(state()).toEqual(['same-slot']);
    expect(kiosks.contest()).toEqual({ pin: copy.pin, check: copy.check, slot: 2 });
    expect(links.states()).toMatchObject([{ isPaired: true }]);
    const later = sibling(200, 2);
    later.run = 'run z';
    const keeps = await kioskWith([later], []);
    expect([keeps.state(), keeps.kiosks.contest()]).toEqual([['same-slot'], null]);
    // The copy is gone, and its address now answers as this kiosk itself. The contest of two kiosks for one slot remains until a technician
    // ends it.
    copy.run = 'run of this';
    await pass(1_000);
    expect(links.states()).toEqual([
      { address: null, state: 'same-slot', check: copy.check, isPaired: true, slot: null },
    ]);
    // A copy with an older program names no run, so it cannot be recognised.
    const old = sibling(200, 2);
    old.run = null;
    expect((await kioskWith([old], [])).state()).toEqual([]);
    const moved = sibling(200, 3);
    expect((await kioskWith([moved], [])).state()).toEqual([]);
  });
});

describe('a paired kiosk', () => {
  test('is asked for all it knows, then for news, which it may hold back for two seconds', async () => {
    const other = sibling(1, 1);
    const { asks, pass, heard, clock } = await kioskWith([other]);
    expect(asks()).toEqual([{ officeId: OFFICE, log: null, since: 0, nowMs: NOON_MS, holdMs: 0, helpNo: '' }]);
    await pass(200);
    const log = heard[0]?.log;
    expect(asks()).toEqual([{ officeId: OFFICE, log, since: 1, nowMs: clock.wallMs(), holdMs: 2_000, helpNo: '' }]);
    await other.tell({ tickets: [{}] });
    expect(asks()).toMatchObject([{ since: 2 }]);
  });

  test('without news is asked again after a fifth of a second, with news at once', async () => {
    const { other, asks, pass } = await followedKiosk();
    asks();
    await other.tell({});
    expect(asks()).toEqual([]);
    await pass(100);
    expect(asks()).toEqual([]);
    await pass(100);
    expect(asks()).toHaveLength(1);
    for (const news of [{ tickets: [{}] }, { pauses: [{}] }, { tickets: [{}], pauses: [{}] }]) {
      await other.tell(news);
      expect(asks()).toHaveLength(1);
    }
    // The sibling has already waited before its empty answer, so it is asked again at once.
    await pass(200);
    await other.tell({});
    expect(asks()).toHaveLength(1);
  });

  test('counts as heard only when all its pages were read and it has answered a trial', async () => {
    const other = sibling(1, 1);
    await other.tell({ isAll: false }, { isAll: false }, { isAll: true, tickets: [{}] });
    const { promise: slow, resolve: answer } = Promise.withResolvers<Answer>();
    other.trial = slow;
    const kiosk = await kioskWith([other]);
    expect(kiosk.heard).toHaveLength(3);
    expect([kiosk.trials(), kiosk.state()]).toEqual([1, ['searching']]);
    expect(kiosk.events()).toEqual([]);
    answer(answered(null));
    await settle();
    expect([kiosk.state(), kiosk.trials()]).toEqual([['heard'], 1]);
  });

  test.each([
    ['three seconds', 3_000, 'heard'],
    ['longer', 3_001, 'silent'],
  ])('whose trial takes %s', async (_what, ms, state) => {
    const other = sibling(1, 1);
    const { promise, resolve } = Promise.withResolvers<Answer>();
    other.trial = promise;
    const kiosk = await kioskWith([other]);
    kiosk.clock.advance(ms);
    other.trial = LATE;
    resolve(answered(null));
    await settle();
    expect(kiosk.state()).toEqual([state]);
  });

  test('that is heard but answers no trial in time is silent, and heard once it does', async () => {
    const other = sibling(1, 1);
    other.trial = LATE;
    const { state, pass, events } = await kioskWith([other]);
    expect([state(), events()]).toEqual([['silent'], []]);
    other.trial = answered(null);
    await pass(500);
    expect(state()).toEqual(['heard']);
    expect(events()).toEqual([{ event: 'kiosk-heard', address: 'kiosk:1', slot: 1 }]);
  });

  test('is tried every two seconds while it answers, and after a late answer at once and each half second', async () => {
    const other = sibling(1, 1);
    const { pass, trials, asked, order, links } = await kioskWith([other]);
    await pass(500);
    asked.splice(0);
    await pass(1_900);
    expect(trials()).toBeLessThanOrEqual(1);
    await pass(4_100);
    expect(trials()).toBe(3);
    asked.splice(0);
    links.wasAsked(other.pin, 0);
    other.order = LATE;
    other.trial = LATE;
    expect(await order()).toBe('cut');
    await settle();
    expect(trials()).toBe(1);
    await pass(400);
    expect(trials()).toBe(1);
    await pass(100);
    expect(trials()).toBe(2);
  });

  test('is silent after its second failure in a row, and is asked each second until it answers', async () => {
    const { other, pass, state, events, asks, at } = await followedKiosk();
    events();
    // A single lost answer does not make the sibling silent.
    for (let lost = 0; lost < 3; lost += 1) {
      await other.release(NOT_REACHED);
      asks();
      await pass(200);
      expect([state(), asks().length]).toEqual([['heard'], 1]);
      await other.tell({ tickets: [{}] });
    }
    const [place] = at;
    await place?.leave();
    await pass(200);
    expect(state()).toEqual(['silent']);
    expect(events()).toEqual([{ event: 'kiosk-silent', address: 'kiosk:1', detail: 'silent' }]);
    asks();
    await pass(3_000);
    expect(asks()).toHaveLength(3);
    expect(events()).toEqual([]);
    other.isThere = true;
    await pass(1_000);
    expect(state()).toEqual(['heard']);
    expect(events()).toMatchObject([{ event: 'kiosk-heard' }]);
  });

  test('that asks this kiosk again is asked at once, before the second ends', async () => {
    const other = sibling(1, 1);
    const { pass, asks, links, state } = await kioskWith([other]);
    await other.leave();
    await pass(500);
    expect(state()).toEqual(['silent']);
    other.isThere = true;
    asks();
    links.wasAsked(sibling(9, 9).pin, 0);
    await settle();
    expect(asks()).toHaveLength(0);
    links.wasAsked(other.pin, 0);
    await settle();
    expect([asks().length, state()]).toEqual([1, ['heard']]);
    // A sibling that is in contact is not asked ahead of time.
    asks();
    links.wasAsked(other.pin, 0);
    await settle();
    expect(asks()).toEqual([]);
  });

  test.each<[string, Answer, string]>([
    ['refuses', answered(null, 403), 'refused'],
    ['answers what is no page', answered({ officeId: OFFICE }), 'refused'],
    ['has a fault of its own', answered(null, 500), 'silent'],
    ['has the last status that is no fault', answered(null, 499), 'refused'],
  ])('that %s is not heard', async (_what, changes, state) => {
    const other = sibling(1, 1);
    other.changes = changes;
    const kiosk = await kioskWith([other]);
    expect(kiosk.state()).toEqual([state]);
    expect(kiosk.events()).toEqual(
      state === 'refused' ? [{ event: 'kiosk-silent', address: 'kiosk:1', detail: 'refused' }] : [],
    );
    kiosk.asks();
    await kiosk.pass(2_000);
    expect(kiosk.asks()).toHaveLength(2);
    expect([kiosk.heard, kiosk.trials()]).toEqual([[], 0]);
  });

  test('of another office is refused, and its name is not kept', async () => {
    const other = sibling(1, 1);
    await other.tell({ officeId: 'elsewhere', kioskId: 'a' });
    const { state, named, feed, pass } = await kioskWith([other]);
    // The feed has accepted no changes of the sibling, so its name is not stored.
    expect(named).toEqual([]);
    await pass(1_000);
    feed.heard = refuse({ kind: 'other-office' });
    await other.tell({ officeId: 'elsewhere', kioskId: 'a' });
    expect([state(), named]).toEqual([['refused'], []]);
  });

  test('of another office is not counted even with this kiosk’s slot, and the body of a refusal is not read', async () => {
    const other = sibling(1, 2);
    await other.tell({ officeId: 'elsewhere', isAll: false }, { officeId: 'elsewhere' });
    const { counted } = await kioskWith([other]);
    expect(counted).toEqual([]);
    const refusing = sibling(1, 1);
    const page = refusing.page();
    refusing.changes = page.ok ? answered(page.value.value, 403) : page;
    const kiosk = await kioskWith([refusing]);
    expect([kiosk.heard, kiosk.state()]).toEqual([[], ['refused']]);
  });

  test('is followed beside a second paired kiosk', async () => {
    const { state, pass, asked } = await kioskWith([sibling(1, 1), sibling(3, 3)]);
    await pass(2_000);
    expect(state()).toEqual(['heard', 'heard']);
    expect(new Set(asked.map(({ port }) => port))).toEqual(new Set([1, 2]));
  });

  test('is asked again for changes that the disk refused', async () => {
    const { other, feed, asks, pass, state, seen } = await followedKiosk();
    asks();
    feed.heard = refuse(DISK_FULL);
    await other.tell({ tickets: [{}] });
    await pass(200);
    expect(asks()).toMatchObject([{ since: 1 }]);
    expect([state(), seen.news]).toEqual([['heard'], 0]);
    feed.heard = succeed({ isNew: true, isTogether: true });
    await other.tell({ tickets: [{}] });
    expect(asks()).toMatchObject([{ since: 3 }]);
    expect(seen.news).toBe(1);
  });

  test('with another clock is followed, but gets no order and no request for a number', async () => {
    const { other, feed, asks, state, pass, trials, links, order } = await followedKiosk();
    feed.heard = succeed({ isNew: false, isTogether: false });
    await other.tell({ tickets: [{}] });
    expect(state()).toEqual(['other-clock']);
    links.wasAsked(other.pin, 0);
    expect([await order(), links.line.isThere()]).toEqual(['here', false]);
    expect(asks().at(-1)).toMatchObject({ holdMs: 2_000 });
    await pass(4_000);
    expect(trials()).toBe(0);
    feed.heard = succeed({ isNew: false, isTogether: true });
    await other.tell({ tickets: [{}] });
    expect([state(), trials()]).toEqual([['heard'], 1]);
  });

  test('whose digits an older program did not keep stays paired, and gets its digits', async () => {
    const other = sibling(1, 1);
    const { kiosks, state } = await kioskWith([other], [other], { withoutDigits: true });
    expect([state(), kiosks.checkOf(other.pin)]).toEqual([['heard'], other.check]);
  });

  test('with two addresses is followed at one of them, and at the other once the first is silent', async () => {
    const other = sibling(1, 1);
    const second = sibling(1, 1);
    const { links, pass, asked, at } = await kioskWith([other, second], [other]);
    await pass(400);
    const [followed] = links.states();
    expect(links.states()).toMatchObject([{ state: 'heard' }]);
    asked.splice(0);
    await pass(4_000);
    const port = followed?.address === 'https://kiosk:1/' ? 1 : 2;
    expect(new Set(asked.map((one) => one.port))).toEqual(new Set([port]));
    await at[port - 1]?.leave();
    await pass(6_000);
    expect(links.states()).toMatchObject([{ address: `https://kiosk:${3 - port}/`, state: 'heard' }]);
  });

  test('that was unpaired during a request has its answer ignored', async () => {
    const { other, pass, pins, heard, state, named } = await followedKiosk();
    const before = heard.length;
    pins.delete(other.pin);
    await other.tell({ kioskId: 'a', tickets: [{}] });
    expect(named).toEqual([]);
    expect(heard).toHaveLength(before);
    await pass(1_000);
    expect(state()).toEqual(['not-confirmed']);
  });
});

describe('another machine at the address of a paired kiosk', () => {
  test('is a stranger that inherits nothing; the paired kiosk stays listed and can be unpaired', async () => {
    const [other, stranger] = [sibling(1, 1), sibling(3, 3)];
    const { links, at, pass, forgotten, kiosks, asks } = await kioskWith([other]);
    await pass(200);
    at[0] = stranger;
    await other.release(NOT_REACHED);
    await pass(200);
    expect(links.states()[0]).toMatchObject({ state: 'silent', check: null });
    await pass(1_000);
    expect(forgotten).toContain(other.pin);
    expect(links.states()).toEqual([
      { address: 'https://kiosk:1/', state: 'not-confirmed', check: stranger.check, isPaired: false, slot: 3 },
      { address: null, state: 'silent', check: other.check, isPaired: true, slot: null },
    ]);
    expect(links.end(other.check)).toEqual({ ok: true, value: null });
    expect([kiosks.all(), links.states().length]).toEqual([[], 1]);
    asks();
    links.confirm(stranger.check);
    await settle();
    expect(asks()).toMatchObject([{ log: null, since: 0, helpNo: '' }]);
  });

  test('gets no order before it has answered a trial, even if it is paired too', async () => {
    const [other, next] = [sibling(1, 1), sibling(3, 1)];
    const { links, at, pass, state, order } = await kioskWith([other], [other, next]);
    await pass(200);
    at[0] = next;
    await other.tell({ tickets: [{}] });
    await pass(200);
    links.wasAsked(next.pin, 0);
    await next.tell({ tickets: [{}] });
    expect([state()[0], await order()]).toEqual(['searching', 'here']);
    await pass(2_000);
    expect(state()[0]).toBe('heard');
    expect(await order()).toEqual(ORDERED);
  });

  test('leaves a paired kiosk without digits unlisted', async () => {
    const [other, stranger] = [sibling(1, 1), sibling(3, 3)];
    const { links } = await kioskWith([stranger], [other], { withoutDigits: true });
    expect(links.states()).toMatchObject([{ check: stranger.check }]);
  });

  test('has no digits to compare before it was reached', async () => {
    const other = sibling(1, 1);
    other.isThere = false;
    const { links, pass, events, state } = await kioskWith([other], []);
    expect(links.states()).toEqual([
      { address: 'https://kiosk:1/', state: 'searching', check: null, isPaired: false, slot: null },
    ]);
    await pass(200);
    expect([state(), events()]).toEqual([['silent'], []]);
  });

  test('does not end the program if its key cannot be read', async () => {
    const other = sibling(1, 1);
    let fails = true;
    const { events, pass, state } = await kioskWith([other], [], {
      faults: [new Error('no key'), new Error('no key')],
      checkOf: (key) => (fails ? Promise.reject(new Error('no key')) : Promise.resolve(checkOf(key))),
    });
    expect(events()).toEqual([{ event: 'hub-fault', err: new Error('no key') }]);
    await pass(200);
    expect(state()).toEqual(['silent']);
    fails = false;
    await pass(1_000);
    expect(state()).toEqual(['not-confirmed']);
  });
});

test('of two paired kiosks that no address shows, the kiosk with the typed digits is unpaired', async () => {
  const [first, second] = [sibling(1, 1), sibling(3, 3)];
  const { links, pins } = await kioskWith([], [first, second]);
  expect(links.end(second.check)).toMatchObject({ ok: true });
  expect([...pins.keys()]).toEqual([first.pin]);
});

describe('an order of a desk', () => {
  const heardKiosk = async (wishes: Wishes = {}) => {
    const kiosk = await followedKiosk(wishes);
    kiosk.links.wasAsked(kiosk.other.pin, wishes.acts ?? 0);
    kiosk.asked.splice(0);
    return kiosk;
  };

  test('goes to the kiosk with the lower slot, which answers it within three seconds', async () => {
    const { asked, order, other } = await heardKiosk();
    const orderId = randomUUID();
    expect(await order(orderId)).toEqual(ORDERED);
    expect(asked).toEqual([
      {
        path: KIOSK_PATHS.orders,
        mostMs: 3_000,
        pin: other.pin,
        port: 1,
        body: { officeId: OFFICE, deskId: 'taula-1', order: { kind: 'resume', orderId, ageMs: 0 } },
      },
    ]);
    expect((await heardKiosk({ slot: 1, own: 5 })).state()).toEqual(['same-slot']);
  });

  test('is carried out here if the other kiosk has the higher slot', async () => {
    const other = sibling(1, 3);
    const { links, order, pass } = await kioskWith([other]);
    await pass(200);
    links.wasAsked(other.pin, 0);
    expect(await order()).toBe('here');
  });

  test('is carried out here until the other kiosk has asked this one, and again five seconds after its last request', async () => {
    const { other, links, order, pass } = await followedKiosk();
    expect(await order()).toBe('here');
    links.wasAsked(other.pin, 0);
    const keepTelling = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 1_000) {
        await pass(1_000);
        await other.tell({ tickets: [{}] });
      }
    };
    await keepTelling(5_000);
    expect(await order()).toEqual(ORDERED);
    await pass(100);
    expect(await order()).toBe('here');
  });

  test('is carried out here five seconds after the last answer of the other kiosk', async () => {
    const { links, order, pass, other, clock } = await heardKiosk();
    other.isMute = true;
    await other.tell({ tickets: [{}] });
    await pass(5_000);
    links.wasAsked(other.pin, 0);
    expect(await order()).toEqual(ORDERED);
    clock.advance(1);
    links.wasAsked(other.pin, 0);
    expect(await order()).toBe('here');
  });

  test('is passed on only once the other kiosk knows every act carried out here, before this start and after', async () => {
    const { links, order, other, seen } = await heardKiosk({ acts: 4 });
    expect(seen.looks).toBe(1);
    links.wasAsked(other.pin, 3);
    expect(await order()).toBe('here');
    links.wasAsked(other.pin, 4);
    expect(await order()).toEqual(ORDERED);
    seen.acts = 5;
    links.carriedOut();
    expect(seen.looks).toBe(2);
    expect(await order()).toBe('here');
    links.wasAsked(other.pin, 5);
    expect(await order()).toEqual(ORDERED);
  });

  test('is carried out here as soon as the other kiosk is unpaired', async () => {
    const { order, pins, other } = await heardKiosk();
    pins.delete(other.pin);
    expect(await order()).toBe('here');
  });

  test.each<[string, Answer, string]>([
    ['cut', NOT_REACHED, 'cut'],
    ['answered by a fault', answered(null, 500), 'cut'],
    ['answered by what is no answer', answered({ ok: 'perhaps' }), 'cut'],
    ['refused', answered(null, 404), 'here'],
    ['refused at the edge of a fault', answered(null, 499), 'here'],
  ])('that is %s', async (_what, answer, result) => {
    const { order, other } = await heardKiosk();
    other.order = answer;
    expect(await order()).toBe(result);
  });

  test('that was cut is carried out here when repeated, while another order is passed on again', async () => {
    const { order, other, links, pass, state } = await heardKiosk();
    const orderId = randomUUID();
    const given = other.order;
    other.order = LATE;
    other.trial = LATE;
    expect(await order(orderId)).toBe('cut');
    await settle();
    expect(state()).toEqual(['silent']);
    expect(await order()).toBe('here');
    other.order = given;
    other.trial = answered(null);
    await pass(500);
    links.wasAsked(other.pin, 0);
    expect([await order(orderId), await order()]).toEqual(['here', ORDERED]);
  });

  test('that was answered goes to the other kiosk again when it is repeated', async () => {
    const { order } = await heardKiosk();
    const orderId = randomUUID();
    expect([await order(orderId), await order(orderId)]).toEqual([ORDERED, ORDERED]);
  });

  test('that was cut is remembered beside two hundred others', async () => {
    const { order, other, pass, links } = await heardKiosk();
    const given = other.order;
    const ids = Array.from({ length: 201 }, () => randomUUID());
    for (const id of ids) {
      other.order = LATE;
      expect(await order(id)).toBe('cut');
      await other.tell({ tickets: [{}] });
      await pass(500);
      links.wasAsked(other.pin, 0);
    }
    other.order = given;
    expect(await order(ids[1])).toBe('here');
    expect(await order(ids[200])).toBe('here');
    expect(await order(ids[0])).toEqual(ORDERED);
  });
});

describe('two paired kiosks with one slot', () => {
  /** The two kiosks, sorted by the fingerprint of their keys; the kiosk with the lower fingerprint keeps the slot. */
  const byPin = [sibling(1, 2), sibling(2, 2)].toSorted((one, other) => (one.pin < other.pin ? -1 : 1));
  const keeper = byPin[0]?.key[0] ?? 0;
  const loser = byPin[1]?.key[0] ?? 0;

  test('of which the sibling keeps the slot: this kiosk gives the sibling’s numbers, named by their slot, and takes none of its changes', async () => {
    const other = sibling(keeper, 2);
    const { links, state, kiosks, heard, counted, events, feed, pass, order } = await kioskWith([other], [other], {
      own: loser,
    });
    expect(state()).toEqual(['same-slot']);
    expect(kiosks.contest()).toEqual({ pin: other.pin, check: other.check, slot: 2 });
    expect([heard.length, counted.length]).toEqual([0, 1]);
    expect(events()).toEqual([{ event: 'same-slot', address: 'kiosk:1', slot: 2 }]);
    expect(await links.line.ask({ series: 'A', serviceDay: DAY })).toEqual({ serviceDay: DAY, number: 7, fromSlot: 2 });
    other.number = LATE;
    expect(await links.line.ask({ series: 'A', serviceDay: DAY })).toBeNull();
    await pass(500);
    expect(links.line.isThere()).toBe(true);
    links.wasAsked(other.pin, 0);
    expect(await order()).toBe('here');
    feed.counted = succeed([{ label: 'A007', serviceDay: DAY }]);
    await pass(1_000);
    feed.counted = succeed([{ label: 'A008', serviceDay: DAY }]);
    await pass(1_000);
    feed.counted = succeed([]);
    expect(links.clashes()).toEqual([
      { label: 'A007', serviceDay: DAY },
      { label: 'A008', serviceDay: DAY },
    ]);
    // A technician ends the contest of the two kiosks for the slot. The contest would also end if the other kiosk got another slot.
    expect(links.end(other.check)).toMatchObject({ ok: true });
    expect(kiosks.contest()).toBeNull();
    expect(links.line.isThere()).toBe(false);
  });

  test('of which this kiosk keeps the slot: it gives its own numbers, and reports the same slot', async () => {
    const other = sibling(loser, 2);
    const { links, state, kiosks, counted } = await kioskWith([other], [other], { own: keeper });
    expect([state(), kiosks.contest(), links.line.isThere()]).toEqual([['same-slot'], null, false]);
    expect(counted).toHaveLength(1);
  });

  test('end their contest when the sibling has another slot', async () => {
    const other = sibling(keeper, 2);
    const { state, kiosks, pass, disk, events } = await kioskWith([other], [other], { own: loser });
    events();
    other.slot = 1;
    disk.refuses = true;
    await pass(1_000);
    expect(events()).toContainEqual({ event: 'store-failed', detail: 'no room' });
    disk.refuses = false;
    await other.tell({ tickets: [{}] });
    await pass(200);
    expect([state(), kiosks.contest()]).toEqual([['heard'], null]);
  });

  test('try to record their contest in each turn until the disk accepts it', async () => {
    const other = sibling(keeper, 2);
    const kiosk = await kioskWith([other], [], { own: loser });
    kiosk.pins.set(other.pin, other.check);
    kiosk.disk.refuses = true;
    await kiosk.pass(1_000);
    expect(kiosk.events()).toContainEqual({ event: 'store-failed', detail: 'no room' });
    expect(kiosk.kiosks.contest()).toBeNull();
    kiosk.disk.refuses = false;
    await kiosk.pass(1_000);
    expect(kiosk.kiosks.contest()).toMatchObject({ slot: 2 });
  });

  test('have the sibling’s numbers counted to the last page at once, and again each second', async () => {
    const other = sibling(keeper, 2);
    await other.tell({ isAll: false }, { isAll: false });
    const { counted, asks, pass } = await kioskWith([other], [other], { own: loser });
    expect(counted).toHaveLength(3);
    expect(asks().map(({ since }) => since)).toEqual([0, 1, 2]);
    await pass(900);
    expect(counted).toHaveLength(3);
    await pass(100);
    expect(counted).toHaveLength(4);
    expect(asks()).toMatchObject([{ since: 3 }]);
  });

  test('ask again for numbers that the disk did not count, and the sibling is silent after the second time', async () => {
    const other = sibling(keeper, 2);
    const { feed, asks, pass, state, links } = await kioskWith([other], [other], { own: loser });
    feed.counted = refuse(DISK_FULL);
    asks();
    await pass(1_000);
    expect(links.line.isThere()).toBe(false);
    await pass(200);
    expect(state()).toEqual(['silent']);
    expect(asks().map(({ since }) => since)).toEqual([1, 1]);
    feed.counted = succeed([]);
    await pass(1_000);
    expect(state()).toEqual(['same-slot']);
    expect(links.line.isThere()).toBe(true);
  });

  test('list the sibling by its digits once no address shows it, and a technician ends the contest', async () => {
    const other = sibling(keeper, 2);
    const { links, kiosks, at, pass, pins } = await kioskWith([other], [other], { own: loser });
    pins.delete(other.pin);
    at[0] = sibling(9, 9);
    await pass(2_000);
    expect(links.states()).toContainEqual({
      address: null,
      state: 'same-slot',
      check: other.check,
      isPaired: true,
      slot: null,
    });
    expect(links.end(other.check)).toEqual({ ok: true, value: null });
    expect(kiosks.contest()).toBeNull();
    expect(links.states()).toHaveLength(1);
  });

  test('ask a kiosk with a lower slot for numbers first', async () => {
    const [first, same] = [sibling(7, 1), sibling(keeper, 2)];
    const { links, asked, pass } = await kioskWith([same, first], [same, first], { own: loser });
    await pass(200);
    links.wasAsked(first.pin, 0);
    asked.splice(0);
    expect(await links.line.ask({ series: 'A', serviceDay: DAY })).toMatchObject({ fromSlot: 1 });
    expect(asked).toMatchObject([{ path: KIOSK_PATHS.numbers, port: 2 }]);
  });
});

describe('news of a sibling kiosk', () => {
  const kioskId = KioskId.parse(randomUUID());
  const revocation = (signature: string): KioskRevocation =>
    KioskRevocation.parse({
      kioskId,
      revokedAt: '2026-11-24T10:00:00.000Z',
      keyId: KeyId.parse('k'.repeat(43)),
      signature: signature.repeat(86),
    });

  test('about revocations counts if the centre signed it, and a revoked kiosk is no longer believed', async () => {
    const other = sibling(1, 1);
    const revoked: (readonly KioskRevocation[])[] = [];
    const kiosk = await kioskWith([other], [other], {
      isOfCentre: ({ signature }) => signature.startsWith('a'),
      onRevoked: (ones) => void revoked.push(ones),
    });
    await kiosk.pass(200);
    expect(revoked).toEqual([[]]);
    await other.tell({
      kioskId,
      tickets: [{}],
      revocations: [revocation('a'), revocation('b'), { kioskId: 'rubbish' }],
    });
    expect(revoked.at(-1)).toEqual([revocation('a')]);
    expect(kiosk.named).toEqual([[other.pin, kioskId]]);

    const thief = sibling(1, 1);
    const before = await kioskWith([thief], [thief], {
      onRevoked: (ones) => void (ones.length > 0 && before.pins.delete(thief.pin)),
    });
    await before.pass(200);
    const { length } = before.heard;
    await thief.tell({ tickets: [{}], revocations: [revocation('a')] });
    expect([before.heard.length - length, before.links.states()[0]?.isPaired]).toEqual([0, false]);
  });

  test('about its own name is logged if the disk refuses it, and its numbers are heard all the same', async () => {
    const { other, disk, events, heard } = await followedKiosk();
    events();
    disk.refuses = true;
    const { length } = heard;
    await other.tell({ kioskId, tickets: [{}] });
    expect(events()).toEqual([{ event: 'store-failed', detail: 'no room' }]);
    expect(heard).toHaveLength(length + 1);
  });

  test('about calls for help is passed on and acknowledged in the next request; an invalid one is left out', async () => {
    const { other, helped, asks, pass, forgotten, pins } = await followedKiosk();
    const help = { no: 'h7', hears: true, calls: [], shows: [], answers: [] };
    await other.tell({ help, tickets: [{}] });
    expect(helped).toEqual([{ pin: other.pin, from: 1, no: 'h7' }]);
    expect(asks().at(-1)).toMatchObject({ helpNo: 'h7' });
    await other.tell({ help: 'rubbish', tickets: [{}] });
    expect([helped.length, asks().at(-1)?.helpNo]).toEqual([1, 'h7']);
    pins.delete(other.pin);
    await other.tell({});
    await pass(1_000);
    expect(forgotten).toContain(other.pin);
  });
});

describe('start and end', () => {
  test('a start is ready once each kiosk was heard or did not answer', async () => {
    const [slow, gone] = [sibling(1, 1), sibling(3, 3)];
    gone.isThere = false;
    const trial = Promise.withResolvers<Answer>();
    slow.trial = trial.promise;
    await slow.tell({ isAll: false }, { tickets: [{}] });
    const { links } = await kioskWith([slow, gone]);
    let isReady = false;
    void links.ready.then(() => {
      isReady = true;
    });
    await settle();
    expect(isReady).toBe(false);
    await slow.tell({ tickets: [{}] });
    trial.resolve(answered(null));
    await links.ready;
    await (await kioskWith([])).links.ready;
  });

  test('a start is ready with a kiosk that has news at once', async () => {
    const other = sibling(1, 1);
    await other.tell({ tickets: [{}] });
    const { links } = await kioskWith([other]);
    await links.ready;
    expect(links.states()).toMatchObject([{ state: 'heard' }]);
  });

  test('an end cuts requests in progress, and sends no more', async () => {
    const [other, stranger] = [sibling(1, 1), sibling(3, 3)];
    const { links, seen, asked, pass, lines } = await kioskWith([other, stranger], [other]);
    await pass(200);
    const sockets = [...lines].map((line) => {
      const socket = new TLSSocket(new PassThrough());
      line.keep(socket, other.pin);
      return socket;
    });
    await links.close();
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true]);
    expect(seen.aborted).toBe(true);
    const asks = asked.length;
    await pass(10_000);
    expect(asked).toHaveLength(asks);
  });
});

test.each([
  ['kiosk-1', 'kiosk-1', 8443],
  ['kiosk-1:9000', 'kiosk-1', 9000],
  ['192.168.1.20:1', '192.168.1.20', 1],
  ['[fd00::1]', 'fd00::1', 8443],
  ['[fd00::1]:9000', 'fd00::1', 9000],
  ['kiosk-1:port', 'kiosk-1:port', 8443],
  ['', '', 8443],
])('the address %s is read', (text, host, port) => {
  expect(readAddress(text, 8_443)).toEqual({ host, port });
});
