import { z } from 'zod';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { readGivenNumber } from '../appointments/document-number.ts';
import type { BadSettings } from '../settings.ts';
import { createProvider, OAuthProvider, OpenIdProvider, type ProviderFault, readProvider } from './provider.ts';

const Claim = {
  cityId: CityId,
  /** The claim that has the number of DNI, NIE or passport. VÀLid: `identifier`. */
  document: z.string().min(1),
};

/** Describes the provider that identifies citizens, in the file that `CITIZENS_PROVIDER_FILE` names. */
export const CitizensProviderFile = z.union([OpenIdProvider.extend(Claim), OAuthProvider.extend(Claim)]);
export type CitizensProviderFile = z.infer<typeof CitizensProviderFile>;

export interface CitizensProvider {
  file: CitizensProviderFile;
  secret: string;
}

const Attempt = z.strictObject({ next: z.string().max(3_000), atMs: z.int() });

export const IDENTIFY_COOKIE = '__Host-torn-identify';

export type Identification = ReturnType<typeof createIdentification>;

type Returned = Result<{ next: string; documentNumber: string }, ProviderFault | { kind: 'no-document' }>;

/** @param callback the address to which the provider sends the browser back */
export function createIdentification({ file, secret }: CitizensProvider, callback: string) {
  const provider = createProvider({ ...file, clientSecret: secret }, { redirect: callback, schema: Attempt });
  return {
    cityId: file.cityId,
    /** @param next the path on this site to which the person returns */
    begin: (next: string, nowMs: number) => provider.begin({ next, atMs: nowMs }),
    /** Returns the document number of the person who comes back. @param url the request's address, at the public origin */
    async finish(url: URL, cookie: string | null, nowMs: number): Promise<Returned> {
      const identified = await provider.finish(url, cookie, nowMs);
      if (!identified.ok) return identified;
      const { attempt, claims } = identified.value;
      const claim = Object.hasOwn(claims, file.document) ? claims[file.document] : null;
      const number = readGivenNumber(typeof claim === 'string' ? claim : '');
      return number.ok
        ? succeed({ next: attempt.next, documentNumber: number.value })
        : refuse({ kind: 'no-document' });
    },
  };
}

export const readCitizensProvider = (files: { file: string; secret: string }): Result<CitizensProvider, BadSettings> =>
  readProvider('CITIZENS_PROVIDER_FILE', files, CitizensProviderFile);
