import type { ComeBackAnswer, ComeBackAsk } from '../../src-main/calling/contract/come-back.ts';
import type { DeskAnswer, DeskOrder, DeskShows, DeskView } from '../../src-main/calling/contract/desk.ts';
import type { HUB_PATHS } from '../../src-main/calling/contract/paths.ts';
import { after, post, statusOf } from '../hub-calls.ts';
import type { Sent } from './orders.ts';

/** The contract's paths, repeated because the page imports only types of the contract; a different path does not compile. */
const PATHS: Omit<typeof HUB_PATHS, 'hallFeed'> = {
  beginPairing: '/api/pairings',
  claimPairing: '/api/pairings/claim',
  deskFeed: '/api/desk/feed',
  deskOrders: '/api/desk/orders',
  deskShows: '/api/desk/shows',
  deskComeBack: '/api/desk/come-back',
};

const AGAIN_MS = 1_500;
/**
 * Longest wait for a booking: the kiosk first reserves the appointment time at the centre, then books it, and waits seconds for each
 * answer.
 */
const BOOKED_MS = 16_000;
const MOST_UNHEARD = 3;
/** Silence after which the connection counts as dead, whatever the network reports. */
const SILENT_MS = 12_000;

export interface LinkParts {
  onView: (view: DeskView) => void;
  onCut: () => void;
  /**
   * Called with the pairing code, which a technician touches in the kiosk's list; `''` while the kiosk gives none, `null` once the browser
   * is paired.
   */
  onCode: (code: string | null) => void;
}

export async function followHub(parts: LinkParts): Promise<never> {
  for (;;) {
    await followOnce(parts);
    parts.onCut();
    if ((await statusOf(PATHS.deskFeed)) === 401) await pair(parts.onCode);
    else await after(AGAIN_MS);
  }
}

function followOnce({ onView, onCode }: LinkParts): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(PATHS.deskFeed);
    const end = (): void => {
      clearTimeout(watch);
      window.removeEventListener('offline', end);
      source.close();
      resolve();
    };
    let watch = setTimeout(end, SILENT_MS);
    window.addEventListener('offline', end);
    source.onerror = end;
    source.addEventListener('desk', ({ data }: MessageEvent<string>) => {
      clearTimeout(watch);
      watch = setTimeout(end, SILENT_MS);
      onCode(null);
      // The view is not validated, because it comes from the kiosk that served this page.
      onView(JSON.parse(data) as DeskView);
    });
  });
}

async function pair(onCode: LinkParts['onCode']): Promise<void> {
  for (;;) {
    const begun = await post(PATHS.beginPairing, { role: 'desk' });
    if (begun?.status !== 200) {
      onCode('');
      await after(AGAIN_MS * 4);
      continue;
    }
    const { code, claim } = begun.value as { code: string; claim: string };
    onCode(code);
    let unheard = 0;
    for (let state = 'waiting'; state === 'waiting' && unheard < MOST_UNHEARD; ) {
      await after(AGAIN_MS);
      const claimed = await post(PATHS.claimPairing, { claim });
      unheard = claimed === null ? unheard + 1 : 0;
      if (claimed?.status === 200) ({ state } = claimed.value as { state: string });
      if (state === 'paired') return;
    }
    // A kiosk that restarted does not know the code any more.
    onCode('');
  }
}

/**
 * Interval at which the page reports to the kiosk what it shows. The kiosk promises help to a citizen only while a desk's page shows
 * the call, so the page reports at each change, and at this interval to show that it is open.
 */
const SHOWS_AGAIN_MS = 3_500;

export function createShows(nowMs: () => number): (shown: DeskShows) => void {
  let last = { text: '', atMs: Number.NEGATIVE_INFINITY };
  return (shown) => {
    const text = JSON.stringify(shown);
    if (text === last.text && nowMs() - last.atMs < SHOWS_AGAIN_MS) return;
    last = { text, atMs: nowMs() };
    // Result ignored: the next view sends it again.
    void post(PATHS.deskShows, shown);
  };
}

export async function sendOrder(order: DeskOrder): Promise<Sent> {
  const sent = await post(PATHS.deskOrders, order);
  if (sent === null || sent.status >= 500) return { kind: 'cut' };
  if (sent.status === 200) return { kind: 'answer', answer: sent.value as DeskAnswer };
  return { kind: sent.status === 401 ? 'unpaired' : sent.status === 429 ? 'later' : 'refused' };
}

/**
 * Asks the kiosk for appointment times on another day, or to book, print or give up such an appointment. `null`: no valid answer came, but
 * the appointment may be booked. A repeated call with the same `bookingId` never books twice.
 */
export async function comeBack(ask: ComeBackAsk): Promise<ComeBackAnswer | null> {
  const sent = await post(PATHS.deskComeBack, ask, BOOKED_MS);
  return sent?.status === 200 ? (sent.value as ComeBackAnswer) : null;
}
