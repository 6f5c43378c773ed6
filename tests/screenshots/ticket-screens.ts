import type { Screen, ViewState } from '../../src-main/session/contract/view-state.ts';
import { type Language, PLACE, ticketIn } from './canned-services.ts';
import { FOLLOWED, ROOM } from './canned-states.ts';
import { said } from './canned-words.ts';

type Chosen = { readonly [Part in keyof typeof PARTS]: (typeof PARTS)[Part][number] };

/** A ticket's screen has one of these values for each of its parts. */
export const PARTS = {
  screen: ['paper', 'no-paper', 'unsure'],
  turn: ['walk-in', 'queue', 'hour', 'specialist', 'on-trust'],
  code: ['plain', 'code'],
  list: ['alone', 'list', 'list-out', 'again'],
  asked: ['quiet', 'asked', 'seen'],
  place: ['slot', 'desk'],
} as const;

/**
 * Tells whether a combination is possible. Only a printed ticket has a place other than `slot` and a list of documents. Only an unprinted
 * ticket can be printed again.
 */
export const canBe = ({ screen, list, place }: Chosen): boolean =>
  screen === 'paper' ? list !== 'again' : place === 'slot' && (list === 'alone' || list === 'again');

export const nameOfTicket = (chosen: Chosen): string => `ticket/${Object.values(chosen).join('-')}`;

export interface TicketScreen {
  readonly name: string;
  readonly chosen: Chosen;
  readonly view: (language: Language) => Screen;
  readonly changes: Partial<ViewState>;
}

export const TICKET_SCREENS: readonly TicketScreen[] = PARTS.screen
  .flatMap((screen) =>
    PARTS.turn.flatMap((turn) =>
      PARTS.code.flatMap((code) =>
        PARTS.list.flatMap((list) =>
          PARTS.asked.flatMap((asked) =>
            PARTS.place.map((place): Chosen => ({ screen, turn, code, list, asked, place })),
          ),
        ),
      ),
    ),
  )
  .filter(canBe)
  .map((chosen) => ({
    name: nameOfTicket(chosen),
    chosen,
    view: (language) => viewOf(chosen, language),
    changes: {
      attention: { preferential: chosen.asked !== 'quiet', comeAndFetch: chosen.asked !== 'quiet' },
      attentionAcknowledged: chosen.asked === 'seen',
      canWithdraw: true,
    },
  }));

function viewOf({ screen, turn, code, list, place }: Chosen, language: Language): Screen {
  const hasHour = turn === 'hour' || turn === 'specialist';
  const isWalkIn = turn === 'walk-in' || turn === 'queue';
  const appointment = hasHour ? { time: '10:40', waitAt: turn === 'specialist' ? said(ROOM, language) : null } : null;
  const ticket = {
    ...ticketIn(language, isWalkIn ? 'A047' : 'E014', isWalkIn ? 'walk-in' : 'appointment', appointment),
    queue: turn === 'queue' ? { waiting: 3, minutes: { from: 10, to: 20 } } : null,
    follow: code === 'code' ? FOLLOWED : null,
  };
  if (screen === 'paper')
    return {
      screen: 'take-ticket',
      ticket,
      place: place === 'desk' ? said(PLACE, language) : null,
      documents: list === 'alone' ? null : { paper: list === 'list-out' ? 'out' : null },
    };
  return {
    screen: 'printer-trouble',
    ticket,
    cause: screen === 'unsure' ? 'no-answer' : 'paper-out',
    canPrintAgain: list === 'again',
  };
}
