import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { READINESS, type Readiness } from './readiness.ts';

/** Limits of the histogram of answer times, in seconds: a read is answered in milliseconds, and a kiosk gives up after half a minute. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/**
 * Limits of the histogram of delays between an event and its receipt, in seconds: from an office that is online to one that was offline for
 * fourteen days, as long as permitted.
 */
const LAG_BUCKETS = [1, 2, 5, 10, 30, 60, 300, 1_800, 7_200, 43_200, 86_400, 604_800, 1_209_600];

export type Meter = ReturnType<typeof createMeter>;

const classOf = (status: number): string => `${Math.floor(status / 100)}xx`;

/** Creates the metrics of this replica. Labels are names from the source, or ids, without personal data. Times are in seconds. */
export function createMeter() {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the head of a request until its answer is sent',
    labelNames: ['operation', 'status_class'],
    buckets: REQUEST_BUCKETS,
    registers,
  });
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const problems = counter('torn_problems_total', 'Refused requests by kind of problem', 'kind');
  const events = counter('torn_events_total', 'Uploaded items by result', 'result');
  for (const result of ['stored', 'fork', 'duplicate', 'rejected']) events.inc({ result }, 0);
  const deadLetters = counter('torn_dead_letters_reported_total', 'Events that kiosks report as refused for good');
  const lag = new Histogram({
    name: 'torn_ingest_lag_seconds',
    help: 'Time from an event until it was stored; events with an uncertain time are not counted',
    buckets: LAG_BUCKETS,
    registers,
  });
  const streams = new Gauge({ name: 'torn_hint_streams', help: 'Open wake-up streams', registers });
  return {
    registry,
    /** @param operation an operation of the contract, `page`, or `none` */
    answered: (operation: string, status: number, seconds: number): void =>
      requests.observe({ operation, status_class: classOf(status) }, seconds),
    refused: (kind: string): void => problems.inc({ kind }),
    streamOpened: (): void => streams.inc(),
    streamClosed: (): void => streams.dec(),
    taken: (result: string, items: number): void => events.inc({ result }, items),
    kept: (lagSeconds: number): void => lag.observe(Math.max(0, lagSeconds)),
    /** Counts an event that a kiosk reports as permanently refused by the centre. */
    deadLetterReported: (): void => deadLetters.inc(),
    gauges: createGauges(registry),
  };
}

function createGauges(registry: Registry) {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const readiness = gauge('torn_readiness', '1 for the state that /health/ready reports, 0 for the others', 'state');
  return {
    readiness: (now: Readiness) => {
      for (const state of READINESS) readiness.set({ state }, state === now ? 1 : 0);
    },
    connections: gauge('db_client_connection_count', 'Connections to the database', 'state'),
    mostConnections: gauge('db_client_connection_max', 'Most connections to the database that this replica may open'),
    waiting: gauge('db_client_connection_pending_requests', 'Requests that wait for a connection to the database'),
    silence: gauge(
      'torn_kiosk_silence_seconds',
      'Time since the last contact with each kiosk, or since its enrolment',
      'city_id',
      'office_id',
      'kiosk_id',
    ),
    lateMessages: gauge(
      'torn_alarm_messages_late',
      'Messages about alarms that were not accepted within a quarter of an hour',
      'city_id',
    ),
    isCut: gauge('torn_kiosk_silence_cut', '1 if there are more kiosks than these metrics list'),
    databaseBytes: gauge('torn_database_bytes', 'Size of the database; its growth forecasts the use of the disk'),
    lagSeconds: gauge('torn_replication_lag_seconds', 'Delay of each standby in seconds', 'standby'),
    lagBytes: gauge('torn_replication_lag_bytes', 'Delay of each standby in bytes of log', 'standby'),
  };
}
