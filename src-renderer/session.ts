import type { RequestId } from '../src-main/contract/shared/ids.ts';
import type { ParamsOf, RefusalKind, TouchMethod, TouchParams } from '../src-main/session/contract/kiosk-api.ts';
import type { Stamp } from '../src-main/session/contract/view-state.ts';
import type { KioskApi } from './api.ts';
import { begin, end, type RendererStore } from './store.ts';

/** The parameters that a touch chooses; the session adds the stamp of the screen and the request id. */
type Choice<M extends TouchMethod> = Omit<TouchParams<M>, 'stamp' | 'requestId'>;
/** Resolves to the reason of a refusal; `null`: the command was carried out, or was not sent. */
type Touch<Chosen> = object extends Chosen
  ? (choice?: Chosen) => Promise<RefusalKind | null>
  : (choice: Chosen) => Promise<RefusalKind | null>;

/** A function for each command of the contract that a touch can give. One command runs at a time; touches during it are ignored. */
type Touches = { readonly [M in TouchMethod]: Touch<Choice<M>> };

/** Functions that do not change what a touch means, so they neither wait for a running command nor delay one. */
interface Aside {
  setSpeech(choice: Choice<'setSpeech'>): Promise<void>;
  /** Reports a citizen who is present without giving a command: they listen, or use controls that only the page handles. */
  isThere(): void;
  /** Asks the page to read the screen aloud once it is drawn. */
  readAloud(): void;
  plugJack(isIn: boolean): void;
}

export type Session = Omit<Touches, keyof Aside> & Aside;

/**
 * The moment at which the session forgets the request id of a touch. `answered`: at the core's answer, so that no typed number is kept.
 * `with-wish`: at the citizen's next request.
 */
type IntentEnd = 'answered' | 'with-wish';

const INTENT_ENDS: { readonly [M in TouchMethod]?: IntentEnd } = {
  takeTicket: 'with-wish',
  pressTicketKey: 'with-wish',
  presentLocator: 'answered',
  presentDocument: 'answered',
  chooseCheckInService: 'with-wish',
  checkInUnverified: 'with-wish',
  takeWalkIn: 'with-wish',
  continueCheckIn: 'with-wish',
} satisfies { readonly [M in TouchMethod as 'requestId' extends keyof TouchParams<M> ? M : never]: IntentEnd };

export function createSession(api: KioskApi, store: RendererStore, newRequestId: () => RequestId): Session {
  let intent: { of: string; requestId: RequestId } | null = null;

  /** Returns one id for each request of a citizen: repeating a request whose answer was lost leads to the same ticket. */
  const requestIdFor = (stamp: Stamp, method: TouchMethod, choice: object): RequestId => {
    const chosen = Object.entries(choice).toSorted();
    // Commands without parameters are the same request only if they come from the same state of the screen.
    const of = JSON.stringify([stamp.sessionId, method, chosen.length > 0 ? chosen : stamp.stateNo]);
    if (intent?.of !== of) intent = { of, requestId: newRequestId() };
    return intent.requestId;
  };

  const touch = async (method: TouchMethod, given: object = {}): Promise<RefusalKind | null> => {
    const stamp = stampOf(store);
    if (store.getState().inFlight !== null || stamp === null) return null;
    // A button whose click handler is a touch passes its event, which contains no choice.
    const choice = given instanceof Event ? {} : given;
    const command = { method, stamp };
    begin(store, command);
    const ends = INTENT_ENDS[method];
    // The next ticket after a withdrawal needs a new request id, because the old id is answered with the withdrawn ticket.
    if (method === 'withdrawTicket') intent = null;
    const request = ends === undefined ? {} : { requestId: requestIdFor(stamp, method, choice) };
    // `Touches` has typed the choice for `method`; TypeScript cannot follow the link through the proxy.
    const result = await api.call(method, { stamp, ...request, ...choice } as ParamsOf<typeof method>);
    if (ends === 'answered' && (result.ok || result.error.kind !== 'core-down')) intent = null;
    end(store, command, result);
    return result.ok ? null : result.error.kind;
  };

  const aside: Aside = {
    async setSpeech(choice) {
      const stamp = stampOf(store);
      // Result ignored: the next state corrects a refused setting.
      if (stamp !== null) await api.call('setSpeech', { stamp, ...choice });
    },
    isThere() {
      const stamp = stampOf(store);
      // Result ignored: a refusal means that another screen is shown, where this report does not count.
      if (stamp !== null) void api.call('act', { stamp });
    },
    readAloud: () => store.setState({ aloudAsked: true }),
    plugJack(isIn) {
      // Result ignored: a core that is down gets the state of the jack when it is back.
      void api.call('plugJack', { isIn });
    },
  };
  const made: Record<string, unknown> = { ...aside };
  // The function of each touch is made at its first use and stays the same, for effects that depend on it.
  return new Proxy(made, {
    get: (_made, name: TouchMethod) => (made[name] ??= (choice?: object) => touch(name, choice)),
  }) as unknown as Session;
}

/** The stamp of the shown screen; `null` while the shell (Electron's main process) shows its own screens because no core answers. */
function stampOf(store: RendererStore): Stamp | null {
  const { shown } = store.getState();
  return shown.owner === 'core' ? { sessionId: shown.state.sessionId, stateNo: shown.state.stateNo } : null;
}
