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
import { messageOf, type Result, succeed } from '../src-main/domain/result.ts';
import type { TypedAddress } from './address-command.ts';
import type { TokenTerms } from './administration/access-tokens.ts';
import { type BadSettings, wrong } from './settings.ts';

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
npm run central -- --data DIR [--city CITY]          a demonstration that keeps its data in DIR
DATABASE_URL=… CENTRE_KEY_FILE=… npm run central     a real centre
npm run central -- new-key FILE                      makes the key that all replicas sign with
npm run central -- token --city CITY --name NAME --role ROLE [--office OFFICE] [--until 2027-06-30]
                                                     prints an access token, once (DATABASE_URL). ROLE is ${ROLES.join(', ')};
                                                     the token reaches OFFICE, or every office without it, and ends after the day of --until, by
                                                     default in a year
npm run central -- token --city CITY --name NAME --channel 010 [--until 2027-06-30]
                                                     prints a token of a booking system, valid only for its own appointments
npm run central -- confirm-person --city CITY --name NAME
                                                     confirms a person’s account, as a second administrator does on the staff pages
npm run central -- withdraw --city CITY --name NAME  withdraws the access tokens and the person of that name
                                                     (DATABASE_URL)
npm run central -- invite --city CITY --name NAME [--role ROLE] [--office OFFICE,…] [--emergency]
                                                     prints a link that invites a person, valid once and for a day (DATABASE_URL, STAFF_URL). ROLE is
                                                     ${PERSON_ROLES.join(', ')}, administrator by default
npm run central -- confirm --url URL --city CITY --code CODE
                                                     enrols the kiosk that shows CODE (TORN_TOKEN): shows its fingerprint to compare, and asks
                                                     for each value not given by --fingerprint TEXT --office OFFICE --slot N --name NAME;
                                                     --replaces KIOSK-ID: it replaces that kiosk, which is revoked
npm run central -- address --url URL --city CITY [--key KEY-ID] [--proxy http://HOST:PORT] [--authority FILE] [--folder FOLDER]
                                                     shows the centre's address as a QR code for a kiosk's scanner; with --folder also writes
                                                     torn-centre.json there, for a USB memory. --authority: the certificates that the centre sends
                                                     (PEM), if machines do not know the authority that issued them
npm run central -- help                              prints this help
npm run central -- openapi                           prints the description of the API, OpenAPI 3.1
npm run central -- migrate                           brings the schema up to date, as a start does (DATABASE_URL)
npm run central -- restored                          run after restoring a backup: kiosks then send the events that they keep again (DATABASE_URL)
npm run central -- decrypt-keys                      stores office keys unencrypted, before a downgrade to a release that cannot read
                                                     encrypted ones (DATABASE_URL, OFFICE_KEYS_KEY_FILE)
npm run central -- audit --city CITY [--from TIME] [--until TIME] [--subject ID]
                                                     prints the audit as CSV, newest first (DATABASE_URL); --subject is a ticket or a service
npm run central -- figures --city CITY --office OFFICE --month 2026-10
                                                     prints the figures of a month as CSV, from 15 days after its end on (DATABASE_URL); * is a hidden figure
npm run central -- quarter-figures --city CITY --office OFFICE --from 2026-10-05 --until 2026-11-30
                                                     prints figures by quarter of an hour of these days, as CSV for the twin (DATABASE_URL);
                                                     not to be published, because small numbers are not hidden
npm run central -- person --city CITY [--erase]      asks for a mail address, telephone number or document number, and prints as JSON the stored
                                                     data that it leads to; --erase deletes them (DATABASE_URL, OFFICE_KEYS_KEY_FILE)
npm run central -- rebuild --city CITY               derives tickets and the health of kiosks from the events again (DATABASE_URL)

Settings come from the environment, never from arguments: DATABASE_URL, CENTRE_KEY_FILE, CENTRE_NEXT_KEY_FILE, TORN_ENVIRONMENT (production, test),
HOST, PORT, TLS_CERT_FILE, TLS_KEY_FILE, BEHIND_PROXY=1, PLAIN_AT_EVERY_ADDRESS=1 (only the proxy can reach this machine),
DATABASE_CONNECTIONS, MAX_IN_FLIGHT, RETENTION_DAYS (such as need=0,audit=1095),
SMTP_URL (smtps://USER@HOST), SMTP_PASSWORD, MAIL_FROM (mail: alarms, and messages to people with an appointment),
SMS_GATEWAY_URL (text messages to them), SMS_GATEWAY_PRIVATE=1 (the gateway is in a private network), CITIZENS_URL (the public address of the citizens' pages),
CITIZENS_PROVIDER_FILE and CITIZENS_PROVIDER_SECRET_FILE (identifies citizens, such as VÀLid),
WEB_PUSH=1 (phones are notified when a turn is near), PUSH_SERVICES (push hosts besides those of browser makers),
OFFICE_KEYS_KEY_FILE, OFFICE_KEYS_OTHER_KEY_FILE (encrypt office keys in the database; a PKCS #11 module may decrypt these files:
OFFICE_KEYS_MODULE, OFFICE_KEYS_MODULE_TOKEN, OFFICE_KEYS_MODULE_KEY, OFFICE_KEYS_MODULE_PIN),
STAFF_URL (the public address of the staff pages; without it there are none), STAFF_HOST, STAFF_PORT, STAFF_CITY,
OIDC_FILE and OIDC_SECRET_FILE (the city's own provider, whose people sign in there),
PHONE_CITY (the city whose turns /t/TOKEN shows; /t/CITY/TOKEN shows those of any city), TORN_TOKEN`;

const DEMONSTRATION_CITY = 'terrassa';
const NO_CITY = '--city is missing or not a valid city name';

/** Parses the command line. Secrets are never arguments, because every user of the machine can read arguments. */
export function readCommandLine(args: readonly string[], nowMs: number): Result<Command, BadSettings> {
  const no = (detail: string) => wrong(`${detail}\n\n${USAGE}`);
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return no(messageOf(error));
  }
  const { values, positionals } = parsed;
  const [name = 'serve', file] = positionals;
  if (values.help || name === 'help') return succeed({ name: 'help', text: USAGE });
  const city = CityId.safeParse(values.city ?? (name === 'serve' ? DEMONSTRATION_CITY : undefined));
  switch (name) {
    case 'serve':
      return city.success
        ? succeed({ name, dataDir: values.data ?? null, cityId: city.data })
        : no('--city is not a valid city name');
    case 'new-key':
      return file === undefined ? no('new-key needs the name of the file to make') : succeed({ name, file });
    case 'migrate':
    case 'restored':
    case 'openapi':
    case 'decrypt-keys':
      return succeed({ name });
    case 'rebuild':
      return city.success ? succeed({ name, cityId: city.data }) : no(NO_CITY);
    case 'person':
      return city.success ? succeed({ name, cityId: city.data, erases: values.erase === true }) : no(NO_CITY);
    case 'audit': {
      if (!city.success) return no(NO_CITY);
      const query = readAuditQuery(values);
      return query.ok ? succeed({ name, cityId: city.data, query: query.value }) : no(query.error.detail);
    }
    case 'token': {
      if (!city.success || !values.name) return no('--city and --name are needed: the owner of the token');
      const command = readToken(values, nowMs);
      return command.ok
        ? succeed({ name, cityId: city.data, tokenName: values.name, ...command.value })
        : no(command.error.detail);
    }
    case 'invite': {
      if (!city.success) return no(NO_CITY);
      const invitation = PersonInvitation.safeParse({
        name: values.name,
        role: values.role ?? 'administrator',
        officeIds: values.office?.split(',') ?? null,
        account: values.emergency ? 'emergency' : 'local',
      });
      if (invitation.success) return succeed({ name, cityId: city.data, invitation: invitation.data });
      const which = String(invitation.error.issues[0]?.path[0]);
      return no(`--${OPTIONS[which] ?? which} is missing or wrong`);
    }
    case 'withdraw':
    case 'confirm-person':
      return city.success && values.name
        ? succeed({ name, cityId: city.data, tokenName: values.name })
        : no('--city and --name are needed: the person or the owner of the tokens');
    case 'confirm': {
      const { help: _, ...typed } = values;
      // Missing options are asked for later, but the given options must be valid now.
      const given = readTyped(Confirmation.partial(), typed);
      return given.ok ? succeed({ name, typed }) : no(given.error.detail);
    }
    case 'address':
      return succeed({ name, typed: values });
    case 'figures': {
      const [office, month] = [OfficeId.safeParse(values.office), FiguresMonth.safeParse(values.month)];
      if (!city.success || !office.success || !month.success)
        return no('--city, --office and --month, such as 2026-10, are needed');
      return succeed({ name, cityId: city.data, officeId: office.data, month: month.data });
    }
    case 'quarter-figures': {
      const [office, from, until] = [
        OfficeId.safeParse(values.office),
        Day.safeParse(values.from),
        Day.safeParse(values.until),
      ];
      if (!city.success || !office.success || !from.success || !until.success || from.data > until.data)
        return no('--city, --office, --from and --until, days such as 2026-10-05 in this order, are needed');
      return succeed({ name, cityId: city.data, officeId: office.data, from: from.data, until: until.data });
    }
    default:
      return no(`there is no command ${name}`);
  }
}

export type TypedConfirmation = {
  [option in 'url' | 'city' | 'code' | 'fingerprint' | 'office' | 'slot' | 'name' | 'replaces']?: string | undefined;
};

const Confirmation = EnrolmentConfirmation.extend({ cityId: CityId });
const WaitingPlace = Confirmation.pick({ cityId: true, code: true });
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
  return wrong(`--${OPTIONS[place] ?? place} is missing or wrong: ${message}`);
}

function readAuditQuery({
  from,
  until,
  subject,
}: Partial<Record<'from' | 'until' | 'subject', string>>): Result<AuditQuery, BadSettings> {
  const query = AuditQuery.safeParse({ from, until, subject });
  if (query.success) return succeed(query.data);
  const which = String(query.error.issues[0]?.path[0]);
  return wrong(`--${which} is wrong: a time is written as 2026-11-27T00:00:00Z`);
}

type TokenOptions = Partial<Record<'channel' | 'role' | 'office' | 'until', string>>;

function readToken(
  { channel, role, office, until }: TokenOptions,
  nowMs: number,
): Result<
  { channelId: null; terms: TokenTerms } | { channelId: ChannelId; terms: Pick<TokenTerms, 'untilMs'> },
  BadSettings
> {
  const untilMs = until === undefined ? nowMs + USUAL_TOKEN_LIFE_DAYS * DAY_MS : endOf(until);
  if (untilMs === null) return wrong('--until must be a day such as 2027-06-30');
  if (untilMs <= nowMs || untilMs > nowMs + LONGEST_TOKEN_LIFE_DAYS * DAY_MS)
    return wrong('--until must be a future day within a year: no token is valid for longer');
  if (channel !== undefined) {
    if (role !== undefined || office !== undefined)
      return wrong('--channel takes no --role and no --office: its token is valid only for its own appointments');
    const channelId = ChannelId.safeParse(channel);
    return channelId.success
      ? succeed({ channelId: channelId.data, terms: { untilMs } })
      : wrong('--channel is not a valid channel name');
  }
  const known = ROLES.find((one) => one === role);
  if (known === undefined) return wrong(`--role must be one of ${ROLES.join(', ')}`);
  if (known === 'connector' && office === undefined)
    return wrong('--office is needed: a connector reports the queues of one office');
  const officeId = OfficeId.nullable().safeParse(office ?? null);
  return officeId.success
    ? succeed({ channelId: null, terms: { role: known, officeId: officeId.data, untilMs } })
    : wrong('--office is not a valid office name');
}

/** The end of a day in UTC, in milliseconds since 1970. `null`: `day` is not a date. */
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
