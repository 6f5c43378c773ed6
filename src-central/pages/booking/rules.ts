import type { Answer } from '../client.ts';

export type BookableOffice = Answer<'listBookable'>['offices'][number];
export type BookableService = BookableOffice['services'][number];
export type Local = BookableService['name'];

export const inLanguage = (text: Local, language: string): string =>
  (text as Readonly<Record<string, string | undefined>>)[language] ?? text.ca;

/** A service as the telephone operator (010) searches it, with every office that offers it. */
export interface OfferedService {
  serviceId: string;
  name: Local;
  minutes: number;
  toBring: readonly Local[];
  officeIds: readonly string[];
}

export function offeredServices(offices: readonly BookableOffice[], language: string): OfferedService[] {
  const found = new Map<string, OfferedService>();
  for (const { officeId, services } of offices)
    for (const { serviceId, name, minutes, toBring } of services) {
      const known = found.get(serviceId);
      found.set(serviceId, {
        ...(known ?? { serviceId, name, minutes, toBring }),
        officeIds: [...(known?.officeIds ?? []), officeId],
      });
    }
  return [...found.values()].sort((one, other) =>
    inLanguage(one.name, language).localeCompare(inLanguage(other.name, language), language),
  );
}

const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Finds services with a word that begins with each typed word. Accents and case do not matter. */
export function findServices(services: readonly OfferedService[], typed: string, language: string): OfferedService[] {
  const wanted = bare(typed).split(/\s+/).filter(Boolean);
  return services.filter(({ name }) => {
    const words = bare(inLanguage(name, language)).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

export interface LocalTime {
  date: string;
  time: string;
}

export function localTimeAt(instant: string, zone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}

export interface Offer extends LocalTime {
  officeId: string;
  start: string;
}

export type PartOfDay = 'any' | 'morning' | 'afternoon';
const AFTERNOON = '14:00';
/** Six offers, because one hand reaches six digit keys. */
const MOST_OFFERS = 6;

/**
 * Chooses the appointment times to offer, so that a caller does not hear six neighbouring times: for each office and day the first time of
 * the morning and the first time of the afternoon; if the caller wants only one of these parts, the first time of each clock hour in that
 * part. The earliest offer is first.
 */
export function offersOf(
  found: readonly { officeId: string; zone: string; starts: readonly string[] }[],
  part: PartOfDay,
): Offer[] {
  const seen = new Set<string>();
  return found
    .flatMap(({ officeId, zone, starts }) =>
      starts.map((start): Offer => ({ officeId, start, ...localTimeAt(start, zone) })),
    )
    .filter(({ time }) => part === 'any' || (part === 'afternoon') === time >= AFTERNOON)
    .sort((one, other) => one.start.localeCompare(other.start) || one.officeId.localeCompare(other.officeId))
    .filter(({ officeId, date, time }) => {
      const place = `${officeId} ${date} ${part === 'any' ? time >= AFTERNOON : time.slice(0, 2)}`;
      if (seen.has(place)) return false;
      seen.add(place);
      return true;
    })
    .slice(0, MOST_OFFERS);
}

export function timeLeft(endsAt: string, nowMs: number): { minutes: number; seconds: string } | null {
  const seconds = Math.ceil((Date.parse(endsAt) - nowMs) / 1_000);
  if (seconds <= 0) return null;
  return { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') };
}

export type Key =
  | { kind: 'column'; column: 1 | 2 | 3 | 4 }
  | { kind: 'save' | 'free' }
  | { kind: 'digit'; digit: number }
  | { kind: 'letter'; letter: string };

interface Pressed {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/**
 * Returns what a pressed key does; `null`: the key belongs to the field or the browser. Digits and letters act only outside fields, other
 * keys everywhere. With Alt the key's position (`code`) decides, because Alt changes the character on some keyboards.
 */
export function keyOf({ key, code, altKey, ctrlKey, metaKey }: Pressed, isInField: boolean): Key | null {
  if (altKey && !ctrlKey && !metaKey) {
    const column = /^(?:Digit|Numpad)([1-4])$/.exec(code)?.[1];
    return column === undefined ? null : { kind: 'column', column: Number(column) as 1 | 2 | 3 | 4 };
  }
  if (key === 'Enter' && (ctrlKey || metaKey)) return { kind: 'save' };
  if (ctrlKey || metaKey) return null;
  if (key === 'Escape') return { kind: 'free' };
  if (isInField) return null;
  if (/^[1-9]$/.test(key)) return { kind: 'digit', digit: Number(key) };
  return /^\p{L}$/u.test(key) ? { kind: 'letter', letter: key.toUpperCase() } : null;
}
