import { z } from 'zod';
import { CentreSetting } from './office-profile.ts';

/**
 * `http://host:port` of a city's proxy. The proxy forwards the kiosk's encrypted connection to the centre and cannot read what the
 * connection carries.
 */
export const ProxyAddress = z
  .string()
  .regex(/^http:\/\/[a-z0-9.-]+:\d{1,5}$/, 'expected an address such as http://proxy.exemple.cat:3128')
  .refine(URL.canParse, 'expected an address such as http://proxy.exemple.cat:3128');

/** The data by which a kiosk reaches its centre, as a technician entered it at the screen. */
export const CentreAccess = z.strictObject({
  ...CentreSetting.shape,
  /** PEM of authorities that are trusted for this centre, in addition to those of the machine. */
  authorities: z.array(z.string().max(16_000)).max(4),
  proxy: ProxyAddress.nullable(),
});
export type CentreAccess = z.infer<typeof CentreAccess>;

/** Parses `URL/CITY` or `URL/CITY#KEY-ID`; `null` for any other text. */
export function readCentre(text: string): CentreSetting | null {
  const { url, cityId, keyId } = /^(?<url>.*)\/(?<cityId>[^/#]*)(?:#(?<keyId>.*))?$/.exec(text)?.groups ?? {};
  const centre = CentreSetting.safeParse({ url, cityId, ...(keyId === undefined ? {} : { keyId }) });
  return centre.success ? centre.data : null;
}
