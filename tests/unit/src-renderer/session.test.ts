import { beforeEach, describe, expect, it } from 'vitest';
import { ServiceId } from '../../../src-main/contract/shared/ids.ts';
import { createSession } from '../../../src-renderer/session.ts';
import { createRendererStore, showShell, showView } from '../../../src-renderer/store.ts';
import { SESSION_ID, screensIn, stateOf } from '../../screenshots/canned-states.ts';
import { createFakeKiosk, succeeded } from './fake-kiosk.ts';

const services = screensIn('ca').services;
if (services === undefined) throw new Error('no services among the canned screens');
const onServices = (changes: Parameters<typeof stateOf>[2] = {}) => stateOf(services, 'ca', changes);
const registration = ServiceId.parse('empadronament');
const taxes = ServiceId.parse('tributs');

let kiosk: ReturnType<typeof createFakeKiosk>;
let store: ReturnType<typeof createRendererStore>;
let session: ReturnType<typeof createSession>;

beforeEach(() => {
  kiosk = createFakeKiosk();
  store = createRendererStore();
  session = createSession(kiosk.api, store, kiosk.newRequestId);
  showView(store, onServices());
});

const requestIds = () =>
  kiosk.calls.map(({ params }) =>
    typeof params === 'object' && params !== null && 'requestId' in params ? params.requestId : undefined,
  );

describe('a touch', () => {
  it('repeats the stamp of its state', () => {
    showView(store, onServices({ stateNo: 7 }));
    session.openHelp();
    expect(kiosk.calls).toEqual([
      expect.objectContaining({ method: 'openHelp', params: { stamp: { sessionId: SESSION_ID, stateNo: 7 } } }),
    ]);
  });

  it('blocks every other touch until it is answered', async () => {
    session.openHelp();
    session.back();
    session.takeTicket(registration, 'walk-in', 'ca');
    expect(kiosk.calls.map(({ method }) => method)).toEqual(['openHelp']);
    await kiosk.calls[0]?.answer(succeeded);
    await Promise.resolve();
    session.back();
    expect(kiosk.calls.map(({ method }) => method)).toEqual(['openHelp', 'back']);
  });

  it('is over when the next state comes, answered or not', () => {
    session.openHelp();
    showView(store, onServices({ stateNo: 2 }));
    session.back();
    expect(kiosk.calls.map(({ method }) => method)).toEqual(['openHelp', 'back']);
  });

  it('stays in progress when only the clock moves', () => {
    session.openHelp();
    showView(store, onServices({ localTime: '2026-11-24T10:25' }));
    session.back();
    expect(kiosk.calls).toHaveLength(1);
  });

  it('does nothing while no core runs', () => {
    showShell(store, { screen: 'core-down', code: null });
    session.openHelp();
    expect(kiosk.calls).toHaveLength(0);
  });

  it('shows why it was refused until the next state', async () => {
    const touch = session.takeTicket(registration, 'walk-in', 'ca');
    await kiosk.calls[0]?.answer({ ok: false, error: { kind: 'service-closed' } });
    await touch;
    expect(store.getState().refusal).toBe('service-closed');
    showView(store, onServices({ stateNo: 2 }));
    expect(store.getState().refusal).toBeNull();
  });

  it('is ignored if its answer comes after the next state', async () => {
    const first = session.openHelp();
    showView(store, onServices({ stateNo: 2 }));
    session.back();
    await kiosk.calls[0]?.answer({ ok: false, error: { kind: 'stale-command' } });
    await first;
    expect(store.getState()).toMatchObject({ refusal: null, inFlight: { method: 'back' } });
  });
});

describe('taking a ticket', () => {
  it('is one request when touched twice', () => {
    session.takeTicket(registration, 'walk-in', 'ca');
    session.takeTicket(registration, 'walk-in', 'ca');
    expect(kiosk.calls).toHaveLength(1);
  });

  it('repeats its request id when tried again after an answer without a result', async () => {
    const first = session.takeTicket(registration, 'walk-in', 'ca');
    await kiosk.calls[0]?.answer({ ok: false, error: { kind: 'core-down' } });
    await first;
    showView(store, onServices({ stateNo: 2 }));
    session.takeTicket(registration, 'walk-in', 'ca');
    const [one, two] = requestIds();
    expect(one).toBeDefined();
    expect(two).toBe(one);
  });

  it('makes a new request id for another service', async () => {
    const first = session.takeTicket(registration, 'walk-in', 'ca');
    await kiosk.calls[0]?.answer({ ok: false, error: { kind: 'service-closed' } });
    await first;
    session.takeTicket(taxes, 'walk-in', 'ca');
    const [one, two] = requestIds();
    expect(two).not.toBe(one);
  });

  it('makes a new request id for the next person', () => {
    session.takeTicket(registration, 'walk-in', 'ca');
    showView(store, onServices({ sessionId: '7a3a55f1-6a0f-4b8e-8f5e-1f7a0f1d2c33' }));
    session.takeTicket(registration, 'walk-in', 'ca');
    const [one, two] = requestIds();
    expect(two).toBeDefined();
    expect(two).not.toBe(one);
  });
});

describe('typing a document number', () => {
  it('is a new request once it is answered or refused, so that the number is not kept', async () => {
    for (const answer of [succeeded, { ok: false, error: { kind: 'service-closed' } } as const, succeeded]) {
      const typed = session.presentDocument('dni', '12345678Z');
      await kiosk.calls.at(-1)?.answer(answer);
      await typed;
    }
    expect(new Set(requestIds()).size).toBe(3);
  });
});
