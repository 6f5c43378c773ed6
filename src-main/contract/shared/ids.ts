import { z } from 'zod';
import { SLUG } from '../../domain/slug.ts';
import { PlainText } from './plain-text.ts';

/** A name made of words joined by hyphens, which a city gives to offices, services, groups, desks and files. */
export const Slug = z.string().regex(SLUG, 'expected words of a-z and 0-9 joined by hyphens');

export const OfficeId = Slug.brand<'OfficeId'>();
export type OfficeId = z.infer<typeof OfficeId>;

export const ServiceId = Slug.brand<'ServiceId'>();
export type ServiceId = z.infer<typeof ServiceId>;

export const RequestId = z.uuid().brand<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;
export const TicketId = z.uuid().brand<'TicketId'>();
export type TicketId = z.infer<typeof TicketId>;

/** Id of a city at its centre. Every row key and path that belongs to the city's offices begins with it. */
export const CityId = Slug.max(40).brand<'CityId'>();
export type CityId = z.infer<typeof CityId>;

/** Id of a kiosk, assigned by the centre at enrolment. A machine that enrols again gets a new id. */
export const KioskId = z.uuid().brand<'KioskId'>();
export type KioskId = z.infer<typeof KioskId>;

/** SHA-256 of a public key's SPKI in DER, base64url without padding: names a key in signatures. */
export const KeyId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'expected a SHA-256 in base64url')
  .brand<'KeyId'>();
export type KeyId = z.infer<typeof KeyId>;

/** An Ed25519 public key: SPKI in DER, base64url without padding. */
export const PublicKey = z
  .string()
  .regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9_-]{43}$/, 'expected an Ed25519 public key, SPKI in base64url')
  .brand<'PublicKey'>();
export type PublicKey = z.infer<typeof PublicKey>;

/**
 * Id of the centre's database. It changes when the centre is restored from a backup. A kiosk that sees a new id sends all its events again,
 * because the restored centre may lack some.
 */
export const StoreEpoch = z.uuid();
export type StoreEpoch = z.infer<typeof StoreEpoch>;

/**
 * The name of an office, a service or a desk in another system. Torn stores it and never interprets it. A text that is too long fails
 * without further checks.
 */
export const ExternalId = PlainText.min(1).max(100, { abort: true });
