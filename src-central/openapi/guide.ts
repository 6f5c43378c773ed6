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

/** Developers who write their own centre for the kiosks read this guide (Markdown). */
export const GUIDE = `
A kiosk gives turns whether or not it reaches this service. It reports each event to the centre once, and reads from it what the city has decided.
A centre of another maker that follows this document can serve the same kiosks: \`npm run conformance -- --url URL --city CITY\`
tests it over HTTP and names every rule that it breaks.

## Rules beyond the schemas

1. **An event is never refused,** because it has already happened at its kiosk. A type or version that the centre does not know is stored
   unchanged and answered \`stored\`; a number that was given twice is stored twice and raises an alarm. \`rejected\` is only for data that
   is no event, because it cannot be read as \`WireEvent\` or is larger than ${MAX_EVENT_BYTES} bytes; it does not affect the other events of its batch.
2. **An event counts once.** \`id\` is its idempotency key, without a time limit. The same id again is \`duplicate\`, whatever else was sent with it. Another
   id at a taken place (kiosk, incarnation, epoch, seq) is a fork: it is stored beside the first and answered \`stored\` with \`fork: true\`.
3. **The order is (epoch, seq), not arrival.** Batches may arrive in any order and in pieces; the data that the centre derives from them is the same.
   \`acknowledged\` gives, for every epoch of the batch, the seq up to which no event is missing.
4. **Voiding wins.** A ticket that the centre has voided stays voided, whatever its kiosk reports later; later reports are kept as history.
5. **A restored centre.** \`storeEpoch\` changes when the centre was restored from a backup: kiosks then send the events that they keep again.
6. **Tolerant reading.** Both sides ignore members that are not described here; kiosks skip unknown kinds of change.

## Sizes

A request has at most ${MAX_BATCH} events, ${MAX_BODY_BYTES} bytes of body as sent and ${MAX_INFLATED_BYTES} bytes when unpacked. Each operation states the largest size of its body and
whether it accepts \`content-encoding: gzip\`. A larger body is refused as \`too-large\`, and unpacking must stop at the limit; gzip sent to an operation that does not
accept it is \`unsupported-media\`. JSON nested more than ${MOST_NESTED} levels deep is \`malformed-request\` and must not be parsed. Times are RFC 3339 with an offset.

## Connections

The centre checks credentials, content type and coding from the head of a request. It does not wait for the body of a sender that it does not know, except for \`openEnrolment\`:
that body contains the sender's key, in at most ${STRANGER_BODY.sent} bytes, and its request is signed like any other. An incomplete request delays no other request. A request that does
not arrive within its time limit is \`too-slow\`; a request beyond its sender's share of the centre is \`overloaded\`. The centre keeps an idle connection for
${CENTRE_KEEPS_IDLE_MS / 1_000} s (announced in \`Keep-Alive\`); a kiosk closes its own after ${KIOSK_KEEPS_IDLE_MS / 1_000} s. If a kept connection turns out to be closed, the kiosk sends the request once more over a
new one: a repeated upload changes nothing, and a read that was already counted is \`replayed-request\`. A kiosk has at most two wake-up streams at a replica: a third
one ends the oldest, and revocation ends all of them.

## Signatures

Requests and answers are signed as in RFC 9421 with Ed25519, over TLS. No signature depends on a kiosk's clock. The signature's name is \`${SIGNATURE_NAME}\`.

**A request's signature** covers, in this order, ${listed(requestFields({}))}, then each of ${listed(COVERED_HEADERS)} that the
request has. A body has a \`content-digest\` (RFC 9530, sha-256, over the body as sent); a read (\`GET\`) has \`${REQUEST_COUNT_HEADER}\`. The parameters, in this order, are \`keyid\`, \`alg="ed25519"\`,
\`nonce\` (128 random bits, base64url) and \`tag="${TAGS.kiosk}"\`, or \`tag="${TAGS.candidate}"\` for a machine that asks to be enrolled. A \`keyid\` is the
SHA-256 of the public key's SPKI in DER, base64url without padding. A proxy in front of the centre must keep the requested \`Host\`, or send it in
\`X-Forwarded-Host\`.

**A read** has \`${REQUEST_COUNT_HEADER}\`, a whole number that only increases in a kiosk. A number that does not exceed the last one is refused as
\`replayed-request\`, and \`above\` gives the number to exceed. Uploads need no number, because a repeated upload changes nothing.

**An answer** is signed by the centre, problems included, once the signature of its request has been verified; the answer to \`readTime\` is always signed. A refusal
before that is unsigned, because the request may have been altered on its way. The answer's signature covers ${listed(answerFields({}, null))}, \`etag\` if present,
then with \`;req\` everything that the request's signature covers, and \`"signature";req;key="${SIGNATURE_NAME}"\`. So it proves which request it answers, as
the centre received it. \`${TIME_HEADER}\` is the centre's clock, RFC 3339 with milliseconds. The answer to \`readTime\` covers nothing of its request and
repeats the nonce in its body. The parameters are \`keyid\`, \`alg="ed25519"\` and \`tag="${TAGS.centre}"\`. An answer without a
body has the digest of zero bytes. No intermediary may compress or change a body. The wake-up stream is unsigned, because it has no
content.

With the key \`test-key-ed25519\` of RFC 9421 on both sides, this request

${block(['GET /v1/cities/vila-exemple/kiosks/0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90/changes?cursor=17', ...headers(SIGNED_EXAMPLE.request.headers)])}

is signed over

${block(SIGNED_EXAMPLE.request.base)}

and this answer

${block([`HTTP/1.1 ${SIGNED_EXAMPLE.answer.status}`, ...headers(SIGNED_EXAMPLE.answer.headers), '', SIGNED_EXAMPLE.answer.body])}

is signed over

${block(SIGNED_EXAMPLE.answer.base)}

## Enrolment

The kiosk makes its key, signs \`openEnrolment\` with it, and shows two things on its screen. The first is the pairing code: ${PAIRING_CODE_LENGTH} characters, valid for ${PAIRING_LIFETIME_MS / MINUTE_MS} minutes and ${PAIRING_TRIES} tries, used
once. The second is the fingerprint: the first 125 bits of the SHA-256 of the lines \`torn-pairing-v1\`, the kiosk's public key and \`centreKey\`, in Crockford's base32. The centre
computes the fingerprint from the kiosk's key, as received, and its own key. A person at the centre reads it with \`findEnrolment\` and the code, compares it with the kiosk's screen, and
confirms the enrolment with office, slot and name. The key that signed the answer to \`openEnrolment\` also signs the confirmation; the kiosk accepts no other. The kiosk calls \`readEnrolment\` until the enrolment
is decided. A slot decides which numbers a kiosk prints, so a slot that belongs or belonged to another kiosk of the office is refused as \`slot-taken\`. \`rotateKey\` replaces a key; the old and the new key
are both valid for ${ROTATION_OVERLAP_MS / DAY_MS} days. A revoked kiosk receives the signed problem \`kiosk-revoked\` and deletes its key; the centre puts aside what it still sends, for a person to look at.

Slots 1 to 8 have numbers of three and four digits, slots 10 to 99 of seven. A replaced kiosk that learns of its successor reports by \`endKiosk\`, signed with its own key, where its journal ends.
Once the centre has all events up to there and two days have passed, \`confirmEnrolment\` accepts the slot again. The slot of a kiosk that a person revoked is never given again.

A kiosk that replaces another one sends \`replaces\` in \`openEnrolment\`. The confirmation names the old kiosk, which is revoked in the same
transaction (its problem \`kiosk-revoked\` then has \`replaced\`), and gives the new kiosk a slot that no other kiosk has had. The new kiosk may upload events that the old one never sent, in the old
one's name and incarnation, by \`uploadReplaced\`; all rules on events apply there too. A kiosk has one successor. Only a successor that has never contacted the centre may be replaced by another one, and is then ended.

## Queues

\`stateQueue\` is a kiosk's statement about the turns that it gave itself. \`stateOfficeQueues\` states the queues that another system manages for an office, each with its age in
seconds. The centre dates these by its own clock, keeps the newest of each service and wakes the office's kiosks, which receive all valid ones as \`queues\` beside their changes.
Neither statement is shown more than ${OFFICE_QUEUE_HOLDS_S} s after the moment that it describes: an unknown queue is better than a wrong one.

\`/c/CITY/offices.json\` is public. It lists the city's offices now, without sensitive ones: open or closed and why, and the queue of each service, or \`null\`, without
sensitive services. It changes at most every few seconds and has an ETag.

By \`stateTurns\` a kiosk states which numbers it offers to citizens at home, and answers their requests. The centre returns the open requests, and wakes the kiosk for a new one.
A request belongs to one kiosk, which gives it one number however often the request arrives; the first answer counts.

## Tokens

A token of a city has a role, an end, and perhaps a limit to one office. Each operation lists in \`x-torn-roles\` the roles that may call it, and in
\`x-torn-one-office\` what a token of one office reaches with it. Once the token of a request is known, the request is recorded in the audit before it is answered:
reads, refusals, and requests that are too large, too slow or cut off. A request that is refused earlier leaves no row: it is not HTTP, its path does not exist or names
no city, or the replica is \`overloaded\` or \`draining\`. A channel's requests about its appointments leave a row only for a change or a refused token. \`listAudit\` returns
all these rows, with the actions of the service's own commands and those of technicians at kiosks (\`technician-acted\`). For a request with an unknown token the audit
stores the address and never the token; such requests from one address within ten minutes are one row with a count.

## Configuration

\`readSnapshot\` is the whole configuration, with an \`ETag\`. \`readChanges\` returns the changes after a cursor, in the order in which they were made and without
omitting any, even if two were made at the same time. Changes are kept for at least 90 days; an older cursor is \`cursor-gone\`. \`followHints\` is a stream of
server-sent events: it sends \`event: hint\` with an empty \`data:\` when there is something new to read, and a comment at least every 30 s to show that it is alive. A profile's
signature covers the text \`torn-profile-v1\`, city, office, version, effectiveFrom and document, joined by line feeds.

## Alarms

\`putAlarmRules\` sets which troubles become alarms, after how long, and who receives messages. A webhook is a \`POST\` of JSON, signed like a kiosk's request, but by a key
of the centre and with \`tag="${TAGS.alarm}"\`. The receiver verifies the signature over \`@method\`, \`@authority\`, \`@path\`, \`@query\`, \`content-digest\` and \`content-type\`, and the digest of the body. A message may arrive more than
once: ignore an \`id\` that you have received before. Answer with 2xx. Redirects are not followed; after any other answer the centre tries again, at least once an hour.

## Results of appointments

\`readAppointment\` returns \`result\`: \`served\`, \`came\` (checked in, and no desk has reported more by the end of the day), \`left\`, \`did-not-come\` or \`cancelled\`, with who caused it
and when; null until it is known. A channel with \`results\` (\`putChannel\`) also receives each result as a webhook, signed like those of alarms but with
\`tag="${TAGS.result}"\`, except results that the channel caused itself. A kiosk that was offline may change \`did-not-come\` to another result, which is sent too.

## Orders

\`orderKiosk\` makes one kiosk print a test, pause or resume all its services, restart when nobody is using it, or send its diagnostics. The kiosk receives the order
as the change \`kiosk-ordered\`, or in \`orders\` of a snapshot. It carries the order out at most once and before its deadline (15 minutes by default, 24 hours at most), and
reports the result as the event \`order-ended\`: \`done\`, or the reason why not (\`expired\`, \`interrupted\`, \`unknown-action\`, a condition of the printer, a problem).
A kiosk sends diagnostics only for an order; the centre keeps the newest.

Resetting a forgotten PIN takes two people. One calls \`proposeOrder\` (\`forget-pin\`); another, with a token of another name, calls \`confirmOrder\` before the deadline, and only then does the kiosk
receive the order. \`listOrders\` shows the orders that wait for a second person; the audit has both actions.

## Versions

Kiosks install new versions of their program from the city’s repository by themselves, at night. \`allowVersion\` sets the version that a kiosk, an office or the whole city may install. The latest
of the rules that cover a kiosk applies to it; \`null\` means the repository’s newest version. The kiosk learns of a rule by the change \`version-allowed\`, or by \`allowedVersion\` in a
snapshot, and reports how an update ended as the event \`update-ended\`: \`done\`, or the reason why the previous version came back or stayed. \`listUpdates\` shows the last update of each kiosk.

## Proposals

A technician's change of an office at a kiosk's screen is valid at that kiosk. It is reported as the event \`office-changed\`, with a JSON Patch on the version that it is based on.
\`decideOfficeProposal\` makes it the next version, or refuses it with a reason. A later change of the same kiosk includes the earlier one and takes its place. If the
newest version has a different value in a part of the profile that the patch changes, the answer is \`does-not-apply\`. The kiosk receives the decision as the change \`proposal-decided\`.

A person who edits an office sends to \`publishProfile\` the \`newest\` version that they have seen; if there is a newer one, the answer is \`does-not-apply\`. \`listProfiles\` and
\`readProfile\` show every version with its author and its first day.

## Appointments

A booking system is a channel with its own token (\`central -- token --channel\`). It gives its appointments references; \`putAppointment\` with a known
reference changes that appointment. References are stored, and typing a code at a kiosk shows the whole appointment. So a reference or code that contains a document or telephone number,
in any notation, is refused, and a format of codes must have at least 30 bits.

A document number or a channel's own code is hashed on arrival and stored only as a hash: HMAC-SHA-256 with the office's key over \`torn-document-v1\`, \`torn-code-v1\` or \`torn-locator-v1\`, a line feed and the normalised text (capitals and digits, a DNI with
its eight digits), base64url. The hash of a document number is then hashed with Argon2id (RFC 9106; scheme \`argon2id-24m-2\`: 24 MiB, two passes, one lane, 32 bytes), because document numbers are few enough to try
all of them: the message is the HMAC, the secret is the office's key, and the nonce is the HMAC-SHA-256 of the scheme's name with that key. The office's kiosks receive these hashes and keys for today and the next two service days; they take a
new snapshot when a service day begins. The kiosks of an office that an appointment leaves receive it as \`moved\`. After \`rotateOfficeKey\`, new hashes use
a new key; kiosks receive the old key until its last appointment is over.

The QR code is \`TORN1\` followed by the base 32 (RFC 4648, no padding) of the appointment's UUID, its start and expiry (seconds since 1970, 4 bytes each, most
significant first), the office's id and an Ed25519 signature. A key of the centre signs \`torn-appointment-v1\`, line feed, city, line feed and all
bytes before the signature. \`tokenKeys\` has the keys that signed codes still in use.

\`appointment-checked-in\` is an event like any other. If the centre cancelled or moved the appointment before it received the event, the ticket stays valid and \`after\` says which. If two
tickets report one appointment, it belongs to the earlier ticket if trusted clocks dated all of them, otherwise to the one that was received first; \`duplicateOf\` of the other ticket names it. Both cases
raise an alarm.

## Problems

Problems are RFC 9457, \`application/problem+json\`; \`type\` is \`urn:torn:problem:\` followed by one of the kinds listed at each operation. 429 and 503 have
\`Retry-After\`, in seconds.
`.trim();
