import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { type EnrolmentConfirmation, WaitingEnrolment } from '../src-main/contract/centre/enrolment.ts';
import { type OperationName, pathOf } from '../src-main/contract/centre/operations.ts';
import { kindOf, Problem, sayProblem } from '../src-main/contract/centre/problems.ts';
import { bandsOf, HIGHEST_SHORT_SLOT } from '../src-main/domain/numbering.ts';
import { messageOf, type Result, succeed } from '../src-main/domain/result.ts';
import { readConfirmation, readWaitingPlace, type TypedConfirmation } from './command-line.ts';
import { type BadSettings, wrong } from './settings.ts';

const isYes = (typed: string): boolean => /^(y|yes|s|si|sí)$/i.test(typed.trim());
const inGroups = (text: string, size: number): string => text.replace(new RegExp(`.{${size}}(?=.)`, 'g'), '$& ');

/** Asks a person on stderr and reads answers from stdin, so that stdout contains only the result. */
export interface Questions {
  /** `null`: stdin has ended. */
  ask(question: string): Promise<string | null>;
  say(text: string): void;
  /** Asks without echo. `null`: stdin is no terminal, or has ended. */
  askSecret(question: string): Promise<string | null>;
  end(): void;
}

export function questionsOnTerminal(): Questions {
  let lines: Interface | undefined;
  let typed: AsyncIterator<string> | undefined;
  let isMuted = false;
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const ask = async (question: string): Promise<string | null> => {
    process.stderr.write(question);
    lines ??= createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY === true });
    typed ??= lines[Symbol.asyncIterator]();
    const { value, done } = await typed.next();
    return done ? null : value;
  };
  return {
    ask,
    say: (text) => void process.stderr.write(`${text}\n`),
    async askSecret(question) {
      if (process.stdin.isTTY !== true) return null;
      isMuted = true;
      const typed = await ask(question);
      isMuted = false;
      process.stderr.write('\n');
      return typed;
    },
    end: () => lines?.close(),
  };
}

async function call(
  { url, token }: { url: string; token: string },
  name: OperationName,
  params: Record<string, string>,
  body?: unknown,
): Promise<Result<unknown, BadSettings>> {
  let response: Response;
  try {
    response = await fetch(new URL(pathOf(name, params), url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return wrong(`${url} does not answer: ${messageOf(cause)}`);
  }
  const text = await response.text();
  const answer = jsonOf(text);
  if (response.ok && answer !== null) return succeed(answer);
  const problem = Problem.safeParse(answer);
  if (!problem.success) return wrong(`${url} is not a centre: it answered with status ${response.status}`);
  return wrong(`refused, ${kindOf(problem.data) ?? response.status}: ${sayProblem(problem.data)}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Enrols a kiosk. First asks for values that the command line lacks. If no fingerprint was typed, the waiting kiosk's fingerprint is shown
 * for comparison. Returns the text for stdout.
 */
export async function confirm(typed: TypedConfirmation, questions: Questions): Promise<Result<string, BadSettings>> {
  const { ask, askSecret } = questions;
  const secret = process.env.TORN_TOKEN || (await askSecret('Access token of the city (it is not shown): '));
  if (!secret)
    return wrong('TORN_TOKEN is missing: an access token of the city. Make one with `npm run central -- token`');
  const url = typed.url ?? (await ask('Address of the centre, as https://…: '));
  if (!url || !URL.canParse(url)) return wrong('--url is missing or not an address that begins with https://');
  const city = typed.city ?? (await ask('City, as in the addresses of the centre: '));
  const code = typed.code ?? (await ask('Pairing code on the screen of the kiosk: '));
  const asked = { ...typed, city: city ?? undefined, code: code ?? undefined };
  const reach = { url, token: secret.trim() };
  const answered = isWhole(asked) ? succeed(asked) : await complete(asked, reach, questions);
  if (!answered.ok) return answered;
  const confirmation = readConfirmation(answered.value);
  if (!confirmation.ok) return confirmation;
  const { cityId, ...body } = confirmation.value;
  const done = await call(reach, 'confirmEnrolment', { cityId }, body satisfies EnrolmentConfirmation);
  return done.ok ? succeed(JSON.stringify(done.value)) : done;
}

const isWhole = ({ fingerprint, office, slot, name }: TypedConfirmation): boolean =>
  [fingerprint, office, slot, name].every((one) => one !== undefined);

async function complete(
  typed: TypedConfirmation,
  reach: { url: string; token: string },
  { ask, say }: Questions,
): Promise<Result<TypedConfirmation, BadSettings>> {
  const place = readWaitingPlace(typed);
  if (!place.ok) return place;
  const { cityId, code } = place.value;
  const found = await call(reach, 'findEnrolment', { cityId, code });
  if (!found.ok) return found;
  const read = WaitingEnrolment.safeParse(found.value);
  if (!read.success) return wrong('this program does not understand the answer of the centre: update this program');
  const waiting = read.data;
  if (typed.fingerprint === undefined) {
    say(
      `\nThe kiosk with this code, on Torn ${waiting.version}${waiting.build === 'test' ? ' (a test build)' : ''}, has the fingerprint\n`,
    );
    say(`    ${inGroups(waiting.fingerprint, 5)}\n`);
    const same = await ask('Are all 25 characters the same on the screen of the kiosk? yes or no: ');
    if (!isYes(same ?? ''))
      return wrong('not confirmed, nothing has changed: stop the pairing at the kiosk and begin again');
  }
  const fingerprint = typed.fingerprint ?? waiting.fingerprint;
  const chosen = typed.office ?? (await askOffice(waiting, { ask, say }));
  const office = waiting.offices.find(({ officeId }) => officeId === chosen);
  if (!office)
    return wrong(
      `--office: there is no office ${chosen}. There are: ${waiting.offices.map(({ officeId }) => officeId).join(', ') || 'none, publish a profile first'}`,
    );
  const replaces = waiting.replaces ? (typed.replaces ?? (await askReplaced(office, { ask, say }))) : typed.replaces;
  const slot = typed.slot ?? (await askSlot(waiting, office, { ask, say }));
  const name = typed.name ?? (await ask('Name of the kiosk, as staff call it (quiosc de l’entrada): ')) ?? undefined;
  return succeed({ ...typed, fingerprint, office: office.officeId, slot, name, replaces });
}

type Office = WaitingEnrolment['offices'][number];
type Asking = Pick<Questions, 'ask' | 'say'>;

async function askOffice({ offices }: WaitingEnrolment, { ask, say }: Asking): Promise<string> {
  for (const { officeId, name } of offices) say(`    ${officeId}${name === null ? '' : `  ${name}`}`);
  const only = offices.length === 1 ? (offices[0]?.officeId ?? '') : '';
  const typed = (await ask(`Office${only && ` (Enter: ${only})`}: `))?.trim();
  return typed || only;
}

async function askReplaced({ kiosks }: Office, { ask, say }: Asking): Promise<string | undefined> {
  say('The new kiosk replaces one of these kiosks, which then stops at once:');
  for (const { kioskId, slot, name } of kiosks) say(`    ${slot}  ${name}  ${kioskId}`);
  const typed = (await ask('Number or id of the kiosk that it replaces: '))?.trim();
  return kiosks.find(({ slot }) => String(slot) === typed)?.kioskId ?? typed;
}

/**
 * Asks for a slot (it decides the kiosk's ticket numbers), unless the kiosk already has one. Offers the slots with the shortest ticket
 * numbers first, and then names the slots with longer numbers.
 */
async function askSlot(
  { wantedSlot }: WaitingEnrolment,
  { freeSlots, endedSlots }: Office,
  { ask, say }: Asking,
): Promise<string | undefined> {
  if (wantedSlot !== null) {
    say(`The kiosk has numbers already: it keeps slot ${wantedSlot}.`);
    return String(wantedSlot);
  }
  const [first] = freeSlots;
  const short = freeSlots.filter((slot) => slot <= HIGHEST_SHORT_SLOT);
  const [long] = freeSlots.slice(short.length);
  for (const slot of short)
    say(
      `    ${slot}  numbers ${numbersOf(slot)}${endedSlots.includes(slot) ? '; its kiosk was replaced and has ended' : ''}`,
    );
  if (short.length === 0)
    say('    No slot with short numbers is free: each has been given, and none of their kiosks has ended.');
  if (long !== undefined)
    say(
      `    ${long} to ${freeSlots.at(-1)}  numbers of ${String(bandsOf(long)[0]?.first).length} digits, such as ${bandsOf(long)[0]?.first}`,
    );
  const enter = first === undefined ? '' : ` (Enter: ${first})`;
  const typed = (await ask(`Slot, which decides the numbers on the kiosk's tickets${enter}: `))?.trim();
  return typed || (first === undefined ? undefined : String(first));
}

const numbersOf = (slot: number): string =>
  bandsOf(slot)
    .map(({ first, last }) => `${String(first).padStart(3, '0')}-${String(last).padStart(3, '0')}`)
    .join(', then ');
