import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathItemObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import {
  Alarm,
  Alarms,
  AuditEntries,
  AuditEntry,
  CentreTicket,
  CentreTickets,
  HelpAsked,
  HelpList,
  KioskHealth,
  KioskHealths,
  PauseOrder,
  ProfileDraft,
  ProfilePublished,
  RevocationOrder,
  TicketAppointment,
  TicketAttention,
} from '../../src-main/contract/centre/administration.ts';
import { AlarmRules, AlarmRulesKept, RaisedAlarm } from '../../src-main/contract/centre/alarms.ts';
import {
  AppointmentAnswer,
  AppointmentFeed,
  AppointmentOrder,
  AttendanceAnswer,
  Channel,
  ChannelId,
  CodeFormat,
  FeedAppointment,
  ImportReport,
  OfficeKey,
} from '../../src-main/contract/centre/appointments.ts';
import { type AdministrativeName, AUTHORIZATION } from '../../src-main/contract/centre/authorization.ts';
import type { BodyBounds } from '../../src-main/contract/centre/body-bounds.ts';
import {
  Change,
  Changes,
  ServicePause,
  SignedProfile,
  Snapshot,
} from '../../src-main/contract/centre/configuration.ts';
import {
  EnrolmentConfirmation,
  EnrolmentOpened,
  EnrolmentRequest,
  EnrolmentState,
  KeyRotated,
  KeyRotation,
  KioskEnd,
  WaitingEnrolment,
} from '../../src-main/contract/centre/enrolment.ts';
import {
  EventsAnswer,
  EventsUpload,
  HappenedAt,
  ItemAnswer,
  WireEvent,
} from '../../src-main/contract/centre/events-upload.ts';
import { FigureRow, OfficeFigures } from '../../src-main/contract/centre/figures.ts';
import { OfficeQueue } from '../../src-main/contract/centre/office-queues.ts';
import { type Credential, OPERATIONS, type Operation } from '../../src-main/contract/centre/operations.ts';
import {
  PROBLEM_MEDIA_TYPE,
  PROBLEMS,
  Problem,
  type ProblemKind,
  problemOf,
} from '../../src-main/contract/centre/problems.ts';
import { KioskEvent } from '../../src-main/contract/shared/events.ts';
import {
  CityId,
  ExternalId,
  KeyId,
  KioskId,
  OfficeId,
  PublicKey,
  StoreEpoch,
} from '../../src-main/contract/shared/ids.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { Instant } from '../../src-main/contract/shared/times.ts';
import { addExamples } from './examples.ts';
import { GUIDE } from './guide.ts';
import { HEADERS, headerRef, NAMED_HEADER, PARAMETERS, parameterRef, SIGNED_HEADERS } from './headers.ts';
import type { ApiDocument } from './schema.ts';

const ANY_REQUEST: readonly ProblemKind[] = [
  'malformed-request',
  'not-found',
  'too-slow',
  'too-many-tries',
  'internal-error',
  'overloaded',
  'draining',
  'store-unreachable',
];
const ANY_BODY: readonly ProblemKind[] = ['too-large', 'unsupported-media'];

const SCHEMAS = {
  Alarm,
  AlarmRules,
  AlarmRulesKept,
  Alarms,
  RaisedAlarm,
  AppointmentAnswer,
  AppointmentFeed,
  AppointmentOrder,
  AttendanceAnswer,
  AuditEntries,
  AuditEntry,
  // The names of the next two schemas must not change, because generated clients use them.
  CentralTicket: CentreTicket,
  CentralTickets: CentreTickets,
  Change,
  Changes,
  Channel,
  ChannelId,
  CityId,
  CodeFormat,
  EnrolmentConfirmation,
  EnrolmentOpened,
  EnrolmentRequest,
  EnrolmentState,
  KioskEnd,
  WaitingEnrolment,
  EventsAnswer,
  EventsUpload,
  ExternalId,
  FeedAppointment,
  FigureRow,
  HappenedAt,
  HelpAsked,
  HelpList,
  ImportReport,
  Instant,
  ItemAnswer,
  KeyId,
  KeyRotated,
  KeyRotation,
  KioskEvent: KioskEvent.meta({
    description: 'The events that Torn’s kiosks send: type, v and payload of each',
    unusedIO: 'input',
  }),
  KioskHealth,
  KioskHealths,
  KioskId,
  OfficeFigures,
  OfficeKey,
  OfficeQueue: OfficeQueue.meta({ unusedIO: 'output' }),
  OfficeProfile: OfficeProfile.meta({ unusedIO: 'input' }),
  PauseOrder,
  Problem,
  ProfileDraft,
  ProfilePublished,
  PublicKey,
  RevocationOrder,
  /** Office ids and service ids share this schema. */
  Slug: OfficeId,
  ServicePause,
  SignedProfile,
  Snapshot,
  StoreEpoch,
  TicketAppointment,
  TicketAttention,
  WireEvent,
};

/** The contract leaves these members open, because each item is parsed separately; the document describes them by the schema of an item. */
const OPEN_MEMBERS: readonly { schema: z.ZodType; member: string; is: keyof typeof SCHEMAS }[] = [
  { schema: EventsUpload, member: 'events', is: 'WireEvent' },
  { schema: Changes, member: 'changes', is: 'Change' },
  { schema: Changes, member: 'queues', is: 'OfficeQueue' },
  { schema: ProfileDraft.options[0], member: 'profile', is: 'OfficeProfile' },
];

const SECURITY: Record<Credential, readonly Record<string, string[]>[]> = {
  none: [],
  kiosk: [{ kioskSignature: [] }],
  candidate: [{ candidateSignature: [] }],
  token: [{ token: [] }],
  channel: [{ channelToken: [] }],
};

const TAGS_OF: Partial<Record<Credential, string>> = { token: 'administration', channel: 'appointments' };

/**
 * Returns the OpenAPI 3.1 description of every operation.
 * @param version the program's own version
 */
export function openApiDocument(version: string): ApiDocument {
  // The round trip leaves plain JSON, without undefined members.
  const described: ApiDocument = JSON.parse(JSON.stringify(documentOf(version)));
  addExamples(described);
  return described;
}

function documentOf(version: string): ReturnType<typeof createDocument> {
  const paths: Record<string, ZodOpenApiPathItemObject> = {};
  for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase() as Lowercase<Operation['method']>] = operationObject(name, operation);
    paths[operation.path] = path;
  }
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Torn: the centre of a city’s kiosks',
      version,
      description: GUIDE,
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/', description: 'The server that sent this document' }],
    security: [],
    tags: [
      { name: 'kiosk', description: 'Operations for kiosks' },
      { name: 'administration', description: 'Operations for a city’s people and programs' },
      { name: 'appointments', description: 'Operations for booking systems, each with its own token' },
    ],
    paths,
    components: { schemas: SCHEMAS, securitySchemes: SECURITY_SCHEMES, headers: HEADERS, parameters: PARAMETERS },
  };
  return createDocument(document, {
    override: ({ jsonSchema, zodSchema, io }) => {
      for (const { schema, member, is } of OPEN_MEMBERS) {
        const open = (zodSchema as z.core.$ZodType) === schema ? jsonSchema.properties?.[member] : undefined;
        if (typeof open !== 'object') continue;
        if (open.type === 'array') open.items = { $ref: `#/components/schemas/${is}` };
        else open.$ref = `#/components/schemas/${is}`;
      }
      // zod forbids further members in the objects that it describes, but readers of an answer must ignore unknown members.
      const isPlainObject = zodSchema._zod.def.type === 'object' && !('catchall' in zodSchema._zod.def);
      if (io === 'output' && isPlainObject) delete jsonSchema.additionalProperties;
      // The format already says what the pattern says, and the pattern is very long.
      if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date' || jsonSchema.format === 'date-time')
        delete jsonSchema.pattern;
    },
  });
}

const SECURITY_SCHEMES = {
  kioskSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'Signature',
    description: 'RFC 9421 with the key of the kiosk in the path and `tag="torn-kiosk"`: see Signatures.',
  },
  candidateSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'Signature',
    description: 'RFC 9421 with the key that asks to be enrolled and `tag="torn-candidate"`: see Signatures.',
  },
  token: { type: 'http', scheme: 'bearer', description: 'A token of the city, one for every person or program.' },
  channelToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of a channel, valid only for the channel’s own appointments.',
  },
} as const;

const isSigned = ({ credential }: Operation): boolean => credential === 'kiosk' || credential === 'candidate';
/** The answer to `readTime` is signed although its request is not. */
const isAnswerSigned = (operation: Operation): boolean =>
  operation.stream !== true && (isSigned(operation) || operation === OPERATIONS.readTime);

function operationObject(name: string, operation: Operation): ZodOpenApiOperationObject {
  const isRead = operation.method === 'GET';
  return {
    operationId: name,
    summary: operation.summary,
    ...grantOf(name),
    tags: [TAGS_OF[operation.credential] ?? 'kiosk'],
    security: [...SECURITY[operation.credential]],
    requestParams: { path: operation.params, ...(operation.query ? { query: operation.query } : {}) },
    parameters: [
      parameterRef('RequestId'),
      ...(isSigned(operation) ? [parameterRef('SignatureInput')] : []),
      ...(isSigned(operation) && operation.body ? [parameterRef('ContentDigest')] : []),
      ...(isSigned(operation) && isRead ? [parameterRef('RequestCount')] : []),
      ...(operation.bounds?.unpacked ? [parameterRef('ContentEncoding')] : []),
      ...(operation.conditional ? [parameterRef('IfNoneMatch')] : []),
    ],
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            description: sizesOf(operation.bounds),
            content: { [operation.bodyMedia ?? 'application/json']: { schema: operation.body } },
          },
        }
      : {}),
    responses: { ...goodAnswers(operation), ...problemAnswers(operation) },
  };
}

const sizesOf = ({ sent, unpacked }: BodyBounds): string =>
  unpacked === undefined
    ? `At most ${sent} bytes, not compressed.`
    : `At most ${sent} bytes as sent, ${unpacked} once gzip is unpacked.`;

const REACH = {
  named: 'may name only its own office',
  'looked-up': 'may name only what belongs to its office',
  filtered: 'receives only what belongs to its office',
  none: 'may not call it',
} as const;

function grantOf(name: string): Pick<ZodOpenApiOperationObject, 'description' | `x-${string}`> {
  const grant = Object.hasOwn(AUTHORIZATION, name) ? AUTHORIZATION[name as AdministrativeName] : null;
  if (grant === null) return {};
  const { roles, ofSomeOffices } = grant;
  return {
    description: `Roles: ${roles.join(', ')}. A token of one office ${REACH[ofSomeOffices]}.`,
    'x-torn-roles': [...roles],
    'x-torn-one-office': ofSomeOffices,
  };
}

function goodAnswers(operation: Operation): ZodOpenApiResponsesObject {
  const { answer, conditional, stream } = operation;
  const signed = isAnswerSigned(operation) ? SIGNED_HEADERS : {};
  const named = stream ? {} : NAMED_HEADER;
  const tagged = conditional ? { etag: headerRef('ETag') } : {};
  const content = stream
    ? { 'text/event-stream': { schema: z.string().meta({ description: 'event: hint' }) } }
    : answer.body && { 'application/json': { schema: answer.body } };
  return {
    [`${answer.status}`]: {
      description: content ? 'The requested data' : 'Done',
      headers: { ...named, ...signed, ...tagged },
      ...(content ? { content } : {}),
    },
    ...(conditional ? { '304': { description: 'Nothing changed', headers: { ...named, ...signed, ...tagged } } } : {}),
  };
}

function problemAnswers(operation: Operation): ZodOpenApiResponsesObject {
  const kinds = new Set([...operation.problems, ...ANY_REQUEST, ...(operation.body ? ANY_BODY : [])]);
  const answers: ZodOpenApiResponsesObject = {};
  for (const status of new Set([...kinds].map((kind) => PROBLEMS[kind].status)))
    answers[`${status}`] = problemAnswer(
      operation,
      status,
      [...kinds].filter((kind) => PROBLEMS[kind].status === status),
    );
  return answers;
}

function problemAnswer(operation: Operation, status: number, kinds: readonly ProblemKind[]) {
  return {
    description: kinds.map((kind) => `\`${kind}\`: ${PROBLEMS[kind].title}.`).join(' '),
    headers: {
      ...NAMED_HEADER,
      ...(isSigned(operation) ? SIGNED_HEADERS : {}),
      ...(status === 429 || status === 503 ? { 'retry-after': headerRef('RetryAfter') } : {}),
    },
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: Problem,
        examples: Object.fromEntries(kinds.map((kind) => [kind, { value: problemOf(kind) }])),
      },
    },
  };
}
