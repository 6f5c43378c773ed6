import type { Language } from '../../contract/shared/languages.ts';
import type { DeskAnswer, DeskOrder } from '../contract/desk.ts';
import type { HubRole } from '../contract/pairing.ts';
import type { HubCall, HubReply } from '../contract/server-thread.ts';
import type { HubIdentities, KeptIdentity } from '../ports/hub-identities.ts';
import type { ComeBack } from '../steps/come-back.ts';
import type { Desks } from '../steps/desks.ts';
import type { HelpCalls } from '../steps/help-calls.ts';
import type { PublicCall } from '../view/hall-feed.ts';
import type { Feeds } from './feeds.ts';
import { replyOf } from './kiosk-answers.ts';
import type { Pairings } from './pairings.ts';

export type SayCall = (call: PublicCall, language: Language) => Promise<Buffer | null>;

export interface BrowserAnswersParts {
  pairings: Pairings;
  identities: Pick<HubIdentities, 'byToken'>;
  desks: Pick<Desks, 'has' | 'look' | 'hallPicture'>;
  help: Pick<HelpCalls, 'shown'>;
  say: SayCall;
  feeds: Pick<Feeds, 'open'>;
  /**
   * Carries out a desk's order, here or at the kiosk that calls the office's numbers; `null`: that kiosk does not answer, and the desk
   * repeats the order.
   */
  order: (deskId: string, order: DeskOrder) => Promise<DeskAnswer | null>;
  comeBack?: ComeBack | null;
  onAsked: () => void;
  onSeen: (identityId: string) => void;
}

export type BrowserCall = Exclude<HubCall, { pin: string }>;

function roleFor(call: Extract<BrowserCall, { token: string }>): HubRole {
  if (call.call === 'open-feed') return call.role;
  return call.call === 'picture' || call.call === 'speech' ? 'hall' : 'desk';
}

/** Answers a browser's call. The browser's pairing is looked up on disk each time, because the server's thread may know an older state. */
export function createBrowserAnswers(parts: BrowserAnswersParts): (call: BrowserCall) => HubReply | Promise<HubReply> {
  const { pairings, identities, desks, onAsked, onSeen } = parts;
  return (call) => {
    if (call.call === 'begin-pairing') {
      const begun = pairings.begin(call.body.role, call.from);
      if (begun === null) return { status: 429 };
      onAsked();
      return replyOf(200, begun);
    }
    if (call.call === 'claim-pairing') {
      const claimed = pairings.claim(call.body.claim);
      const reply = replyOf(200, { state: claimed.state });
      return claimed.state === 'paired' ? { ...reply, cookie: { role: claimed.role, token: claimed.token } } : reply;
    }
    const found = identities.byToken(call.token);
    if (!found.ok) return { status: 503 };
    const identity = found.value;
    const isOfOffice = identity?.deskId == null || desks.has(identity.deskId);
    if (identity === null || identity.role !== roleFor(call) || !isOfOffice) return { status: 401 };
    onSeen(identity.identityId);
    return answerPaired(parts, identity, call);
  };
}

/** Answers with the sound of a call while halls show that call; otherwise 404. */
async function speak(
  { desks, say }: BrowserAnswersParts,
  { body }: Extract<BrowserCall, { call: 'speech' }>,
): Promise<HubReply> {
  const now = desks.look();
  const call = (now.ok ? now.value.hall().calls : []).find(({ id }) => id === body.call);
  const language = call && (['ca', call.language] as const).find((one) => one === body.language);
  const sound = call === undefined || language === undefined ? null : await say(call, language);
  return sound === null ? { status: 404 } : { status: 200, file: { type: 'audio/wav', bytes: sound } };
}

async function answerPaired(
  parts: BrowserAnswersParts,
  identity: KeptIdentity,
  call: Extract<BrowserCall, { token: string }>,
): Promise<HubReply> {
  const { identityId, deskId } = identity;
  switch (call.call) {
    case 'order': {
      if (deskId === null) return { status: 401 };
      const done = await parts.order(deskId, call.body);
      return done === null ? { status: 503 } : replyOf(200, done);
    }
    case 'come-back':
      return parts.comeBack ? replyOf(200, await parts.comeBack(call.body)) : { status: 404 };
    case 'shows':
      parts.help.shown(identityId, call.body.helpIds, { deskId, alarmIds: call.body.alarmIds ?? [] });
      return { status: 200 };
    case 'picture': {
      const png = parts.desks.hallPicture(call.body.id ?? null);
      return png === null ? { status: 404 } : { status: 200, file: { type: 'image/png', bytes: png } };
    }
    case 'speech':
      return speak(parts, call);
    case 'open-feed':
      parts.feeds.open(call.feedId, identity);
      return { status: 200 };
  }
}
