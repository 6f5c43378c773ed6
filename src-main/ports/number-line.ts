import type { GivenNumber } from '../domain/number-line.ts';
import type { LineNumber, WantedNumber } from './store.ts';

/** The office's one line of numbers, of which another kiosk gives one; `domain/number-line`. A kiosk that does not answer soon is asked again once a trial was answered in time. */
export interface NumberLine {
  /** Whether there is anybody to ask now. */
  isThere(): boolean;
  /** `null`: this kiosk is left to itself. Within a third of a second. */
  ask(wanted: WantedNumber): Promise<LineNumber | null>;
  /** Whether a number is another kiosk's, which has to be asked. */
  isOthers(number: number): boolean;
  /** Whether the kiosk that gave it finds that a number is still this ticket's; within some seconds. */
  isStillTheirs(given: GivenNumber & { readonly series: string }): Promise<boolean>;
}
