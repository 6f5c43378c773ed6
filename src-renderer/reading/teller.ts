import type { Language } from '../../config/languages.ts';
import type { SpeechSpeed, SpeechVolume } from '../../src-main/speech/rules/speech.ts';
import type { Said } from '../voice/player.ts';
import type { Line } from './script.ts';
import type { Piece, Stop } from './stops.ts';

export interface Mouth {
  /**
   * Speaks `text`, which is already the text to pronounce, in place of the current sentence. Resolves when the speech of `text` is over,
   * and never rejects.
   */
  say(text: string, how: { language: Language; speed: SpeechSpeed; volume: SpeechVolume }): Promise<Said>;
  hush(): void;
}

export interface TellerParts {
  mouth: Mouth;
  toEar: (text: string, language: Language) => string;
  how: () => { speed: SpeechSpeed; volume: SpeechVolume };
  onStop: (stop: Stop) => void;
  onTelling: (isTelling: boolean) => void;
}

export type Teller = ReturnType<typeof createTeller>;

export function createTeller({ mouth, toEar, how, onStop, onTelling }: TellerParts) {
  let turn = 0;
  let last: readonly Line[] = [];
  let isHeard = true;

  async function tell(lines: readonly Line[]): Promise<void> {
    turn += 1;
    const mine = turn;
    last = lines;
    isHeard = false;
    onTelling(true);
    for (const { pieces, stop } of lines) {
      if (stop !== null) onStop(stop);
      for (const { language, text } of breathsOf(pieces, toEar)) {
        const said = await mouth.say(text, { language, ...how() });
        if (turn !== mine) return;
        if (said !== 'ended') return ended();
      }
    }
    isHeard = true;
    ended();
  }

  const ended = (): void => onTelling(false);

  return {
    tell: (lines: readonly Line[]): void => void tell(lines),
    repeat: (): void => void tell(last),
    /** The lines that are being spoken or were cut off; empty once the last lines were spoken to their end. */
    unheard: (): readonly Line[] => (isHeard ? [] : last),
    hush(): void {
      turn += 1;
      mouth.hush();
      ended();
    },
    forget(): void {
      last = [];
      isHeard = true;
    },
  };
}

const ENDS = /[.,:;?!…،؛؟。，：；？！]$/;

/** Joins adjacent pieces of one language; a full stop between them makes the voice pause. */
function breathsOf(pieces: readonly Piece[], toEar: TellerParts['toEar']): readonly Piece[] {
  const breaths: { language: Language; text: string }[] = [];
  for (const { language, text } of pieces) {
    const said = toEar(text, language).replace(/\s+/g, ' ').trim();
    const before = breaths.at(-1);
    if (said === '') continue;
    if (before?.language === language) before.text += `${ENDS.test(before.text) ? '' : '.'} ${said}`;
    else breaths.push({ language, text: said });
  }
  return breaths;
}
