import { z } from 'zod';

export type ContactKind = 'mail' | 'telephone';

export interface Contact {
  by: ContactKind;
  /** A mail address in lower case, or a telephone number as `+34600000000`. */
  address: string;
}

const Mail = z.email().max(254);
const SPANISH_MOBILE = /^[67]\d{8}$/;
/** E.164: up to 15 digits. */
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;

/** Normalises a typed address. `null`: it is neither a mail address nor a telephone number that receives text messages. */
export function readContact(by: ContactKind, typed: string): Contact | null {
  if (by === 'mail') {
    const { data } = Mail.safeParse(typed.trim().toLowerCase());
    return data === undefined ? null : { by, address: data };
  }
  const digits = typed.replace(/[\s().-]/g, '').replace(/^00/, '+');
  const address = SPANISH_MOBILE.test(digits) ? `+34${digits}` : digits;
  const isReached =
    INTERNATIONAL.test(address) && (!address.startsWith('+34') || SPANISH_MOBILE.test(address.slice(3)));
  return isReached ? { by, address } : null;
}

/**
 * Removes the tag from a mail address: `nuria+cita@exemple.cat` and `nuria@exemple.cat` reach one person, so they share the limits on
 * bookings and messages.
 */
export const mailboxOf = (address: string): string => address.replace(/\+[^@]*@/, '@');

/** Shortens an address for display, so that its owner recognises it and other readers cannot use it: `n…@e….cat`, `… 000`. */
export function veiled({ by, address }: Contact): string {
  if (by === 'telephone') return `… ${address.slice(-3)}`;
  const [name = '', host = ''] = address.split('@');
  const dot = host.lastIndexOf('.');
  return `${name.slice(0, 1)}…@${host.slice(0, 1)}…${dot < 0 ? '' : host.slice(dot)}`;
}
