import { beforeEach, describe, expect, it } from 'vitest';
import { ServiceId, TicketId } from '../../../src-main/contract/shared/ids.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { createSession } from '../../../src-renderer/session.ts';
import { createRendererStore, showShell, showView } from '../../../src-renderer/store.ts';
import { SESSION_ID } from '../../screenshots/canned-states.ts';
import { canned } from './canned.ts';
import { createFakeKiosk, succeeded } from './fake-kiosk.ts';

const onServices = (changes: Partial<ViewState> = {}) => canned('services', changes);
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

const take = (serviceId = registration) => session.takeTicket({ serviceId, visitType: 'walk-in', language: 'ca' });
async function takeRefused(kind: 'core-down' | 'service-closed'): Promise<void> {
  const touch = take();
  await kiosk.calls[0]?.answer({ ok: false, error: { kind } });
  await touch;
}

describe('a touch', () => {
  it('repeats the stamp of its state', () => {
    showView(store, onServices({ stateNo: 7 }));
    session.openHelp();
    expect(kiosk.calls).toEqual([
      expect.objectContaining({ method: 'openHelp', params: { stamp: { sessionId: SESSION_ID, stateNo: 7 } } }),
    ]);
  });

  it('sends what it chooses, and nothing of the event that a button passes', async () => {
    const touch = session.openGroup({ groupId: 'padro' });
    await kiosk.calls[0]?.answer(succeeded);
    await touch;
    const button: (event: Event) => void = session.openHelp;
    button(new Event('click'));
    const stamp = { sessionId: SESSION_ID, stateNo: 1 };
    expect(kiosk.calls.map(({ params }) => params)).toEqual([{ stamp, groupId: 'padro' }, { stamp }]);
  });

  it('is the same function each time, so that an effect which depends on it runs once', () =>
    expect(session.stay).toBe(session.stay));

  it('blocks every other touch until it is answered', async () => {
    session.openHelp();
    session.back();
    take();
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
    await takeRefused('service-closed');
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
    take();
    take();
    expect(kiosk.calls).toHaveLength(1);
  });

  it('repeats its request id when tried again after an answer without a result', async () => {
    await takeRefused('core-down');
    showView(store, onServices({ stateNo: 2 }));
    take();
    const [one, two] = requestIds();
    expect(one).toBeDefined();
    expect(two).toBe(one);
  });

  it('makes a new request id for another service', async () => {
    await takeRefused('service-closed');
    take(taxes);
    const [one, two] = requestIds();
    expect(two).not.toBe(one);
  });

  it('repeats its request id in whatever order the choice is written', async () => {
    await takeRefused('core-down');
    session.takeTicket({ language: 'ca', visitType: 'walk-in', serviceId: registration });
    const [one, two] = requestIds();
    expect(two).toBe(one);
  });

  it('makes a new request id after a withdrawal, and on another screen for a command that chooses nothing', async () => {
    const takeAny = async () => {
      const touch = session.takeWalkIn();
      await kiosk.calls.at(-1)?.answer(succeeded);
      await touch;
    };
    await takeAny();
    await takeAny();
    showView(store, onServices({ stateNo: 2 }));
    await takeAny();
    const withdrawn = session.withdrawTicket({ ticketId: TicketId.parse(SESSION_ID) });
    await kiosk.calls.at(-1)?.answer(succeeded);
    await withdrawn;
    await takeAny();
    const [one, again, elsewhere, , later] = requestIds();
    expect(again).toBe(one);
    expect(new Set([one, elsewhere, later]).size).toBe(3);
  });

  it('makes a new request id for the next person', () => {
    take();
    showView(store, onServices({ sessionId: '7a3a55f1-6a0f-4b8e-8f5e-1f7a0f1d2c33' }));
    take();
    const [one, two] = requestIds();
    expect(two).toBeDefined();
    expect(two).not.toBe(one);
  });
});

describe('typing a document number', () => {
  it('is a new request once it is answered or refused, so that the number is not kept', async () => {
    for (const answer of [succeeded, { ok: false, error: { kind: 'service-closed' } } as const, succeeded]) {
      const typed = session.presentDocument({ kind: 'dni', text: '12345678Z' });
      await kiosk.calls.at(-1)?.answer(answer);
      await typed;
    }
    expect(new Set(requestIds()).size).toBe(3);
  });
});
