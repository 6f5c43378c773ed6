import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';
import type { SpeechVolume } from '../../src-main/speech/rules/speech.ts';
import type { Session } from '../session.ts';
import type { RendererStore } from '../store.ts';
import { actionsOf } from './actions.ts';
import { createAloud } from './aloud.ts';
import { createFinger } from './finger.ts';
import { goTo, look, NOWHERE, type Reader, read, tellWords } from './reader.ts';
import { createRing } from './ring.ts';
import { createSettings } from './settings.ts';
import { createSight, type Sight } from './sight.ts';
import type { Stop } from './stops.ts';
import { createTeller, type Mouth, type Teller, type TellerParts } from './teller.ts';

export interface ReadingParts {
  page: Document;
  store: RendererStore;
  session: Session;
  voice: Mouth & { setVolume: (volume: SpeechVolume) => void };
  toEar: TellerParts['toEar'];
  after: (ms: number, heard: () => void) => void;
}

/** The wait after a headset is plugged in, because its contact may be loose at first and the citizen does not listen yet. */
const SETTLES_MS = 200;
const LISTENS_EVERY_MS = 5_000;

export type Reading = ReturnType<typeof createReading>;

export function createReading({ page, store, session, voice, toEar, after }: ReadingParts) {
  const sight = createSight(page, store);
  const settings = createSettings(session, () => sight.state()?.speech ?? null);
  const listening = createListening(() => {
    // A warning and a dark screen need a key. Listening does not count there, because the headset may have been left behind.
    const state = sight.state();
    if (state !== null && state.warning === null && state.view.screen !== 'night') session.isThere();
  }, after);
  const teller: Teller = createTeller({
    mouth: voice,
    toEar,
    how: settings.now,
    onTelling: listening,
    onStop: (stop) => goTo(reader, stop),
  });
  const reader: Reader = {
    page,
    sight,
    teller,
    ring: createRing(page),
    where: NOWHERE,
    isFollowed: false,
    isSettling: false,
    wantsGuidance: false,
    moved: null,
  };
  const actions = actionsOf({ reader, settings, store, session, setVolume: voice.setVolume });
  const follow = createFollowing(reader, after);
  const aloud = createAloud(sight, teller, store);
  const finger = createFinger({
    // Only a headset makes a first touch read: a citizen at the loudspeaker touches as usual.
    isOn: () => sight.mode() === 'private',
    stopAt: (x, y) => stopAt(reader, x, y),
    read: (stop) => read(reader, stop),
  });
  let isJackIn: boolean | null = null;

  return {
    look(): void {
      look(reader);
      aloud.look();
    },
    finger: {
      ...finger,
      down(x: number, y: number): void {
        aloud.touched();
        finger.down(x, y);
      },
      mayOrder(control: Element | null): boolean {
        const may = finger.mayOrder(control);
        if (may && control !== null) reader.moved = null;
        return may;
      },
    },
    follow(): void {
      follow();
      after(0, aloud.look);
    },
    /**
     * To be called when the headset is plugged in or pulled out. Speech stops at once when it is pulled out, before the core's state says
     * so.
     */
    jack(isIn: boolean): void {
      isJackIn = isIn;
      sight.pull(!isIn);
      follow();
      session.plugJack(isIn);
    },
    coreIsBack(): void {
      if (isJackIn !== null) session.plugJack(isJackIn);
    },
    act(action: KeypadAction): void {
      const warning = sight.state()?.warning ?? null;
      const speaker = store.getState().appearance?.speech.speaker === true;
      if (action === 'jack-in' || action === 'jack-out' || sight.state() === null) return;
      if (warning !== null && warning.extensionsLeft > 0) void session.stay();
      // Any key lights a dark screen, which offers no choice.
      else if (sight.state()?.view.screen === 'night') void session.act();
      else {
        const begins = speaker && !sight.isOn();
        if (begins) settings.speakAloud();
        // The first key only starts speech; the ticket key alone acts at once.
        if (!begins || action === 'ticket') actions[action]();
      }
    },
  };
}

function stopAt({ page, sight }: Reader, x: number, y: number): Stop | null {
  const touched = page.elementFromPoint(x, y);
  return touched === null ? null : (sight.stops().find(({ element }) => element.contains(touched)) ?? null);
}

/**
 * Starts reading when a citizen's speech begins, and stops when the speech or the session ends. The next citizen hears nothing of the
 * previous session.
 */
function createFollowing(reader: Reader, after: ReadingParts['after']): () => void {
  let spokenTo: string | null = null;
  const nameOf = (sight: Sight): string | null => (sight.isOn() ? `${sight.mode()} ${sight.state()?.sessionId}` : null);
  let isDrawn = false;
  return () => {
    const { sight, teller, ring } = reader;
    const next = nameOf(sight);
    const wasDrawn = isDrawn;
    isDrawn = sight.state()?.speech.curtain === true;
    if (next === spokenTo) {
      if (isDrawn !== wasDrawn) tellWords(reader, (t) => t(isDrawn ? 'speech.curtainDrawn' : 'speech.curtainOpen'));
      return;
    }
    spokenTo = next;
    teller.hush();
    teller.forget();
    const isSettling = next !== null;
    Object.assign(reader, { where: NOWHERE, isFollowed: false, isSettling, wantsGuidance: next !== null, moved: null });
    if (next === null) ring.show(null);
    else
      after(sight.mode() === 'private' ? SETTLES_MS : 0, () => {
        if (spokenTo !== next) return;
        reader.isSettling = false;
        look(reader);
      });
  };
}

/** Reports a citizen who is being read to as present, even without touches. */
function createListening(listens: () => void, after: ReadingParts['after']): (isTelling: boolean) => void {
  let turn = 0;
  const again = (mine: number): void =>
    after(LISTENS_EVERY_MS, () => {
      if (mine !== turn) return;
      listens();
      again(mine);
    });
  return (isTelling) => {
    turn += 1;
    if (isTelling) again(turn);
  };
}
