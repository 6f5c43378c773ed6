import { z } from 'zod';
import { MOST_ERRANDS } from '../../src-main/contract/centre/booking.ts';
import { CityId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { Instant, IsoDate } from '../../src-main/contract/shared/times.ts';

const MOST_WORDS = 60;

/** The city in an address. The address in the QR code of a ticket is all capitals, so capitals are accepted. */
export const City = z.string().toLowerCase().pipe(CityId);

/**
 * The token of a ticket (`followToken`) or of a booking in an address. It has capitals and the digits 2 to 7; small letters are accepted
 * too.
 */
export const Token = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z2-7]{26}$/);

/** The reasons why a page is shown again. The page then begins with a sentence about the reason. */
const SAID = ['gone', 'ended', 'stale', 'wait-full', 'identify-failed', 'proven-only', 'waiting-left'] as const;
export type Said = (typeof SAID)[number];

export interface Choice {
  errands: readonly ServiceId[];
  officeId: OfficeId | null;
  /** The office from which distances are measured to sort the list of offices. */
  by: OfficeId | null;
  day: string | null;
  from: string | null;
  needsHelp: boolean;
  moves: string | null;
  /** The appointment time that the reader chose and that is not free any more. The page shows times near it. */
  near: string | null;
  /** Whether the page also shows appointment times that only people with a proven mail address or telephone number may book. */
  proves: boolean;
  adds: boolean;
  words: string;
  said: Said | null;
}

const parsed = <S extends z.ZodType>(schema: S, text: string | null): z.infer<S> | null =>
  schema.safeParse(text).data ?? null;

/** Reads the choices from an address or a form. An invalid value counts as not chosen. */
export function choiceIn(query: URLSearchParams): Choice {
  const errands = query.getAll('errand').flatMap((text) => parsed(ServiceId, text) ?? []);
  return {
    errands: [...new Set(errands)].slice(0, MOST_ERRANDS),
    officeId: parsed(OfficeId, query.get('office')),
    by: parsed(OfficeId, query.get('by')),
    day: parsed(IsoDate, query.get('day')),
    from: parsed(IsoDate, query.get('from')),
    needsHelp: query.has('help'),
    moves: parsed(Token, query.get('moves')),
    near: parsed(Instant, query.get('near')),
    proves: query.has('proves'),
    adds: query.has('adds'),
    words: (query.get('q') ?? '').slice(0, MOST_WORDS),
    said: SAID.find((one) => one === query.get('said')) ?? null,
  };
}

export const NOTHING_CHOSEN: Choice = choiceIn(new URLSearchParams());

export function addressOf(cityId: CityId, language: string, choice: Partial<Choice> = {}): string {
  const { errands = [], officeId, by, day, from, needsHelp, moves, near, proves, adds, words, said } = choice;
  const query = new URLSearchParams(errands.map((errand) => ['errand', errand]));
  const put = (name: string, value: string | null | undefined): void => {
    if (value) query.set(name, value);
  };
  put('office', officeId);
  put('by', by);
  put('day', day);
  put('from', from);
  put('help', needsHelp ? '1' : null);
  put('moves', moves);
  put('near', near);
  put('proves', proves ? '1' : null);
  put('adds', adds ? '1' : null);
  put('q', words);
  put('said', said);
  query.set('lang', language);
  return `/c/${cityId}?${query}`;
}

export const bookingAddress = (cityId: CityId, token: string, language: string, more = ''): string =>
  `/c/${cityId}/${token}?lang=${language}${more}`;

export const officesAddress = (cityId: CityId, language: string, officeId: OfficeId | null = null): string =>
  `/c/${cityId}/offices${officeId === null ? '' : `/${officeId}`}?lang=${language}`;
export const earlierAddress = (cityId: CityId, language: string, choice: Partial<Choice>): string =>
  addressOf(cityId, language, choice).replace(`/c/${cityId}?`, `/c/${cityId}/earlier?`);
