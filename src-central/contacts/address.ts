import { z } from 'zod';

/** The ways to reach a person: by mail, or by text message through the city's gateway. */
export type ContactKind = 'mail' | 'telephone';

export interface Contact {
  by: ContactKind;
  /** A mail address in lower case, or a telephone number as `+34600000000`. */
  address: string;
}

const Mail = z.email().max(254);
const SPANISH_MOBILE = /^[67]\d{8}$/;
/** A telephone number in E.164: up to 15 digits. */
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;

/**
 * Reads what a person typed, so that one address is written in one way. `null`: neither a mail address nor a telephone that takes messages.
 */
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
 * The mailbox of a mail address. `nuria+cita@exemple.cat` is nuria's mailbox, so both addresses count as one person's, for the limits on
 * messages too.
 */
export const mailboxOf = (address: string): string => address.replace(/\+[^@]*@/, '@');

/** An address shortened for display, so that its owner recognises it and other readers cannot use it: `n…@e….cat`, `… 000`. */
export function veiled({ by, address }: Contact): string {
  if (by === 'telephone') return `… ${address.slice(-3)}`;
  const [name = '', host = ''] = address.split('@');
  const dot = host.lastIndexOf('.');
  return `${name.slice(0, 1)}…@${host.slice(0, 1)}…${dot < 0 ? '' : host.slice(dot)}`;
}
