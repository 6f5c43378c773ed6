import type { TicketLanguage } from '../../config/languages.ts';
import { contactText } from '../../config/locales/citizens-words.ts';
import { formatDate, formatTime } from '../../config/locales/dates.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import type { MessageKind } from './contacts.ts';
import type { Words } from './reach.ts';

/** A booking's message has time and place, never the service. */
export interface BookingInWords {
  start: string;
  zone: string;
  /** The office's name, or the city's name if the office is sensitive; then `address` is `null`. */
  officeName: string;
  address: string | null;
}

const SENTENCES = { confirmed: 'confirmed', reminder: 'reminder', 'lost-hour': 'lostHour' } as const;

/** Writes a message about a booking. It names no service, because other people may read a mail, or the first line on a locked telephone. */
export function sayMessage(
  kind: MessageKind,
  language: TicketLanguage,
  { start, zone, officeName, address, link }: BookingInWords & { link: string },
): Words {
  const local = localDateTime(Date.parse(start), zone);
  const when = { date: dateOf(language, local.date), time: formatTime(language, local.time) };
  const say = (key: Parameters<typeof contactText>[1]) => contactText(language, key, { ...when, link });
  const name = SENTENCES[kind];
  const place = [officeName, ...(address === null ? [] : [address])].join('\n');
  return {
    subject: say(`${name}.subject`),
    text: `${[say(`${name}.text`), place, link, say('foot')].join('\n\n')}\n`,
    short: `${say(`${name}.text`)} ${link}`,
  };
}

interface OfferInWords {
  language: TicketLanguage;
  start: string;
  endsAt: string;
  zone: string;
  officeName: string;
  address: string;
  link: string;
}

export function sayOffer({ language, start, endsAt, zone, officeName, address, link }: OfferInWords): Words {
  const [hour, end] = [localDateTime(Date.parse(start), zone), localDateTime(Date.parse(endsAt), zone)];
  const values = {
    date: dateOf(language, hour.date),
    time: formatTime(language, hour.time),
    endDate: dateOf(language, end.date),
    endTime: formatTime(language, end.time),
  };
  const say = (key: Parameters<typeof contactText>[1]) => contactText(language, key, values);
  return {
    subject: say('offer.subject'),
    text: `${[say('offer.text'), [officeName, address].join('\n'), link, say('offer.foot')].join('\n\n')}\n`,
    short: `${say('offer.text')} ${link}`,
  };
}

export function sayCode(language: TicketLanguage, code: string): Words {
  const say = (key: Parameters<typeof contactText>[1]) => contactText(language, key, { code });
  return { subject: say('code.subject'), text: `${say('code.text')}\n\n${say('foot')}\n`, short: say('code.text') };
}

/** Replaces no-break spaces, which text messages do not have. */
const dateOf = (language: TicketLanguage, day: string): string =>
  formatDate(language, day, 'long').replaceAll('\u00a0', ' ');
