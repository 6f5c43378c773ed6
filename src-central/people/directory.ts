import { z } from 'zod';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { createProvider, OpenIdProvider, type ProviderFault, readProvider } from '../identification/provider.ts';
import type { BadSettings } from '../settings.ts';
import { ClaimGrant } from './claims.ts';

/** The content of the file that `OIDC_FILE` names: it describes the city's own identification provider (OpenID Connect). */
export const DirectoryFile = OpenIdProvider.extend({
  /** The claim with the name that the audit shows for the person. */
  name: z.string().min(1).default('name'),
  /** Whether people with a local account may sign in too. Emergency accounts always may. */
  localAccounts: z.boolean().default(false),
  grants: z.array(ClaimGrant).min(1),
});
export type DirectoryFile = z.infer<typeof DirectoryFile>;

export interface DirectoryOptions extends DirectoryFile {
  clientSecret: string;
}

export function readDirectory(files: { file: string; secret: string }): Result<DirectoryOptions, BadSettings> {
  const read = readProvider('OIDC_FILE', files, DirectoryFile);
  return read.ok ? succeed({ ...read.value.file, clientSecret: read.value.secret }) : read;
}

/** A sign-in that is not yet finished at the provider, as stored in the browser's cookie. */
const Attempt = z.strictObject({ cityId: CityId, next: z.string().max(2_000), atMs: z.int() });

export interface Known {
  cityId: CityId;
  next: string;
  issuer: string;
  subject: string;
  name: string;
  claims: Readonly<Record<string, unknown>>;
}

export type Directory = ReturnType<typeof createDirectory>;

export const ATTEMPT_COOKIE = '__Host-torn-sign-in';
export const CALLBACK_PATH = '/sign-in/directory/callback';

/** Cleans a person's name by the rules for invited people: control and invisible characters could make two names look like one. */
const plainName = (name: unknown): string =>
  typeof name === 'string'
    ? name
        .normalize('NFC')
        .replace(/\s+/g, ' ')
        .replace(/[\p{C}<>]/gu, '')
        .trim()
        .slice(0, 80)
    : '';

export function createDirectory({ clientSecret, ...file }: DirectoryOptions, origin: string) {
  const provider = createProvider(
    { ...file, clientSecret },
    { redirect: `${origin}${CALLBACK_PATH}`, schema: Attempt },
  );
  return {
    file,
    begin: provider.begin,
    /** Identifies the person who comes back from the provider. @param url the request's address, at the public origin */
    async finish(url: URL, cookie: string | null, nowMs: number): Promise<Result<Known, ProviderFault>> {
      const identified = await provider.finish(url, cookie, nowMs);
      if (!identified.ok) return identified;
      const { attempt, issuer, claims } = identified.value;
      const subject = claims.sub;
      if (typeof subject !== 'string') return refuse({ kind: 'foreign-answer', detail: 'the id token has no subject' });
      const names = [claims[file.name], claims.preferred_username, subject].map(plainName);
      const name = names.find((one) => one !== '') ?? issuer;
      return succeed({ cityId: attempt.cityId, next: attempt.next, issuer, subject, claims, name });
    },
  };
}
