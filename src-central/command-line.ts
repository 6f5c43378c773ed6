import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { AuditQuery } from '../src-main/contract/centre/administration.ts';
import { ChannelId } from '../src-main/contract/centre/appointments.ts';
import { LONGEST_TOKEN_LIFE_DAYS, ROLES, USUAL_TOKEN_LIFE_DAYS } from '../src-main/contract/centre/authorization.ts';
import { EnrolmentConfirmation } from '../src-main/contract/centre/enrolment.ts';
import { FiguresMonth } from '../src-main/contract/centre/figures.ts';
import { PERSON_ROLES, PersonInvitation } from '../src-main/contract/centre/people.ts';
import { CityId, OfficeId } from '../src-main/contract/shared/ids.ts';
import { problemsIn } from '../src-main/contract/shared/problems.ts';
import { Day } from '../src-main/contract/shared/times.ts';
import { messageOf, type Result, refuse, succeed } from '../src-main/domain/result.ts';
import type { TypedAddress } from './address-command.ts';
import type { TokenTerms } from './administration/access-tokens.ts';
import type { BadSettings } from './settings.ts';

const DAY_MS = 86_400_000;

export type Command =
  | { name: 'serve'; dataDir: string | null; cityId: CityId }
  | { name: 'new-key'; file: string }
  | { name: 'token'; cityId: CityId; tokenName: string; channelId: null; terms: TokenTerms }
  | { name: 'token'; cityId: CityId; tokenName: string; channelId: ChannelId; terms: Pick<TokenTerms, 'untilMs'> }
  | { name: 'invite'; cityId: CityId; invitation: PersonInvitation }
  | { name: 'withdraw' | 'confirm-person'; cityId: CityId; tokenName: string }
  | { name: 'confirm'; typed: TypedConfirmation }
  | { name: 'address'; typed: TypedAddress }
  | { name: 'migrate' | 'restored' | 'openapi' | 'decrypt-keys' }
  | { name: 'help'; text: string }
  | { name: 'rebuild'; cityId: CityId }
  | { name: 'person'; cityId: CityId; erases: boolean }
  | { name: 'audit'; cityId: CityId; query: AuditQuery }
  | { name: 'figures'; cityId: CityId; officeId: OfficeId; month: string }
  | { name: 'quarter-figures'; cityId: CityId; officeId: OfficeId; from: string; until: string };

const USAGE = `npm run central                                      a demonstration, in memory
npm run central -- --data DIR [--city CITY]          a demonstration that keeps its data
DATABASE_URL=… CENTRE_KEY_FILE=… npm run central     the real one
npm run central -- new-key FILE                      makes the key that all replicas sign with
npm run central -- token --city CITY --name NAME --role ROLE [--office OFFICE] [--until 2027-06-30]
                                                     an access token, shown once (DATABASE_URL). ROLE is ${ROLES.join(', ')};
                                                     it reaches one office or all, and ends with that day, in a year unless told
npm run central -- token --city CITY --name NAME --channel 010 [--until 2027-06-30]
                                                     a token of a booking system, good for its own appointments alone
npm run central -- confirm-person --city CITY --name NAME
                                                     confirms a person’s account, as a second administrator does at the pages
npm run central -- withdraw --city CITY --name NAME  ends the access tokens of that name, and withdraws the person
                                                     (DATABASE_URL)
npm run central -- invite --city CITY --name NAME [--role ROLE] [--office OFFICE,…] [--emergency]
                                                     a link for a person, valid once and for a day (DATABASE_URL, STAFF_URL). ROLE is
                                                     ${PERSON_ROLES.join(', ')}, administrator by default
npm run central -- confirm --url URL --city CITY --code CODE
                                                     enrols the kiosk that shows CODE (TORN_TOKEN): shows its fingerprint to compare, and asks
                                                     for what is not given by --fingerprint TEXT --office OFFICE --slot N --name NAME;
                                                     with --replaces KIOSK-ID in the place of another kiosk, which ends with that
npm run central -- address --url URL --city CITY [--key KEY-ID] [--proxy http://HOST:PORT] [--authority FILE] [--folder FOLDER]
                                                     shows the centre's address as a QR code for a kiosk's scanner; with --folder also writes
                                                     torn-centre.json there, for a USB memory. --authority: the certificates that the centre sends
                                                     (PEM), if machines do not know their authority
npm run central -- help                              these lines
npm run central -- openapi                           prints the description of the API, OpenAPI 3.1
npm run central -- migrate                           brings the schema up to date, as a start does (DATABASE_URL)
npm run central -- restored                          after a backup was put back: kiosks send again what they keep (DATABASE_URL)
npm run central -- decrypt-keys                      stores office keys in the clear, before a step back to a release that reads no
                                                     encrypted ones (DATABASE_URL, OFFICE_KEYS_KEY_FILE)
npm run central -- audit --city CITY [--from TIME] [--until TIME] [--subject ID]
                                                     the audit as CSV, newest first (DATABASE_URL); --subject is a ticket or a service
npm run central -- figures --city CITY --office OFFICE --month 2026-10
                                                     figures of a month as CSV, from 15 days after it on (DATABASE_URL); * is hidden
npm run central -- quarter-figures --city CITY --office OFFICE --from 2026-10-05 --until 2026-11-30
                                                     what each quarter of an hour of these days brought, as CSV for the twin
                                                     (DATABASE_URL); not to be published, because nothing is hidden
npm run central -- person --city CITY [--erase]         asks for a mail address, telephone or document, and says as JSON what is kept
                                                     that it leads to; --erase forgets that (DATABASE_URL, OFFICE_KEYS_KEY_FILE)
npm run central -- rebuild --city CITY               makes tickets and health again from the events (DATABASE_URL)

Set by the environment, never by arguments: DATABASE_URL, CENTRE_KEY_FILE, CENTRE_NEXT_KEY_FILE, TORN_ENVIRONMENT (production, test),
HOST, PORT, TLS_CERT_FILE, TLS_KEY_FILE, BEHIND_PROXY=1, PLAIN_AT_EVERY_ADDRESS=1 (a proxy's own network),
DATABASE_CONNECTIONS, MAX_IN_FLIGHT, RETENTION_DAYS (such as need=0,audit=1095),
SMTP_URL (smtps://USER@HOST), SMTP_PASSWORD, MAIL_FROM (mail: alarms, and messages to people with an appointment),
SMS_GATEWAY_URL (text messages to them), SMS_GATEWAY_PRIVATE=1 (it is in a private network), CITIZENS_URL (the public address of their pages),
CITIZENS_PROVIDER_FILE and CITIZENS_PROVIDER_SECRET_FILE (identifies citizens, such as VÀLid),
WEB_PUSH=1 (phones may be told that their turn is near), PUSH_SERVICES (hosts besides those of the makers of browsers),
OFFICE_KEYS_KEY_FILE, OFFICE_KEYS_OTHER_KEY_FILE (encrypt office keys in the database; encrypted themselves for a module of PKCS #11:
OFFICE_KEYS_MODULE, OFFICE_KEYS_MODULE_TOKEN, OFFICE_KEYS_MODULE_KEY, OFFICE_KEYS_MODULE_PIN),
STAFF_URL (the public address of the staff pages; without it there are none), STAFF_HOST, STAFF_PORT, STAFF_CITY,
OIDC_FILE and OIDC_SECRET_FILE (the city's own provider, whose people sign in there),
PHONE_CITY (whose turns /t/TOKEN shows on phones; /t/CITY/TOKEN shows those of each), TORN_TOKEN`;

/** The city of the kiosk that `npm start` runs. */
const DEMONSTRATION_CITY = 'terrassa';

/** Parses the command line. Secrets are never arguments, because every user of the machine can read arguments. */
export function readCommandLine(args: readonly string[], nowMs: number): Result<Command, BadSettings> {
  const wrong = (detail: string) => refuse({ kind: 'bad-settings' as const, detail: `${detail}\n\n${USAGE}` });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return wrong(messageOf(error));
  }
  const { values, positionals } = parsed;
  const [name = 'serve', file] = positionals;
  if (values.help || name === 'help') return succeed({ name: 'help', text: USAGE });
  const city = CityId.safeParse(values.city ?? (name === 'serve' ? DEMONSTRATION_CITY : undefined));
  switch (name) {
    case 'serve':
      return city.success
        ? succeed({ name, dataDir: values.data ?? null, cityId: city.data })
        : wrong('--city is no name of a city');
    case 'new-key':
      return file === undefined ? wrong('which file?') : succeed({ name, file });
    case 'migrate':
    case 'restored':
    case 'openapi':
    case 'decrypt-keys':
      return succeed({ name });
    case 'rebuild':
      return city.success ? succeed({ name, cityId: city.data }) : wrong('--city is missing, or no name of a city');
    case 'person':
      return city.success
        ? succeed({ name, cityId: city.data, erases: values.erase === true })
        : wrong('--city is missing, or no name of a city');
    case 'audit': {
      if (!city.success) return wrong('--city is missing, or no name of a city');
      const query = readAuditQuery(values);
      return query.ok ? succeed({ name, cityId: city.data, query: query.value }) : wrong(query.error.detail);
    }
    case 'token': {
      if (!city.success || !values.name) return wrong('--city and --name say whose token it is');
      const command = readToken(values, nowMs);
      return command.ok
        ? succeed({ name, cityId: city.data, tokenName: values.name, ...command.value })
        : wrong(command.error.detail);
    }
    case 'invite': {
      if (!city.success) return wrong('--city is missing, or no name of a city');
      const invitation = PersonInvitation.safeParse({
        ...{ name: values.name, role: values.role ?? 'administrator', officeIds: values.office?.split(',') ?? null },
        account: values.emergency ? 'emergency' : 'local',
      });
      return invitation.success
        ? succeed({ name, cityId: city.data, invitation: invitation.data })
        : wrong(
            `--${OPTIONS[String(invitation.error.issues[0]?.path[0])] ?? String(invitation.error.issues[0]?.path[0])} is missing or wrong`,
          );
    }
    case 'withdraw':
    case 'confirm-person':
      return city.success && values.name
        ? succeed({ name, cityId: city.data, tokenName: values.name })
        : wrong('--city and --name say whose token it is');
    case 'confirm': {
      const { help: _, ...typed } = values;
      // Missing options are asked for later; the given ones must be valid before that.
      const given = readTyped(Confirmation.partial(), typed);
      return given.ok ? succeed({ name, typed }) : wrong(given.error.detail);
    }
    case 'address':
      return succeed({ name, typed: values });
    case 'figures': {
      const [office, month] = [OfficeId.safeParse(values.office), FiguresMonth.safeParse(values.month)];
      if (!city.success || !office.success || !month.success)
        return wrong('--city, --office and --month, such as 2026-10, say whose figures');
      return succeed({ name, cityId: city.data, officeId: office.data, month: month.data });
    }
    case 'quarter-figures': {
      const [office, from, until] = [
        OfficeId.safeParse(values.office),
        Day.safeParse(values.from),
        Day.safeParse(values.until),
      ];
      if (!city.success || !office.success || !from.success || !until.success || from.data > until.data)
        return wrong('--city, --office, --from and --until, such as 2026-10-05, say which days of which office');
      return succeed({ name, cityId: city.data, officeId: office.data, from: from.data, until: until.data });
    }
    default:
      return wrong(`there is no command ${name}`);
  }
}

/** A confirmation's values as typed, on the command line or as answers. */
export type TypedConfirmation = {
  [option in 'url' | 'city' | 'code' | 'fingerprint' | 'office' | 'slot' | 'name' | 'replaces']?: string | undefined;
};

const Confirmation = EnrolmentConfirmation.extend({ cityId: CityId });
const WaitingPlace = Confirmation.pick({ cityId: true, code: true });
/** Members of the contract that have another name on the command line. */
const OPTIONS: Readonly<Record<string, string>> = { cityId: 'city', officeId: 'office', officeIds: 'office' };

export const readConfirmation = (typed: TypedConfirmation) => readTyped(Confirmation, typed);
export const readWaitingPlace = (typed: TypedConfirmation) => readTyped(WaitingPlace, typed);

function readTyped<T>(schema: z.ZodType<T>, typed: TypedConfirmation): Result<T, BadSettings> {
  const plain = (text: string | undefined) => text?.toUpperCase().replace(/[\s-]/g, '');
  const read = schema.safeParse({
    cityId: typed.city,
    code: plain(typed.code),
    fingerprint: plain(typed.fingerprint),
    officeId: typed.office,
    slot: typed.slot === undefined ? undefined : Number(typed.slot),
    name: typed.name,
    replaces: typed.replaces,
  });
  if (read.success) return succeed(read.data);
  const [{ place, message } = { place: '', message: '' }] = problemsIn(read.error);
  return refuse({ kind: 'bad-settings', detail: `--${OPTIONS[place] ?? place} is missing or wrong: ${message}` });
}

function readAuditQuery({
  from,
  until,
  subject,
}: Partial<Record<'from' | 'until' | 'subject', string>>): Result<AuditQuery, BadSettings> {
  const query = AuditQuery.safeParse({ from, until, subject });
  if (query.success) return succeed(query.data);
  const which = String(query.error.issues[0]?.path[0]);
  return refuse({ kind: 'bad-settings', detail: `--${which} is wrong: times are as 2026-11-27T00:00:00Z` });
}

type TokenOptions = Partial<Record<'channel' | 'role' | 'office' | 'until', string>>;

function readToken(
  { channel, role, office, until }: TokenOptions,
  nowMs: number,
): Result<
  { channelId: null; terms: TokenTerms } | { channelId: ChannelId; terms: Pick<TokenTerms, 'untilMs'> },
  BadSettings
> {
  const no = (detail: string) => refuse({ kind: 'bad-settings' as const, detail });
  const untilMs = until === undefined ? nowMs + USUAL_TOKEN_LIFE_DAYS * DAY_MS : endOf(until);
  if (untilMs === null) return no('--until is a day, as 2027-06-30');
  if (untilMs <= nowMs || untilMs > nowMs + LONGEST_TOKEN_LIFE_DAYS * DAY_MS)
    return no('--until is a day to come, within a year: no token lives longer');
  if (channel !== undefined) {
    if (role !== undefined || office !== undefined)
      return no('--channel has no --role and no --office: it is good for its own appointments alone');
    const channelId = ChannelId.safeParse(channel);
    return channelId.success
      ? succeed({ channelId: channelId.data, terms: { untilMs } })
      : no('--channel is no name of a channel');
  }
  const known = ROLES.find((one) => one === role);
  if (known === undefined) return no(`--role says what it may do: ${ROLES.join(', ')}`);
  if (known === 'connector' && office === undefined)
    return no('--office says whose queues a connector is good for: it has one office');
  const officeId = OfficeId.nullable().safeParse(office ?? null);
  return officeId.success
    ? succeed({ channelId: null, terms: { role: known, officeId: officeId.data, untilMs } })
    : no('--office is no name of an office');
}

/** The end of this day in UTC, in milliseconds since 1970. `null`: `day` is not a date. */
function endOf(day: string): number | null {
  return Day.safeParse(day).success ? Date.parse(`${day}T00:00:00Z`) + DAY_MS : null;
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      data: { type: 'string' },
      city: { type: 'string' },
      name: { type: 'string' },
      url: { type: 'string' },
      code: { type: 'string' },
      fingerprint: { type: 'string' },
      office: { type: 'string' },
      channel: { type: 'string' },
      role: { type: 'string' },
      until: { type: 'string' },
      emergency: { type: 'boolean' },
      erase: { type: 'boolean' },
      slot: { type: 'string' },
      replaces: { type: 'string' },
      from: { type: 'string' },
      subject: { type: 'string' },
      month: { type: 'string' },
      key: { type: 'string' },
      proxy: { type: 'string' },
      authority: { type: 'string' },
      folder: { type: 'string' },
    },
  });
