import type { SpeechSettings } from '../../src-main/speech/contract/speech-mode.ts';
import {
  SPEECH_SPEEDS,
  SPEECH_VOLUMES,
  type SpeechSpeed,
  type SpeechVolume,
  USUAL_SPEED,
  USUAL_VOLUME,
} from '../../src-main/speech/rules/speech.ts';
import type { Session } from '../session.ts';

const USUAL: SpeechSettings = { mode: 'off', speed: USUAL_SPEED, volume: USUAL_VOLUME, curtain: false };

export type Settings = ReturnType<typeof createSettings>;

/** The citizen's speech settings: as the core says or, until the core has answered a change, as the citizen chose last. */
export function createSettings(session: Pick<Session, 'setSpeech'>, said: () => SpeechSettings | null) {
  let wanted: SpeechSettings | null = null;

  function now(): SpeechSettings {
    const { mode, speed, volume, curtain } = wanted ?? said() ?? USUAL;
    return { mode, speed, volume, curtain };
  }

  function want(next: SpeechSettings): SpeechSettings {
    wanted = next;
    void session.setSpeech({ speech: next }).then(() => {
      if (wanted === next) wanted = null;
    });
    return next;
  }

  return {
    now,
    change: ({ speed = 0, volume = 0 }: { speed?: number; volume?: number }) =>
      want({
        ...now(),
        speed: nearest(SPEECH_SPEEDS, now().speed + speed),
        volume: nearest(SPEECH_VOLUMES, now().volume + volume),
      }),
    toggleCurtain: () => want({ ...now(), curtain: !now().curtain }),
    speakAloud: () => want({ ...now(), mode: 'speaker' }),
  };
}

function nearest<T extends SpeechSpeed | SpeechVolume>(steps: readonly T[], wish: number): T {
  return steps.reduce((best, step) => (Math.abs(step - wish) < Math.abs(best - wish) ? step : best));
}
