import type { KeypadAction } from '../../src-main/contract/shared/keypad.ts';
import { LOUDEST_STEP, type SpeechVolume } from '../../src-main/speech/rules/speech.ts';
import type { Session } from '../session.ts';
import { isForStaff } from '../speaking.ts';
import type { RendererStore } from '../store.ts';
import { announce, type Reader, select, step, tellWords } from './reader.ts';
import type { Settings } from './settings.ts';

export interface Acting {
  readonly reader: Reader;
  readonly settings: Settings;
  readonly store: RendererStore;
  readonly session: Session;
  readonly setVolume: (volume: SpeechVolume) => void;
}

const CHANGES = {
  louder: { volume: 1 },
  softer: { volume: -1 },
  loudest: { volume: LOUDEST_STEP },
  faster: { speed: 1 },
  slower: { speed: -1 },
} as const;

export function actionsOf(acting: Acting): Readonly<Record<Exclude<KeypadAction, 'jack-in' | 'jack-out'>, () => void>> {
  const { reader, session } = acting;
  const set = (name: keyof typeof CHANGES) => (): void => {
    acting.setVolume(acting.settings.change(CHANGES[name]).volume);
    tellWords(reader, (t) => t(`speech.${name}`));
  };
  return {
    up: () => step(reader, -1),
    down: () => step(reader, 1),
    select: () => select(reader),
    back() {
      if (reader.sight.state()?.canGoBack === true) void session.back();
      else tellWords(reader, (t) => t('speech.noBack'));
    },
    help: () => help(acting),
    ticket: () => ticket(acting),
    repeat: reader.teller.repeat,
    curtain: () => drawCurtain(acting),
    louder: set('louder'),
    softer: set('softer'),
    loudest: set('loudest'),
    faster: set('faster'),
    slower: set('slower'),
  };
}

function help({ reader, session }: Acting): void {
  reader.wantsGuidance = reader.sight.isOn();
  if (reader.sight.state()?.view.screen === 'help') announce(reader);
  else void session.openHelp();
}

/**
 * Issues a number of the service that the office preset for the ticket key, with one press, or two if the wait is long. Has no effect on
 * screens for staff.
 */
function ticket({ reader, store, session }: Acting): void {
  const service = store.getState().appearance?.speech.ticketKey;
  const screen = reader.sight.state()?.view.screen;
  const isTheirs = screen !== undefined && isForStaff(screen);
  if (service === undefined || isTheirs) tellWords(reader, (t) => t('speech.noTicketKey'));
  else void session.pressTicketKey({ serviceId: service, language: reader.sight.language() });
}

function drawCurtain({ reader, settings }: Acting): void {
  if (reader.sight.mode() === 'private') settings.toggleCurtain();
}
