import { z } from 'zod';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { UnknownKey } from '../appointments/keyring.ts';
import type { Booked, Booking, ProvenHolder } from '../booking/booking.ts';
import type { Contact, ContactKind } from '../contacts/address.ts';
import { veiled } from '../contacts/address.ts';
import { contactMoved, dayEndOf, forgetContact, keepContact, readKept } from '../contacts/contacts.ts';
import { answerCode, askCode, type ProofParts, provenBy } from '../contacts/proofs.ts';
import { sayCode } from '../contacts/words.ts';
import { IDENTIFY_COOKIE, type Identification } from '../identification/citizens.ts';
import { ATTEMPT_LIVES_S } from '../identification/provider.ts';
import type { Page, Visit } from '../server/visits.ts';
import { type Asking, askingAddress, codePage, type NoticeFault, noticePage } from './holder-pages.ts';
import type { Reader } from './reader.ts';
import type { SignedTexts } from './signed-texts.ts';

/** The ways in which this centre identifies a person who books, and reaches them by messages. */
export interface Holders {
  offers: readonly ContactKind[];
  identifies: (cityId: CityId) => boolean;
  /** The document number with which a citizen has identified in this browser in the last quarter of an hour; `null`: no citizen has. */
  identified(cityId: CityId, visit: Visit): string | null;
  reached(cityId: CityId, proof: string | null): Promise<Contact | null>;
  kept(cityId: CityId, booked: Booked): Promise<Contact | null>;
  notice(reader: Reader, visit: Visit, fields: URLSearchParams, asking: Asking): Promise<Page>;
  /** Sends the browser to the identification provider, which sends it back to `next`. */
  identify(cityId: CityId, next: string): Promise<Page>;
  return(visit: Visit): Promise<Page>;
  leave(next: string): Page;
  booked(cityId: CityId, contact: Contact, booked: Booked): Promise<void>;
  moved(cityId: CityId, booked: Booked): Promise<void>;
  cancelled(cityId: CityId, booked: Booked): Promise<void>;
}

export interface HoldersOptions {
  contacts: ProofParts;
  identification: Identification | null;
  texts: SignedTexts;
  booking: Pick<Booking, 'visitorOf'>;
  origin: string;
  html: (status: number, text: string) => Page;
}

const CITIZEN_COOKIE = '__Host-torn-citizen';
const IDENTIFIED_LIVES_S = 900;
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const Identified = z.object({ cityId: CityId, number: z.string(), untilMs: z.number() });
export const CALLBACK_PATH = '/c/identified';

export const proofOf = ({ by, address }: Contact): ProvenHolder => ({ by, value: address });

export function createHolders(options: HoldersOptions): Holders {
  const { contacts, identification, texts, booking, origin, html } = options;
  const { clock, reach, keyring } = contacts;
  const offers = keyring.encryptsWith === null ? [] : reach.offered;
  const seeOther = (location: string, cookies: readonly string[] = []): Page => ({
    ...html(303, ''),
    headers: { ...html(303, '').headers, location, ...(cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }) },
  });
  const toReach = (booked: Booked) => ({
    appointmentId: booked.appointmentId,
    token: booked.token,
    start: booked.start,
    dayEndsMs: dayEndOf(booked),
    language: booked.language,
  });

  async function ask(reader: Reader, visit: Visit, fields: URLSearchParams, asking: Asking): Promise<Page> {
    const by = fields.get('by') === 'telephone' ? 'telephone' : 'mail';
    const address = (fields.get('address') ?? '').slice(0, 260);
    const visitor = await booking.visitorOf(reader.cityId, visit.remoteAddress);
    const asked = await askCode(contacts, reader.cityId, {
      by,
      address,
      visitor,
      words: (code) => sayCode(reader.language, code),
      without: asking.name === 'hold' ? null : asking.isSolved ? 'hold' : 'hold-and-answer',
    });
    const fault = (said: NoticeFault): Page => html(422, noticePage(reader, { asking, offers, by, address, said }));
    if (!asked.ok)
      return fault(
        ({ 'bad-address': 'notice-bad', 'too-many': 'notice-busy', 'not-sent': 'notice-not-sent' } as const)[
          asked.error.kind === 'not-offered' ? 'not-sent' : asked.error.kind
        ],
      );
    const { proof, contact } = asked.value;
    return html(200, codePage(reader, { asking, proof, address: veiled(contact), said: null }));
  }

  async function answer(reader: Reader, fields: URLSearchParams, asking: Asking): Promise<Page> {
    const [proof, code] = [fields.get('proof') ?? '', fields.get('code') ?? ''];
    const answered = await answerCode(contacts, reader.cityId, proof.slice(0, 60), code.slice(0, 20));
    if (answered.ok) return seeOther(askingAddress(reader, asking, `&proof=${encodeURIComponent(proof)}`));
    if (answered.error.kind !== 'wrong') {
      const said = answered.error.kind === 'over' ? 'code-over' : 'notice-busy';
      return html(422, noticePage(reader, { asking, offers, by: 'mail', address: '', said }));
    }
    const address = (fields.get('veiled') ?? '').slice(0, 40);
    return html(422, codePage(reader, { asking, proof, address, said: 'code-wrong' }));
  }

  return {
    offers,
    identifies: (cityId) => identification?.cityId === cityId,
    identified(cityId, visit) {
      const known = texts.reveal('citizen', cookieIn(visit.headers.cookie, CITIZEN_COOKIE), Identified);
      return known !== null && known.cityId === cityId && known.untilMs > clock.nowMs() ? known.number : null;
    },
    reached: async (cityId, proof) => (proof === null ? null : provenBy(contacts, cityId, proof.slice(0, 60))),
    async kept(cityId, { appointmentId }) {
      try {
        return await readKept(contacts, cityId, appointmentId);
      } catch (error) {
        // The address cannot be decrypted any more, so the person is asked again.
        if (error instanceof UnknownKey) return null;
        throw error;
      }
    },
    async notice(reader, visit, fields, asking) {
      if (visit.method !== 'POST')
        return html(200, noticePage(reader, { asking, offers, by: offers[0] ?? 'mail', address: '', said: null }));
      return fields.get('act') === 'answer' ? answer(reader, fields, asking) : ask(reader, visit, fields, asking);
    },
    async identify(cityId, next) {
      const begun = await identification?.begin(next, clock.nowMs());
      if (identification?.cityId !== cityId || begun?.ok !== true) return seeOther(withSaid(next, 'identify-failed'));
      const cookie = `${IDENTIFY_COOKIE}=${begun.value.cookie}; ${ATTRIBUTES}; Max-Age=${ATTEMPT_LIVES_S}`;
      return seeOther(begun.value.location, [cookie]);
    },
    async return(visit) {
      const nowMs = clock.nowMs();
      const cookie = cookieIn(visit.headers.cookie, IDENTIFY_COOKIE);
      const done = await identification?.finish(new URL(visit.path, origin), cookie, nowMs);
      const gone = `${IDENTIFY_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
      const home = identification === null ? '/c/' : `/c/${identification.cityId}`;
      if (identification === null || done?.ok !== true) return seeOther(withSaid(home, 'identify-failed'), [gone]);
      const { next, documentNumber } = done.value;
      const { cityId } = identification;
      const untilMs = nowMs + IDENTIFIED_LIVES_S * 1_000;
      const hidden = texts.hide('citizen', { cityId, number: documentNumber, untilMs });
      const known = `${CITIZEN_COOKIE}=${hidden}; ${ATTRIBUTES}; Max-Age=${IDENTIFIED_LIVES_S}`;
      return seeOther(isOfCity(next, cityId) ? next : `/c/${cityId}`, [known, gone]);
    },
    leave: (next) => seeOther(next, [`${CITIZEN_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`]),
    booked: (cityId, contact, booked) =>
      contacts.database.transaction((queries) => keepContact(queries, contacts, cityId, contact, toReach(booked))),
    moved: (cityId, booked) =>
      contacts.database.transaction((queries) => contactMoved(queries, clock, cityId, toReach(booked))),
    async cancelled(cityId, { appointmentId }) {
      await forgetContact(contacts.database, cityId, appointmentId);
    },
  };
}

/** Whether the address `next` is a page of the city. The browser sends this address, so it could lead to a foreign site. */
const isOfCity = (next: string, cityId: CityId): boolean =>
  next === `/c/${cityId}` || next.startsWith(`/c/${cityId}?`) || next.startsWith(`/c/${cityId}/`);

function withSaid(next: string, said: string): string {
  const url = new URL(next, 'http://page');
  url.searchParams.set('said', said);
  return `${url.pathname}${url.search}`;
}

function cookieIn(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key = '', value = ''] = part.trim().split(/=(.*)/s);
    if (key === name) return value;
  }
  return null;
}
