import { MOST_NESTED, STRANGER_BODY } from '../../src-main/contract/centre/body-bounds.ts';
import {
  PAIRING_CODE_LENGTH,
  PAIRING_LIFETIME_MS,
  PAIRING_TRIES,
  ROTATION_OVERLAP_MS,
} from '../../src-main/contract/centre/enrolment.ts';
import {
  MAX_BATCH,
  MAX_BODY_BYTES,
  MAX_EVENT_BYTES,
  MAX_INFLATED_BYTES,
} from '../../src-main/contract/centre/events-upload.ts';
import { CENTRE_KEEPS_IDLE_MS, KIOSK_KEEPS_IDLE_MS } from '../../src-main/contract/centre/kept-connections.ts';
import { OFFICE_QUEUE_HOLDS_S } from '../../src-main/contract/centre/office-queues.ts';
import {
  answerFields,
  COVERED_HEADERS,
  REQUEST_COUNT_HEADER,
  requestFields,
  SIGNATURE_NAME,
  TAGS,
  TIME_HEADER,
} from '../../src-main/contract/centre/signing.ts';
import { SIGNED_EXAMPLE } from './signed-example.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const listed = (fields: readonly string[]): string => fields.map((field) => `\`${field}\``).join(', ');
const block = (lines: readonly string[]): string => ['```', ...lines, '```'].join('\n');

const headers = (names: Readonly<Record<string, string>>): string[] =>
  Object.entries(names).map(([name, value]) => `${name}: ${value}`);

/** The guide in Markdown, for developers who write their own centre for the kiosks. */
export const GUIDE = `
A kiosk gives turns with or without this service. What it did, it tells afterwards, once; what the city decides, it asks for. A
centre of another maker that keeps this document can stand behind the same kiosks: \`npm run conformance -- --url URL --city CITY\`
tries it over HTTP and names every rule it breaks.

## Rules that no schema can say

1. **An event is never refused.** What happened at a kiosk has happened. A type or version that the centre does not know is kept as it
   came and answered \`stored\`; a number given twice is kept twice and raises an alarm. \`rejected\` is only for what is no event: it
   cannot be read as \`WireEvent\`, or is larger than ${MAX_EVENT_BYTES} bytes; it does not touch the others of its batch.
2. **Once.** \`id\` is an event's idempotency key for ever. The same id again is \`duplicate\`, whatever else was sent with it. Another
   id at a taken (kiosk, incarnation, epoch, seq) is a fork: kept beside the first, answered \`stored\` with \`fork: true\`.
3. **Order is (epoch, seq), not arrival.** Batches may come in any order and in pieces; what the centre derives ends the same.
   \`acknowledged\` says for every epoch of the batch up to which seq nothing is missing.
4. **Void wins.** A ticket the centre has voided stays voided whatever its kiosk tells later; that is kept as history.
5. **Restored.** \`storeEpoch\` changes when the centre was put back from a backup: kiosks then send again what they have kept.
6. **Read leniently.** Members that are not described here are ignored on both sides; new kinds of change are skipped by kiosks.

## Sizes

${MAX_BATCH} events a request; ${MAX_BODY_BYTES} bytes of body as sent, ${MAX_INFLATED_BYTES} bytes once inflated. Each operation says how large its body may be, and
whether \`content-encoding: gzip\` is taken: a larger one is \`too-large\`, and the inflating must stop there; gzip of an operation that takes none is
\`unsupported-media\`. JSON that is nested more than ${MOST_NESTED} levels deep is \`malformed-request\`, and must not be parsed. Times are RFC 3339 with an offset.

## Connections

Credentials, type and coding are checked by the head of a request; the body of a stranger is not waited for, but that of \`openEnrolment\`, which brings
its key in at most ${STRANGER_BODY.sent} bytes, and whose head is signed all the same. Half a request holds up nobody else. A request that does not come in its time is \`too-slow\`, one that is beyond its
sender's share is \`overloaded\`. An idle connection is kept for ${CENTRE_KEEPS_IDLE_MS / 1_000} s (\`Keep-Alive\` says so); a kiosk closes its own after
${KIOSK_KEEPS_IDLE_MS / 1_000} s, and sends a request once more over a new one when a kept one had been closed: uploads are the same twice, and a read that was counted
is \`replayed-request\`. A kiosk has two streams of hints at most at a replica: a third ends the oldest, and revocation ends them all.

## Signatures

RFC 9421 with Ed25519, over TLS. No clock of a kiosk is part of it. The signature's name is \`${SIGNATURE_NAME}\`.

**A request** covers, in this order, ${listed(requestFields({}))}, then each of ${listed(COVERED_HEADERS)} that it
carries. A body has a \`content-digest\` (RFC 9530, sha-256, over the body as sent); a read (\`GET\`) carries \`${REQUEST_COUNT_HEADER}\`. Its parameters, in this order: \`keyid\`, \`alg="ed25519"\`,
\`nonce\` (128 random bits, base64url), \`tag="${TAGS.kiosk}"\`, or \`tag="${TAGS.candidate}"\` for a machine that asks to be enrolled. A \`keyid\` is the
SHA-256 of the public key's SPKI in DER, base64url without padding. A proxy before the centre keeps the \`Host\` that was asked for, or says it in
\`X-Forwarded-Host\`.

**A read** carries \`${REQUEST_COUNT_HEADER}\`, a whole number that only grows in a kiosk. One that does not exceed the last is refused as
\`replayed-request\`; \`above\` says what to go on from. Uploads need none: they change nothing when they come twice.

**An answer** is signed by the centre once the signature of its request has verified, problems included; and the answer to \`readTime\`. What is refused
before that is not signed: somebody on the way may have altered the request. It covers ${listed(answerFields({}, null))}, \`etag\` where it has
one, then with \`;req\` all that the signature of the request covers, and \`"signature";req;key="${SIGNATURE_NAME}"\`: the one request that it answers, as
the centre received it. \`${TIME_HEADER}\` is the centre's clock, RFC 3339 with milliseconds. An answer to \`readTime\` covers nothing of its request and
repeats the nonce in its body. Parameters: \`keyid\`, \`alg="ed25519"\`, \`tag="${TAGS.centre}"\`. An answer without a
body has the digest of no bytes. Nothing between may compress or change a body. The stream of hints is not signed: it carries
nothing.

With the key \`test-key-ed25519\` of RFC 9421 on both sides, this request

${block(['GET /v1/cities/vila-exemple/kiosks/0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90/changes?cursor=17', ...headers(SIGNED_EXAMPLE.request.headers)])}

is signed over

${block(SIGNED_EXAMPLE.request.base)}

and this answer

${block([`HTTP/1.1 ${SIGNED_EXAMPLE.answer.status}`, ...headers(SIGNED_EXAMPLE.answer.headers), '', SIGNED_EXAMPLE.answer.body])}

over

${block(SIGNED_EXAMPLE.answer.base)}

## Enrolment

The kiosk makes its key, signs \`openEnrolment\` with it and shows the code (${PAIRING_CODE_LENGTH} characters, ${PAIRING_LIFETIME_MS / MINUTE_MS} minutes, ${PAIRING_TRIES} tries, used once) with its
fingerprint: the first 125 bits of SHA-256 over the lines \`torn-pairing-v1\`, the kiosk's public key and \`centreKey\`, in Crockford's base32. The centre
computes it from the kiosk's key as it came and its own. A person asks \`findEnrolment\` for it by the code, compares it with the kiosk's screen, and confirms it with office, slot
and name. The key that signed \`openEnrolment\` signs the confirmation; a kiosk believes no other. The kiosk asks \`readEnrolment\` until it is decided. A slot decides which numbers a kiosk
prints: one that is or was another kiosk's in that office is refused as \`slot-taken\`. A key is replaced by \`rotateKey\`; both hold
for ${ROTATION_OVERLAP_MS / DAY_MS} days. A revoked kiosk is answered \`kiosk-revoked\`, signed, and forgets its key; what it sends is put aside for a person.

Slots 1 to 8 have numbers of three and four digits, 10 to 99 of seven. A replaced kiosk that hears of its successor says by \`endKiosk\` where its journal ends, signed by its own key; once
the centre has all events up to there and two days have passed, \`confirmEnrolment\` takes the slot again. The slot of a kiosk that a person revoked is never given again.

A kiosk that takes another one's place says so with \`replaces\` in \`openEnrolment\`; the confirmation names the old one, which is revoked in the same
transaction (its problem \`kiosk-revoked\` then says \`replaced\`), and gives a slot that nobody had. The new one may send what the old one never did, in its name
and incarnation, by \`uploadReplaced\`; every rule on events holds there too. A kiosk has one successor, but for one that was never heard: that ends with the next.

## Queues

\`stateQueue\` is a kiosk's own word on the turns that it gave; \`stateOfficeQueues\` says how queues stand that another system keeps for an office, each with its age in
seconds. The centre dates these by its own clock, keeps the newest of each service and wakes the office's kiosks, which hear all that holds as \`queues\` beside their changes.
Nobody shows either of them ${OFFICE_QUEUE_HOLDS_S} s after it was so: an unknown queue is better than a wrong one.

\`/c/CITY/offices.json\` gives the city's offices now to everybody: open or closed and why, and the queue of each service or \`null\`, without those that are
sensitive. It changes every few seconds at most and has an ETag.

\`stateTurns\` says which numbers a kiosk offers to citizens at home, and answers their requests; the centre answers with those that are open, and wakes the kiosk for a new one.
A request belongs to one kiosk, which gives it one number however often it comes; the first answer counts.

## Tokens

A token of a city has a role, perhaps one office, and an end. Each operation says in \`x-torn-roles\` which roles may ask it, and in
\`x-torn-one-office\` what a token of one office reaches by it. Every request to such an operation is written down once its token is known, before it is answered:
reads, refusals, and what is too large, too slow or cut off. What is refused before that leaves no row: no HTTP, a path that is none or names
no city, a replica that is \`overloaded\` or \`draining\`. Nor do a channel's own appointments, but its refused tokens do. \`listAudit\` tells
of all these, of what was done by the service's own commands, and of what technicians did at kiosks (\`technician-acted\`). Of one that carries a token nobody has, the
address is kept and never the token; those of one address within ten minutes are one row with a count.

## Configuration

\`readSnapshot\` is all of it, with an \`ETag\`; \`readChanges\` is what came after a cursor, in the order it was made and without ever
leaving one out, also when two were made at the same time; kept for at least 90 days, then \`cursor-gone\`. \`followHints\` is a stream of
server-sent events that says \`event: hint\` and an empty \`data:\` when it is worth asking; a comment at least every 30 s shows that it lives. A profile is
signed over the text \`torn-profile-v1\`, city, office, version, effectiveFrom and document, joined by line feeds.

## Alarms

\`putAlarmRules\` says which troubles become alarms, after how long, and to whom messages go. A webhook is a \`POST\` of JSON, signed like a request of a kiosk, by a key
of the centre and with \`tag="${TAGS.alarm}"\`: verify the signature over \`@method\`, \`@authority\`, \`@path\`, \`@query\`, \`content-digest\` and \`content-type\`, and the digest over the body. It may come more than
once: drop an \`id\` that you have. Answer with 2xx; no redirect is followed, and anything else is tried again, at least once an hour.

## What became of an appointment

\`readAppointment\` answers \`result\`: \`served\`, \`came\` (checked in, and no desk has said more by the end of the day), \`left\`, \`did-not-come\` or \`cancelled\`, by whom
and when; null until it is known. A channel that has \`results\` (\`putChannel\`) also gets each one as a webhook, signed like those of alarms with
\`tag="${TAGS.result}"\`, except what it did itself. A kiosk that was offline may turn \`did-not-come\` into another result, which is sent too.

## Orders

\`orderKiosk\` lets one kiosk print a test, pause or resume all its services, start anew when nobody is there, or send its diagnostics. The kiosk hears of it
as the change \`kiosk-ordered\`, or in \`orders\` of a snapshot, carries it out at most once and before its deadline (15 minutes, 24 hours at most), and
says what became of it as the event \`order-ended\`: \`done\`, or why not (\`expired\`, \`interrupted\`, \`unknown-action\`, a condition of the printer, a problem).
Diagnostics are taken for an order alone, and the newest are kept.

A forgotten PIN takes two people: one gives \`proposeOrder\` (\`forget-pin\`), another one with a token of another name \`confirmOrder\` before its deadline, and only then the kiosk
receives the order. \`listOrders\` shows what waits for a second person; the audit has both.

## Versions

Kiosks take a new version of their program from the city’s repository by themselves, at night. \`allowVersion\` says which one a kiosk, an office or the city may have; what was
said last of a ring that a kiosk is in holds for it, and \`null\` is the repository’s newest. The kiosk hears of it as the change \`version-allowed\`, or in \`allowedVersion\` of a
snapshot, and tells how an update ended as the event \`update-ended\`: \`done\`, or why the version before came back or stayed. \`listUpdates\` has the last of each kiosk.

## Proposals

What a technician changes of an office at a kiosk's screen holds there and comes as the event \`office-changed\`, a JSON Patch on the version that it was made on.
\`decideOfficeProposal\` makes the next version of it, or refuses it with a reason; a later change of the same kiosk holds all of the one before and takes its place. Where the
newest version has another value in a part of the profile that the patch touches, it is \`does-not-apply\`. The kiosk is told as the change \`proposal-decided\`.

A person who edits an office names in \`publishProfile\` the \`newest\` version they have seen; once there is a newer one, the answer is \`does-not-apply\`. \`listProfiles\` and
\`readProfile\` have every version with its author and its first day.

## Appointments

A booking system is a channel with a token of its own (\`central -- token --channel\`). It names its appointments; \`putAppointment\` with a known
reference changes that one. References are kept, and a code tells whoever types it everything: one that holds a document or telephone number,
in whatever dress, is refused, and a format of codes has at least 30 bits.

A document number or a channel's own code is hashed on arrival and kept nowhere else: HMAC-SHA-256 with the office's key over \`torn-document-v1\`, \`torn-code-v1\` or \`torn-locator-v1\`, a line feed and the normal text (capitals and digits, a DNI with
its eight digits), base64url. Kiosks of the office are told these hashes and keys, of today and the next two service days; they take a
new snapshot when a service day begins. An appointment that leaves the office is told there as \`moved\`. By \`rotateOfficeKey\` new hashes have
another key; the old one is told until its last appointment is over.

The QR is \`TORN1\` and base 32 (RFC 4648, no padding) of the appointment's UUID, start and expiry (seconds since 1970, 4 bytes each, most
significant first), the office's id and an Ed25519 signature, by a key of the centre, over \`torn-appointment-v1\`, line feed, city, line feed and all
bytes before it. Keys that signed codes still in use are in \`tokenKeys\`.

\`appointment-checked-in\` is an event like any other. Cancelled or moved at the centre before it was heard: the ticket holds, \`after\` says so. Reported
by two tickets: the first by time when all are dated by clocks to be trusted, else the first received, holds it, \`duplicateOf\` names it; both
raise an alarm.

## Problems

RFC 9457, \`application/problem+json\`; \`type\` is \`urn:torn:problem:\` and one of the kinds listed at each operation. 429 and 503 carry
\`Retry-After\`, in seconds.
`.trim();
